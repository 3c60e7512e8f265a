// What every refusal must look like, whatever was refused.
import type { Test } from 'tap'
import { type Answer, assertDocumented, type Call, type Service } from '../support/api.ts'

/** An answer, and what is wrong with it by the document. */
export interface Probed extends Answer {
  readonly undocumented?: string
}

export interface Expected {
  readonly status: number
  readonly code?: string
  /** The field at fault; an answer may name a deeper part of it. */
  readonly pointer?: string
}

// A stack frame, a file of ours or of a library, SQL, or the database's own words.
const LEAK =
  /\n\s+at |node_modules|node:internal|file:\/\/|\/work\/|\/src\/|\.[cm]?[jt]s:\d|\bselect\b.+\bfrom\b|\binsert into\b|violates|constraint|invalid byte sequence|syntax error at|kysely|FST_|zod/i

/** Holds one answer against the contract of errors; one assertion, which tells all that is wrong. */
export function refused(t: Test, answer: Probed, expected: Expected, what: string): void {
  const faults = faultsOf(answer, expected)
  t.ok(faults.length === 0, what, { faults, text: answer.text.slice(0, 600) })
}

export function faultsOf(answer: Probed, { status, code, pointer }: Expected): string[] {
  const { body } = answer
  const pointers: string[] = body?.errors?.map((error: { pointer: string }) => error.pointer) ?? []
  const checks: [boolean, string][] = [
    [answer.status === status, `status ${answer.status}, not ${status}`],
    [isProblem(answer), `not a problem: ${answer.headers['content-type']}`],
    [body?.status === answer.status, `its member status says ${body?.status}`],
    [code === undefined || body?.code === code, `code ${body?.code}, not ${code}`],
    [
      pointer === undefined || pointers.some((given) => isAt(given, pointer)),
      `errors at [${pointers}], not ${pointer}`,
    ],
    [answer.undocumented === undefined, `undocumented: ${answer.undocumented?.slice(0, 120)}`],
    [!LEAK.test(answer.text), `tells of its inside: ${LEAK.exec(answer.text)?.[0]}`],
  ]
  return checks.filter(([ok]) => !ok).map(([, fault]) => fault)
}

function isProblem({ headers, body }: Answer): boolean {
  const members = ['type', 'title', 'status', 'detail', 'instance', 'code']
  return (
    /^application\/problem\+json\b/.test(String(headers['content-type'])) &&
    members.every((name) => name in (body ?? {}))
  )
}

function isAt(given: string, pointer: string): boolean {
  return given === pointer || given.startsWith(`${pointer}/`)
}

/** The last journal row of an authority, as its auditor sees it: it moves with every write and with nothing else. */
export async function lastSeq(service: Service, auditor: string): Promise<number> {
  const { items } = await service.ok('GET', '/v1/audit-entries?outcome=recorded&limit=1', { token: auditor })
  return items[0]?.seq ?? 0
}

/** Like `Service.call`, but an answer that the document does not promise is a fault to report, not the end of the test. */
export async function probe(service: Service, method: string, url: string, { token, body, headers = {} }: Call = {}) {
  const response = await service.app.inject({
    method: method as 'GET',
    url,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
    ...(body !== undefined && { payload: body as object }),
  })
  const type = String(response.headers['content-type'] ?? '')
  const answer: Probed = {
    status: response.statusCode,
    headers: response.headers,
    body: /\bjson\b/.test(type) && response.body !== '' ? JSON.parse(response.body) : undefined,
    text: response.body,
  }
  try {
    assertDocumented(method, url, answer)
    return answer
  } catch (error) {
    return { ...answer, undocumented: String(error) }
  }
}

/** Many refusals of one kind, as one assertion: it lists only those that went wrong. */
export class Refusals {
  readonly #wrong: { what: string; faults: string[]; text: string }[] = []
  #count = 0

  add(answer: Probed, expected: Expected, what: string): void {
    const faults = faultsOf(answer, expected)
    this.#count += 1
    if (faults.length > 0) this.#wrong.push({ what, faults, text: answer.text.slice(0, 300) })
  }

  conclude(t: Test, what: string): void {
    t.same(this.#wrong, [], `${what}: ${this.#count} refused`)
  }
}

/** JSON as it is, well-formed or not. */
export const JSON_TYPE = { 'content-type': 'application/json' }
