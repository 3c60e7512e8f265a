// Refusals that only the register can give, held against everything that is promised of them.
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Test } from 'tap'
import type { Body, Service } from '../support/api.ts'
import { DOCUMENT_FILE } from '../support/generate.ts'
import { type Expected, faultsOf, lastSeq, type Probed, probe } from './refusals.ts'

export interface RefusalCase {
  readonly what: string
  readonly url: string
  readonly method?: 'POST' | 'PATCH'
  readonly body: object
  readonly expected: Expected
  /** The members of the problem beyond those of every problem, all of them. */
  readonly members?: object
}

/** Who sends, and who sees whether anything was written. */
export interface Office {
  readonly service: Service
  readonly token: string
  readonly auditor: string
}

/**
 * Sends each case as it is and as a dry run: both are refused the same, as documented, and nothing is written. One
 * assertion a case.
 *
 * @returns the codes that were answered
 */
export async function refuseAll(t: Test, office: Office, cases: readonly RefusalCase[]): Promise<Set<string>> {
  const { service, auditor } = office
  const codes = new Set<string>()
  const before = await lastSeq(service, auditor)
  for (const refusal of cases) {
    const answer = await send(office, refusal)
    const dry = await send(office, refusal, '?dryRun=true')
    const faults = [
      ...wrongIn(answer, refusal),
      ...wrongIn(dry, refusal).map((fault) => `as a dry run: ${fault}`),
      ...(told(dry) === told(answer) ? [] : ['as a dry run it is told otherwise']),
    ]
    t.ok(faults.length === 0, refusal.what, { faults, text: answer.text.slice(0, 800) })
    codes.add(answer.body?.code)
  }
  t.equal(await lastSeq(service, auditor), before, 'nothing is written')
  return codes
}

async function send({ service, token }: Office, { method = 'POST', url, body }: RefusalCase, query = '') {
  const etag = method === 'PATCH' && String((await service.call('GET', url, { token })).headers.etag)
  return probe(service, method, `${url}${query}`, { token, body, ...(etag && { headers: { 'if-match': etag } }) })
}

function wrongIn(answer: Probed, refusal: RefusalCase): string[] {
  const { method = 'POST', url, expected, members = {} } = refusal
  const { type: _, title: __, status, detail, instance: ___, code, errors = [], ...more } = answer.body ?? {}
  const operation = operationOf(method, url)
  const strange = errors.map(({ pointer }: Body) => pointer).filter((pointer: string) => !isField(operation, pointer))
  return [
    ...faultsOf(answer, expected),
    ...(isDeepStrictEqual(more, members)
      ? []
      : [`its members are ${JSON.stringify(more)}, not ${JSON.stringify(members)}`]),
    ...(strange.length === 0 ? [] : [`names ${strange}, which this request does not have`]),
    ...(operation.responses[status]?.description.includes(`\`${code}\``) ? [] : [`${code} is not documented here`]),
    ...(/\b(undefined|null|NaN)\b|\[object|,\s*,/.test(detail) ? [`its detail has a hole: ${detail}`] : []),
  ]
}

/** All that the answer says, apart from which request it was. */
function told({ status, body }: Probed): string {
  return JSON.stringify([status, { ...body, instance: undefined }])
}

const document = JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))

function operationOf(method: string, url: string): Body {
  const pattern = Object.keys(document.paths).find((path) => new RegExp(`^${path.replace('{id}', '[^/]+')}$`).test(url))
  return document.paths[pattern ?? ''][method.toLowerCase()]
}

/** True for the body as a whole, and for what the document says that the body may have. */
function isField(operation: Body, pointer: string): boolean {
  const [, field] = /^#\/([^/]+)/.exec(pointer) ?? []
  if (field === undefined) return pointer === '#'
  return formsOf(operation.requestBody.content['application/json'].schema).some(
    ({ properties = {} }) => field in properties,
  )
}

function formsOf(schema: Body): Body[] {
  if (schema.$ref) return formsOf(document.components.schemas[schema.$ref.split('/').at(-1)])
  return (schema.oneOf ?? schema.anyOf)?.flatMap(formsOf) ?? [schema]
}
