// The service as a test drives it: the real application over a real database, through HTTP.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { ensureFirstAdministrator } from '../../src/administration/bootstrap.ts'
import { type AppDependencies, buildApp } from '../../src/app.ts'
import { createDatabase, type Kind, type TestDatabase } from './database.ts'
import { DOCUMENT_FILE } from './generate.ts'
import { noteSecret, noteSent, scannedLog } from './log-scan.ts'

export const ADMIN_TOKEN = 'test-administrator-token-0123456789abcdef'

// biome-ignore lint/suspicious/noExplicitAny: an answer is whatever came; the document says what it must be
export type Body = any

export interface Answer {
  readonly status: number
  readonly headers: LightMyRequestResponse['headers']
  readonly body: Body
  readonly text: string
}

export interface Call {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** What a test sets apart from what the other tests share. */
export type Overrides = Partial<Omit<AppDependencies, 'database' | 'clock' | 'logLevel' | 'logTo'>>

export class Service {
  readonly app: FastifyInstance
  readonly test: TestDatabase
  /** Settable: tests move time; real time passes otherwise. */
  now: Date | undefined

  private constructor(app: FastifyInstance, test: TestDatabase) {
    this.app = app
    this.test = test
  }

  static async start(t: Test, kind: Kind = 'embedded', overrides: Overrides = {}): Promise<Service> {
    const log = scannedLog(t)
    noteSecret(ADMIN_TOKEN)
    const test = await createDatabase(kind)
    await ensureFirstAdministrator(test.database, '/nonexistent', ADMIN_TOKEN, new Date())
    const holder: { service?: Service } = {}
    const clock = () => holder.service?.now ?? new Date()
    const app = await buildApp({
      database: test.database,
      clock,
      timeZone: 'Europe/Paris',
      rateLimitPerToken: 1_000_000,
      // More than a service takes on at once: what must hold when requests meet shall have them meet.
      atOncePerToken: 100,
      ...log,
      ...overrides,
    })
    await app.ready()
    const service = new Service(app, test)
    holder.service = service
    t.teardown(async () => {
      await app.close()
      await test.drop()
    })
    return service
  }

  /** Sends one request; every answer is held against the OpenAPI document. */
  async call(method: string, url: string, { token, body, headers = {} }: Call = {}): Promise<Answer> {
    noteSent({ token, body, headers })
    const options: InjectOptions = {
      method: method as 'GET',
      url,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { payload: body as object }),
    }
    const response = await this.app.inject(options)
    const type = String(response.headers['content-type'] ?? '')
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      body: /\bjson\b/.test(type) && response.body !== '' ? JSON.parse(response.body) : undefined,
      text: response.body,
    }
    assertDocumented(method, url, answer)
    return answer
  }

  /** Sends one request that must succeed, and gives its body. */
  async ok(method: string, url: string, call: Call = {}): Promise<Body> {
    const answer = await this.call(method, url, call)
    if (answer.status >= 300) throw new Error(`${method} ${url} → ${answer.status} ${answer.text}`)
    return answer.body
  }

  async mint(role: string, authorityId?: string): Promise<string> {
    const { token } = await this.ok('POST', '/v1/tokens', {
      token: ADMIN_TOKEN,
      body: { name: `a ${role}`, role, authorityId },
    })
    return token
  }

  /** A new authority, with a finance token of its own. */
  async authority(name = 'Département du Test', siren?: string): Promise<Authority> {
    // The bootstrap token dies with the first other administrator; these tests mint none.
    const { id } = await this.ok('POST', '/v1/authorities', { token: ADMIN_TOKEN, body: { name, siren } })
    return new Authority(this, id, await this.mint('finance', id))
  }
}

/** One authority's finance office. */
export class Authority {
  readonly service: Service
  readonly id: string
  readonly token: string

  constructor(service: Service, id: string, token: string) {
    this.service = service
    this.id = id
    this.token = token
  }

  call(method: string, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.service.call(method, url, { token: this.token, body, ...(headers && { headers }) })
  }

  get(url: string): Promise<Body> {
    return this.service.ok('GET', url, { token: this.token })
  }

  post(url: string, body: unknown): Promise<Body> {
    return this.service.ok('POST', url, { token: this.token, body })
  }

  async cooperative(attributes: object = {}): Promise<string> {
    const { id } = await this.post('/v1/cooperatives', {
      name: 'L’Épicerie du Test',
      legalForm: 'scic_sas',
      activity: 'grocery',
      ...attributes,
    })
    return id
  }

  async shareClass(cooperativeId: string, nominalValue = '50.00', name = 'Parts A'): Promise<string> {
    const { id } = await this.post(`/v1/cooperatives/${cooperativeId}/share-classes`, { name, nominalValue })
    return id
  }

