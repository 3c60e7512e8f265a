// Generate, send, judge, learn, and again. Each draw has the next number as its seed, so that one seed makes one run: the
// requests are the same, but for the ids, ETags and tokens that the service makes.
import fc, { type Arbitrary } from 'fast-check'
import type { Answer } from '../support/api.ts'
import { absurd } from './absurd.ts'
import { type Coverage, coverage, isSuccess } from './coverage.ts'
import { type Operation, operationAt } from './document.ts'
import { type Caller, CURRENT_ETAG, type Draft, validDrafts } from './draft.ts'
import { reaches } from './drawing.ts'
import { faultsOf } from './judge.ts'
import { learn } from './known.ts'
import { mended } from './mend.ts'
import { nearly } from './nearly-valid.ts'
import type { Offices } from './offices.ts'
import { type Request, told, written } from './request.ts'
import { sent } from './send.ts'

export interface Outcome {
  readonly count: number
  /** What was wrong with an answer, and the request to send again. */
  readonly faults: readonly string[]
  readonly covered: Coverage
  /** How many requests began in each mood. */
  readonly moods: ReadonlyMap<Mood, number>
}

const MOODS = ['valid', 'valid', 'nearly valid', 'nearly valid', 'absurd'] as const
type Mood = (typeof MOODS)[number]

/** How often a refused request is mended and sent again. */
const MOST_MENDED = 4
/** A second request exactly like one that succeeded, one time in so many. */
const REPEATED_ONE_IN = 20

export async function run(offices: Offices, { requests, seed }: { requests: number; seed: number }): Promise<Outcome> {
  const { callers, service, start } = offices
  const covered = coverage()
  const faults: string[] = []
  const moods = new Map<Mood, number>()
  const reachable = (operation: Operation) => callers.some(({ known }) => reaches(known, operation))
  let count = 0
  let draws = 0

  const draw = <Value>(values: Arbitrary<Value>): Value => {
    draws += 1
    return fc.sample(fc.noBias(values), { numRuns: 1, seed: seed + draws })[0] as Value
  }

  const ask = async (request: Request, caller: Caller): Promise<Answer> => {
    count += 1
    service.now = new Date(start + count * 1000)
    const answer = await sent(offices.service, offices.port, request)
    const operation = operationAt(request.method, request.url)
    covered.count(operation, answer.status)
    const wrong = faultsOf(request, answer, offices.secrets)
    if (wrong.length > 0) faults.push(toldWith(wrong, request, answer, `request ${count} of SEED=${seed}`))
    if (operation && isSuccess(answer.status)) {
      learn(caller.known, { operation, role: caller.role, url: request.url }, answer, offices.spared)
    }
    return answer
  }

  /** CURRENT_ETAG stands for the ETag of the resource as it is: reads it first, as a client does. */
  const askAsItIs = async (request: Request, { path, caller }: Draft): Promise<Answer> => {
    if (request.headers['if-match'] !== CURRENT_ETAG || request.bytes) return ask(request, caller)
    const { authorization = '' } = request.headers
    const read = { method: 'GET', url: path, headers: { authorization }, body: undefined, by: caller.name }
    const { headers } = await ask(read, caller)
    return ask({ ...request, headers: { ...request.headers, 'if-match': String(headers.etag ?? '*') } }, caller)
  }

  const askAndMend = async (draft: Draft): Promise<void> => {
    let asked = draft
    const request = draw(followed(draft))
    let answer = await askAsItIs(request, draft)
    for (let again = 0; again < MOST_MENDED && answer.status >= 400; again += 1) {
      const mending = mended(asked, answer.body)
      if (!mending) return
      asked = draw(mending)
      answer = await askAsItIs(written(asked), asked)
    }
    if (isSuccess(answer.status) && draw(fc.nat(REPEATED_ONE_IN - 1)) === 0) await askAsItIs(written(asked), asked)
  }

  while (count < requests) {
    const mood = draw(fc.constantFrom(...MOODS))
    moods.set(mood, (moods.get(mood) ?? 0) + 1)
    const draft = draw(draftsFrom(draw(fc.constantFrom(...covered.wanted(reachable))), callers))
    if (mood === 'valid') await askAndMend(draft)
    else if (mood === 'absurd') await ask(draw(absurd(draft)), draft.caller)
    else {
      const wrong = draw(nearly(draft, callers))
      await askAsItIs(written(wrong), wrong)
    }
  }
  return { count, faults, covered, moods }
}

/** By those who may, and who know something for the path, where there are any. */
function draftsFrom(operation: Operation, callers: readonly Caller[]): Arbitrary<Draft> {
  const able = callers.filter(({ role }) => operation.roles.length === 0 || operation.roles.includes(role))
  const knowing = able.filter(({ known }) => reaches(known, operation))
  const those = knowing.length > 0 ? knowing : able
  return fc.constantFrom(...those).chain((caller) => validDrafts(operation, caller))
}

/** As it is, or the next page of a list that was read before. */
function followed(draft: Draft): Arbitrary<Request> {
  const request = written(draft)
  const pages = [...(draft.caller.known.pages.get(draft.operation.id) ?? [])]
  return fc.constantFrom(request, ...pages.slice(-3).map((url) => ({ ...request, url })))
}

function toldWith(wrong: readonly string[], request: Request, { status, text }: Answer, which: string): string {
  return [`${which}:`, ...wrong, told(request), `→ ${status} ${text.slice(0, 1000)}`].join('\n')
}
