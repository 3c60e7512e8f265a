import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { fillDocument, skeleton } from './openapi.ts'

/** `/openapi.json`, and `/docs`: the same document to try out, offline, under a strict Content-Security-Policy. */
export async function serveDocument(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: { openapi: skeleton.openapi, info: skeleton.info },
    // The plugin collects the routes; what each takes and answers is filled in from its zod schemas.
    transform: ({ schema, url }) => ({
      schema: { operationId: schema?.operationId ?? '', hide: !schema?.operationId },
      url,
    }),
    transformObject: (document) => fillDocument(app, 'openapiObject' in document ? document.openapiObject : {}),
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: { validatorUrl: null, docExpansion: 'list', persistAuthorization: false },
  })
  app.get('/openapi.json', { logLevel: 'warn' }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger(), null, 2)),
  )
}
