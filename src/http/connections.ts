// How long a client may take, and how much it may hold on to. A client that sends slowly, or not at all, must not keep
// others out (slowloris); each figure leaves honest ones on slow lines ten times what they need.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server, Socket } from 'node:net'
import type { IsProxy } from './proxies.ts'

export const BODY_LIMIT_BYTES = 64 * 1024

/** For `Fastify()`: what one request may take. */
export const REQUEST_LIMITS = {
  bodyLimit: BODY_LIMIT_BYTES,
  /** The request whole, body included. */
  requestTimeout: 20_000,
  /** Nothing sent or read on a connection for so long ends it: an answer that nobody takes, too. */
  connectionTimeout: 60_000,
  /** Longer than proxies keep an idle connection (60 s is usual): it is theirs to close, else a request meets a closing one. */
  keepAliveTimeout: 72_000,
  http: {
    /** Node's own refusal has no body: `handleProblems` refuses it instead. */
    requireHostHeader: false,
    /** URL and headers together. */
    maxHeaderSize: 16 * 1024,
    headersTimeout: 10_000,
    /** Node looks every 30 s otherwise, and what is late stays so much longer. */
    connectionsCheckingInterval: 1000,
  },
} as const

export const MOST_CONNECTIONS = 1024
/** A browser opens six, a gateway some tens. */
export const MOST_CONNECTIONS_PER_ADDRESS = 256

/** Closes new connections beyond the limits, at once; those of trusted proxies stand for many clients and count only in all. */
export function limitConnections(server: Server, isProxy: IsProxy): void {
  server.maxConnections = MOST_CONNECTIONS
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress
    if (address === undefined || isProxy(address)) return
    const count = (open.get(address) ?? 0) + 1
    if (count > MOST_CONNECTIONS_PER_ADDRESS) return void socket.destroy()
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
  })
}

/** Requests that a client may send ahead of the answers; they wait in memory. */
export const MOST_AHEAD = 256

/**
 * Has each connection's requests answered one after the other (RFC 9112 §9.3.2 lets a server choose): a client that sends
 * the next before it has an answer gets no more than one that waits. One that sends too many ahead is cut off.
 */
export function answerInOrder(server: Server): void {
  const handlers = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[]
  server.removeAllListeners('request')
  const waiting = new WeakMap<Socket, (() => void)[]>()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    const answer = () => {
      response.once('close', () => {
        const next = socket.destroyed ? undefined : waiting.get(socket)?.shift()
        if (next) next()
        else waiting.delete(socket)
      })
      for (const handle of handlers) handle(request, response)
    }
    const line = waiting.get(socket)
    if (line && line.length >= MOST_AHEAD) socket.destroy()
    else if (line) line.push(answer)
    else {
      waiting.set(socket, [])
      answer()
    }
  })
}
