import accepts from '@fastify/accepts'
import Fastify, { type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import { createIssuer } from './access/issuer.ts'
import { keepTokenUse } from './access/last-use.ts'
import type { OidcSettings } from './access/oidc-settings.ts'
import { createRelyingParty } from './access/relying-party.ts'
import { accountNumberRoutes } from './accounting/number-routes.ts'
import { accountingRoutes } from './accounting/routes.ts'
import { accessRoutes } from './administration/routes.ts'
import { advanceConventionRoutes } from './advance-conventions/routes.ts'
import { annualAccountsRoutes } from './annual-accounts/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { calendarRoutes } from './calendar/calendar-routes.ts'
import { feedKeyRoutes } from './calendar/feed-key-routes.ts'
import { capitalStatementRoutes } from './capital-statements/routes.ts'
import { closingRoutes } from './closings/routes.ts'
import { complianceRoutes } from './compliance/routes.ts'
import { cooperativeAuditRoutes } from './cooperative-audits/routes.ts'
import { cooperativeRoutes } from './cooperatives/routes.ts'
import { deadlineRoutes } from './deadlines/routes.ts'
import { authorisationRoutes, documentRoutes, stepRoutes } from './decisions/parts-routes.ts'
import { decisionRoutes } from './decisions/routes.ts'
import { dossierRoutes } from './dossier/routes.ts'
import { foresee } from './foresight/foresee.ts'
import { Effects } from './foresight/schema.ts'
import { historyRoutes } from './history/routes.ts'
import { Answers } from './http/answers.ts'
import { recordRefusal } from './http/audit.ts'
import { readBodies } from './http/bodies.ts'
import { answerInOrder, limitConnections, REQUEST_LIMITS } from './http/connections.ts'
import { allowOrigins } from './http/cors.ts'
import { serveDocument } from './http/document-routes.ts'
import { readForms } from './http/form.ts'
import { healthRoutes } from './http/health.ts'
import { createLimiter } from './http/limits.ts'
import { meter } from './http/metrics.ts'
import type { Api } from './http/operation.ts'
import { originForm } from './http/origin-form.ts'
import { handleProblems, problemsOutsideRoutes } from './http/problem.ts'
import { proxiesOf } from './http/proxies.ts'
import { RequestLog, serializers } from './http/request-log.ts'
import { sendSecurityHeaders } from './http/security-headers.ts'
import { AuditLog } from './journal/audit-log.ts'
import { importRoutes } from './ledger/import-routes.ts'
import { movementRoutes } from './ledger/routes.ts'
import { openDataRoutes } from './open-data/routes.ts'
import { errorPage } from './pages/error-page.ts'
import { feedKeyForms } from './pages/feed-key-routes.ts'
import { pageRoutes } from './pages/routes.ts'
import type { DemoTokens } from './pages/sign-in-page.ts'
import { signInRoutes } from './pages/sign-in-routes.ts'
import { personRoutes } from './persons/routes.ts'
import { portfolioRoutes } from './portfolio/routes.ts'
import type { Database } from './postgres/database.ts'
import { proofRoutes } from './proof/routes.ts'
import { publicationRoutes } from './publications/routes.ts'
import { mandateRoutes } from './seats/mandate-routes.ts'
import { organRoutes, seatRoutes } from './seats/routes.ts'
import { shareClassRoutes } from './share-classes/routes.ts'
import { stateAidRoutes } from './state-aids/routes.ts'
import { newId } from './values/id.ts'
import { dateIn } from './values/plain-date.ts'
import { workbookRoutes } from './workbook/routes.ts'

export interface AppDependencies {
  readonly database: Database
  readonly clock: () => Date
  readonly timeZone: string
  readonly rateLimitPerToken: number
  /** Requests of one token that are worked on at once; default: 2. */
  readonly atOncePerToken?: number
  /** Addresses and CIDR ranges of the proxies whose X-Forwarded-* is believed; default: none. */
  readonly trustedProxies?: readonly string[]
  /** Other origins whose pages may call; default: none. */
  readonly corsOrigins?: readonly string[]
  readonly logLevel: string
  /** The OpenID Connect issuer whose access tokens are taken; default: none. */
  readonly oidc?: OidcSettings | undefined
  /** Tokens that one click signs in with, by role, on loopback only; default: none. */
  readonly demo?: DemoTokens
  /** Where log lines go; default: standard output. */
  readonly logTo?: { readonly write: (line: string) => void }
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
  trustedProxies = [],
  corsOrigins = [],
  logLevel,
  oidc,
  demo = {},
  logTo,
}: AppDependencies): Promise<FastifyInstance> {
  const isProxy = proxiesOf(trustedProxies)
  const app = Fastify({
    logger: { level: logLevel, serializers, ...(logTo && { stream: logTo }) },
    logController: new RequestLog(),
    genReqId: newId,
    rewriteUrl: originForm,
    ...problemsOutsideRoutes,
    ...REQUEST_LIMITS,
    trustProxy: isProxy,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
  })
  limitConnections(app.server, isProxy)
  answerInOrder(app.server)
  app.setValidatorCompiler(validatorCompiler)
  readBodies(app)
  await app.register(accepts)
  // In this order: each answer says what a browser may do with it, to pages of other origins too, a refusal as well.
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  sendSecurityHeaders(app)
  await allowOrigins(app, corsOrigins)
  const limiter = await createLimiter(app, { perToken: rateLimitPerToken, atOncePerToken })
  const audit = new AuditLog(database, clock, (err) => app.log.error({ err }, 'refusals were not recorded'))
  app.addHook('onClose', () => audit.close())
  handleProblems(app, recordRefusal(audit), errorPage)
  closeConnectionsWhenStopping(app)

  const issuer = oidc && createIssuer(oidc, clock)
  const tokenUse = keepTokenUse(database, (err) => app.log.warn({ err }, 'the last use of a token could not be kept'))
  app.addHook('onClose', tokenUse.settled)
  const today = () => dateIn(timeZone, clock())
  const answers = new Answers()
  const foresight = { schema: Effects, foresee }
  const api: Api = { app, database, issuer, clock, today, timeZone, limiter, tokenUse, audit, answers, foresight }
  meter(app)
  healthRoutes(app, database)
  await serveDocument(app)

  accessRoutes(api)
  cooperativeRoutes(api)
  shareClassRoutes(api)
  capitalStatementRoutes(api)
  annualAccountsRoutes(api)
  cooperativeAuditRoutes(api)
  stateAidRoutes(api)
  advanceConventionRoutes(api)
  decisionRoutes(api)
  stepRoutes(api)
  authorisationRoutes(api)
  documentRoutes(api)
  closingRoutes(api)
  movementRoutes(api)
  importRoutes(api)
  personRoutes(api)
  organRoutes(api)
  seatRoutes(api)
  mandateRoutes(api)
  historyRoutes(api)
  portfolioRoutes(api)
  complianceRoutes(api)
  deadlineRoutes(api)
  feedKeyRoutes(api)
  calendarRoutes(api)
  publicationRoutes(api)
  accountNumberRoutes(api)
  accountingRoutes(api)
  openDataRoutes(api)
  workbookRoutes(api)
  dossierRoutes(api)
  auditRoutes(api)
  proofRoutes(api)
  pageRoutes(api)
  const relyingParty = issuer && oidc?.relyingParty && createRelyingParty(database, issuer, oidc.relyingParty, clock)
  await app.register(async (scope) => {
    readForms(scope)
    signInRoutes({ ...api, app: scope }, relyingParty, demo)
    feedKeyForms({ ...api, app: scope })
  })
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
