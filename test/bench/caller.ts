// Clients that ask one after the other, each over a connection of its own, as cheaply as can be: what they cost is taken
// from the machine that the service is measured on. A process of its own: told what to ask, it tells what came.
import { connect, type Socket } from 'node:net'
import { randomDay } from './days.ts'

export interface Asked {
  readonly port: number
  /** One connection for each. */
  readonly tokens: readonly string[]
  /** `DAY` in it becomes a random day, `TOKEN` the connection's. */
  readonly path: string
  /** JSON that is posted there, with the same two words in it; without, it is a GET. */
  readonly body?: string
  /** Sent as If-None-Match, by connection. */
  readonly etags?: readonly string[]
  /** Until so many have been answered, or so long has passed. */
  readonly requests?: number
  readonly seconds?: number
}

export interface Answered {
  readonly statuses: Readonly<Record<string, number>>
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

process.on('message', async (asked: Asked) => {
  process.send?.(await ask(asked))
})

async function ask({ port, tokens, path, body, etags, requests, seconds }: Asked): Promise<Answered> {
  const statuses: Record<string, number> = {}
  const times: number[] = []
  const start = performance.now()
  let left = requests ?? Number.POSITIVE_INFINITY
  const endsAt = seconds === undefined ? Number.POSITIVE_INFINITY : start + seconds * 1000

  const client = (token: string, etag: string | undefined) =>
    new Promise<void>((resolve, reject) => {
      const socket: Socket = connect(port, '127.0.0.1')
      socket.setNoDelay(true)
      const fill = (text: string) => text.replaceAll('DAY', randomDay()).replace('TOKEN', token)
      const rest = `HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n${etag ? `If-None-Match: ${etag}\r\n` : ''}`
      let sentAt = 0
      let received = Buffer.alloc(0)
      const next = () => {
        sentAt = performance.now()
        if (left <= 0 || sentAt >= endsAt) return void socket.end(resolve)
        left -= 1
        const posted = body && fill(body)
        socket.write(
          posted === undefined
            ? `GET ${fill(path)} ${rest}\r\n`
            : `POST ${fill(path)} ${rest}Content-Type: application/json\r\nContent-Length: ${posted.length}\r\n\r\n${posted}`,
        )
      }
      socket.on('connect', next)
      socket.on('error', reject)
      socket.on('data', (bytes) => {
        received = received.length === 0 ? bytes : Buffer.concat([received, bytes])
        const head = received.indexOf('\r\n\r\n')
        if (head < 0) return
        const text = received.toString('latin1', 0, head)
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0)
        const status = text.slice(9, 12)
        if (status !== '304' && received.length < head + 4 + length) return
        received = Buffer.alloc(0)
        statuses[status] = (statuses[status] ?? 0) + 1
        times.push(performance.now() - sentAt)
        next()
      })
    })

  await Promise.all(tokens.map((token, index) => client(token, etags?.[index])))
  const tookMs = performance.now() - start
  times.sort((left, right) => left - right)
  const percentile = (part: number) => times[Math.ceil(times.length * part) - 1] ?? Number.NaN
  return { statuses, perSecond: (times.length / tookMs) * 1000, p50Ms: percentile(0.5), p99Ms: percentile(0.99) }
}