  /** A cooperative with one class. */
  async position(nominalValue = '50.00'): Promise<{ cooperativeId: string; shareClassId: string }> {
    const cooperativeId = await this.cooperative()
    return { cooperativeId, shareClassId: await this.shareClass(cooperativeId, nominalValue) }
  }

  /** A decision that has been through all steps, executory from 2021-01-20 on. */
  decision(decision: object = {}): Promise<Body> {
    return this.post('/v1/decisions', {
      number: `D-${randomUUID()}`,
      body: 'assembly',
      kind: 'other',
      object: 'Participation au capital',
      steps: EXECUTORY,
      ...decision,
    })
  }

  /** A seat on a new organ of a cooperative. */
  async seat(cooperativeId: string, seat: object = {}): Promise<Body> {
    const organ = { cooperativeId, kind: 'board_of_directors', name: 'Conseil d’administration', totalVotes: 12 }
    const { id: organId } = await this.post('/v1/organs', organ)
    return this.post('/v1/seats', { organId, from: '2021-02-01', ...seat })
  }

  person(name = 'Camille Exemple'): Promise<Body> {
    return this.post('/v1/persons', { name })
  }

  /** A mandate of a new person, taken over from history unless it cites a decision. */
  async mandate(mandate: {
    seatId: string
    personId?: string
    decisionId?: string
    [more: string]: unknown
  }): Promise<Body> {
    const personId = mandate.personId ?? (await this.person()).id
    const reason = mandate.decisionId === undefined && { noDecisionReason: 'Reprise de l’historique' }
    return this.post('/v1/mandates', { personId, from: '2021-03-01', ...reason, ...mandate })
  }

  move(movement: object): Promise<Body> {
    return this.post('/v1/movements', withReason(movement))
  }

  tryMove(movement: object, headers?: Record<string, string>): Promise<Answer> {
    return this.call('POST', '/v1/movements', withReason(movement), headers)
  }

  async totals(query = ''): Promise<Body> {
    return (await this.get(`/v1/portfolio/summary${query}`)).totals
  }
}

/** Steps of a decision that is executory from 2021-01-20 on. */
export const EXECUTORY = [
  { kind: 'drafted', on: '2020-12-01' },
  { kind: 'tabled', on: '2020-12-15' },
  { kind: 'adopted', on: '2021-01-15' },
  { kind: 'transmitted', on: '2021-01-18', receiptNumber: '062-2021-01' },
  { kind: 'published', on: '2021-01-20' },
]

const CONSUMING =
  /^(subscription|contribution_in_kind|purchase|advance_conversion|advance|grant|sale|withdrawal|write_off)$/

function withReason(movement: object & { kind?: string; decisionId?: string }): object {
  return CONSUMING.test(movement.kind ?? '') && movement.decisionId === undefined
    ? { noDecisionReason: 'Reprise de l’historique', ...movement }
    : movement
}

const document = JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
// biome-ignore lint/suspicious/noExplicitAny: a CommonJS default export, typed otherwise
;(addFormats as any).default ? (addFormats as any).default(ajv) : (addFormats as any)(ajv)
ajv.addSchema(document, 'openapi')
const validators = new Map<string, ValidateFunction>()

/** Throws when an answer is not one that the document promises: its path, its status, its media type, its body. */
export function assertDocumented(
  method: string,
  url: string,
  answer: Pick<Answer, 'status' | 'headers' | 'body'>,
): void {
  const path = pathOf(url)
  if (path === undefined) {
    if (answer.status >= 400 && answer.status < 500) return
    throw new Error(`${method} ${url} answered ${answer.status}, and is no documented path`)
  }
  const operation = document.paths[path]?.[method === 'HEAD' ? 'get' : method.toLowerCase()]
  if (!operation) {
    if (answer.status === 405) return
    throw new Error(`${method} ${path} answered ${answer.status}, and is not documented`)
  }
  const response = operation.responses[answer.status] ?? operation.responses[`${String(answer.status)[0]}XX`]
  if (!response)
    throw new Error(`${method} ${path} answered an undocumented ${answer.status}: ${JSON.stringify(answer.body)}`)
  if (answer.body === undefined) return
  const media = String(answer.headers['content-type']).split(';', 1)[0] as string
  if (!response.content?.[media])
    throw new Error(`${method} ${path} ${answer.status} answered an undocumented ${media}`)
  const key = [
    path,
    method.toLowerCase(),
    'responses',
    answer.status in operation.responses ? answer.status : '4XX',
    'content',
    media,
  ]
  const pointer = `openapi#/paths/${key.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}/schema`
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: pointer })
  validators.set(pointer, validate)
  if (!validate(answer.body)) {
    throw new Error(
      `${method} ${path} ${answer.status} is not as documented: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(answer.body)}`,
    )
  }
}

function pathOf(url: string): string | undefined {
  const path = url.split('?', 1)[0] as string
  return Object.keys(document.paths).find((pattern) =>
    new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
}
