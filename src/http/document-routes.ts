import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { fillDocument, skeleton } from './openapi.ts'

// Everything comes from this service: the page works on a machine without Internet, and loads nothing from elsewhere.
// The hash is the one style element that Swagger UI writes.
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

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
    staticCSP: CSP,
    uiConfig: { layout: 'BaseLayout', validatorUrl: null, docExpansion: 'list', persistAuthorization: false },
  })
  let text: string | undefined
  app.get('/openapi.json', { logLevel: 'warn' }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger(), null, 2)
    return reply.type('application/json; charset=utf-8').send(text)
  })
}
