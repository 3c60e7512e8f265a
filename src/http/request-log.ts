import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/**
 * One line a request, when it ends. Refusals for asking too much are left to the metrics: a flood must not fill the disk.
 */
export class RequestLog extends LogController {
  override incomingRequest(request: FastifyRequest): void {
    request.log.debug({ req: request }, 'request begun')
  }

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const line = { req: request, res: reply, responseTime: reply.elapsedTime }
    if (error) request.log.error({ ...line, err: error }, 'request errored')
    else request.log[reply.statusCode === 429 ? 'debug' : 'info'](line, 'request completed')
  }
}

export const serializers = { req: loggedRequest, err: loggedError }

// What a database says of a failing row may hold a name: its code and constraint tell enough.
function loggedError({ name, message, stack, code, constraint }: Error & { code?: string; constraint?: string }) {
  return { type: name, message, stack: stack ?? '', code, constraint }
}

// Neither addresses nor what was asked for: log lines hold no personal data, and no token that was put in a URL by mistake.
function loggedRequest({ method, routeOptions }: FastifyRequest) {
  return { method, route: routeOptions?.url ?? 'none' }
}
