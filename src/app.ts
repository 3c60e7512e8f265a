import accepts from '@fastify/accepts'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { accessRoutes } from './administration/routes.ts'
import { annualAccountsRoutes } from './annual-accounts/routes.ts'
import { journalRoutes } from './audit/routes.ts'
import { capitalStatementRoutes } from './capital-statements/routes.ts'
import { cooperativeRoutes } from './cooperatives/routes.ts'
import { authorisationRoutes, documentRoutes, stepRoutes } from './decisions/parts-routes.ts'
import { decisionRoutes } from './decisions/routes.ts'
import { historyRoutes } from './history/routes.ts'
import { readJsonBodies } from './http/bodies.ts'
import { serveDocument } from './http/document-routes.ts'
import { healthRoutes } from './http/health.ts'
import { createLimiter } from './http/limits.ts'
import { meter } from './http/metrics.ts'
import type { Api } from './http/operation.ts'
import { BODY_LIMIT_BYTES, handleProblems, problemsOutsideRoutes } from './http/problem.ts'
import { movementRoutes } from './ledger/routes.ts'
import { personRoutes } from './persons/routes.ts'
import { portfolioRoutes } from './portfolio/routes.ts'
import type { Database } from './postgres/database.ts'
import { mandateRoutes } from './seats/mandate-routes.ts'
import { organRoutes, seatRoutes } from './seats/routes.ts'
import { shareClassRoutes } from './share-classes/routes.ts'
import { newId } from './values/id.ts'
import { dateIn } from './values/plain-date.ts'

export interface AppDependencies {
  readonly database: Database
  readonly clock: () => Date
  readonly timeZone: string
  readonly rateLimitPerToken: number
  /** Requests of one token that are worked on at once; default: 2. */
  readonly atOncePerToken?: number
  readonly logLevel: string
}

// As many as use both a thread of this process and one of PostgreSQL, and few enough to leave room beside them.
const IN_FLIGHT_PER_TOKEN = 2

/** The whole service, ready to listen or to be injected: the table of contents of what it answers. */
export async function buildApp({
  database,
  clock,
  timeZone,
  rateLimitPerToken,
  atOncePerToken = IN_FLIGHT_PER_TOKEN,
  logLevel,
}: AppDependencies): Promise<FastifyInstance> {
  const app = Fastify({
    logger: { level: logLevel, serializers: { req: loggedRequest, err: loggedError } },
    genReqId: newId,
    ...problemsOutsideRoutes,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
  })
  app.setValidatorCompiler(validatorCompiler)
  handleProblems(app)
  readJsonBodies(app)
  await app.register(accepts)
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    strictTransportSecurity: false,
    enableCSPNonces: false,
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  closeConnectionsWhenStopping(app)

  const limiter = await createLimiter(app, { perToken: rateLimitPerToken, atOncePerToken })
  const api: Api = { app, database, clock, limiter, today: () => dateIn(timeZone, clock()) }
  meter(app)
  healthRoutes(app, database)
  await serveDocument(app)

  accessRoutes(api)
  cooperativeRoutes(api)
  shareClassRoutes(api)
  capitalStatementRoutes(api)
  annualAccountsRoutes(api)
  decisionRoutes(api)
  stepRoutes(api)
  authorisationRoutes(api)
  documentRoutes(api)
  movementRoutes(api)
  personRoutes(api)
  organRoutes(api)
  seatRoutes(api)
  mandateRoutes(api)
  historyRoutes(api)
  portfolioRoutes(api)
  journalRoutes(api)
  return app
}

// A request under way when the stop begins is answered; its connection must then not stay open for a next one.
function closeConnectionsWhenStopping(app: FastifyInstance): void {
  let stopping = false
  app.addHook('preClose', async () => {
    stopping = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })
}

// What a database says of a failing row may hold a name: its code and constraint tell enough.
function loggedError({ name, message, stack, code, constraint }: Error & { code?: string; constraint?: string }) {
  return { type: name, message, stack: stack ?? '', code, constraint }
}

// Neither addresses nor what was asked for: log lines hold no personal data, and no token that was put in a URL by mistake.
function loggedRequest({ method, routeOptions }: FastifyRequest) {
  return { method, route: routeOptions?.url ?? 'none' }
}
