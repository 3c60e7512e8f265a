// Bytes on a connection of their own: for what no client of HTTP would send.
import { type AddressInfo, connect } from 'node:net'
import type { Service } from './api.ts'

export interface Exchanged {
  /** Empty: the connection was closed without an answer. */
  readonly statusLine: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly tookMs: number
}

/** Sends bytes, then more of them as time passes, and reads what comes until the service closes the connection. */
export function exchange(service: Service, bytes: string, drip = '', everyMs = 500): Promise<Exchanged> {
  const start = performance.now()
  return new Promise((resolve, reject) => {
    let text = ''
    const { port } = service.app.server.address() as AddressInfo
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(bytes))
    const dripping = drip === '' ? undefined : setInterval(() => socket.write(drip), everyMs)
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    // The service hangs up on a client that is still sending.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => {
      clearInterval(dripping)
      resolve({ ...parse(text), tookMs: performance.now() - start })
    })
  })
}

function parse(text: string): Omit<Exchanged, 'tookMs'> {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2)
  const [statusLine = '', ...lines] = head.split('\r\n')
  const fields = lines.map((line) => /^([^:]+): *(.*)$/.exec(line) ?? [])
  return {
    statusLine,
    headers: Object.fromEntries(fields.map(([, name = '', value = '']) => [name.toLowerCase(), value])),
    body,
  }
}
