import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

const KEPT_MS = 1000

/** `/metrics` in the Prometheus text format: the process, and each request's duration in seconds by route and status. */
export function meter(app: FastifyInstance): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests, in seconds.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode }
    duration.observe(labels, reply.elapsedTime / 1000)
  })
  // Asked without a token, and dear to make: made once a second, however many ask.
  let made: { readonly atMs: number; readonly text: Promise<string> } | undefined
  app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) => {
    const nowMs = performance.now()
    if (made === undefined || nowMs - made.atMs > KEPT_MS) made = { atMs: nowMs, text: registry.metrics() }
    return reply.type(registry.contentType).send(await made.text)
  })
}
