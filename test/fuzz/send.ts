// Sends a request, and gives the answer as it came.
import { connect } from 'node:net'
import type { InjectOptions } from 'fastify'
import type { Answer, Service } from '../support/api.ts'
import { readable } from './readable.ts'
import type { Request } from './request.ts'

const WAIT_MS = 3000

export async function sent(service: Service, port: number, request: Request): Promise<Answer> {
  if (request.bytes) return read(await overTheWire(port, request.bytes))
  const { method, url, headers, body } = request
  const options = { method, url, headers: { ...headers }, ...(body !== undefined && { payload: body }) }
  const response = await service.app.inject(options as InjectOptions)
  const { statusCode, headers: told, rawPayload } = response
  return answerOf(statusCode, told, readable(String(told['content-type'] ?? ''), rawPayload))
}

/** All that comes back until the service closes: nothing, where it does not take the bytes for a request at all. */
function overTheWire(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const done = () => resolve(Buffer.concat(chunks).toString())
    socket.setTimeout(WAIT_MS, () => socket.destroy(new Error(`no end of the answer within ${WAIT_MS} ms`)))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', done)
    // A service that closes while it is still being written to resets the connection: what came before counts.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? done() : reject(error),
    )
  })
}

function read(text: string): Answer {
  // An interim answer (100 Continue) comes before the final one.
  const final = text.replace(/^(HTTP\/1\.1 1\d\d [^\r\n]*\r\n\r\n)+/, '')
  const end = final.indexOf('\r\n\r\n')
  const [first = '', ...lines] = final.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
  const body = final.slice(end + 4)
  return answerOf(Number(first.split(' ')[1] ?? 0), headers, 'transfer-encoding' in headers ? '' : body)
}

function answerOf(status: number, headers: Answer['headers'], text: string): Answer {
  const json = /\bjson\b/.test(String(headers['content-type'] ?? '')) && text !== ''
  return { status, headers, body: json ? JSON.parse(text) : undefined, text }
}
