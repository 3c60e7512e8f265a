// The life of a decision: every transition, allowed or not, is a row; then dates, cancellations and votes.
import { test } from 'tap'
import {
  checkCancellation,
  checkStep,
  checkVotes,
  possibleSteps,
  STATUSES,
  STEP_KINDS,
  type Status,
  type Step,
  type StepKind,
  standingOf,
  statusAfter,
} from '../../src/decisions/step.ts'
import { Failure } from '../../src/values/failure.ts'

/** What each step makes of each status; `–`: it is not possible. */
const TABLE = `
  from         drafted  tabled  adopted  rejected  transmitted  published  withdrawn  annulled
  nothing      drafted  –       –        –         –            –          –          –
  drafted      –        tabled  –        –         –            –          –          –
  tabled       –        –       adopted  rejected  –            –          –          –
  adopted      –        –       –        –         transmitted  published  withdrawn  annulled
  transmitted  –        –       –        –         –            executory  withdrawn  annulled
  published    –        –       –        –         executory    –          withdrawn  annulled
  executory    –        –       –        –         –            –          withdrawn  annulled
  rejected     –        –       –        –         –            –          –          –
  withdrawn    –        –       –        –         –            –          –          –
  annulled     –        –       –        –         –            –          –          –
`

/** A way to each status, a day a step. */
const WAYS: Readonly<Record<string, StepKind[]>> = {
  nothing: [],
  drafted: ['drafted'],
  tabled: ['drafted', 'tabled'],
  adopted: ['drafted', 'tabled', 'adopted'],
  transmitted: ['drafted', 'tabled', 'adopted', 'transmitted'],
  published: ['drafted', 'tabled', 'adopted', 'published'],
  executory: ['drafted', 'tabled', 'adopted', 'published', 'transmitted'],
  rejected: ['drafted', 'tabled', 'rejected'],
  withdrawn: ['drafted', 'tabled', 'adopted', 'published', 'withdrawn'],
  annulled: ['drafted', 'tabled', 'adopted', 'transmitted', 'annulled'],
}

const [head = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/))

const day = (index: number) => `2024-01-${String(10 + index).padStart(2, '0')}`
const inDays = (kinds: readonly StepKind[]): Step[] => kinds.map((kind, index) => ({ kind, on: day(index) }))

function refusal(work: () => void): Failure | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

test('every transition, allowed or not', async (t) => {
  t.same(head.slice(1), STEP_KINDS, 'a column a step')
  t.same(rows.map(([from]) => from).sort(), ['nothing', ...STATUSES].sort(), 'a row a status')
  for (const [from = '', ...cells] of rows) {
    const steps = inDays(WAYS[from] ?? [])
    const status = from === 'nothing' ? null : (from as Status)
    t.equal(standingOf(steps).status, status, `the way to ${from}`)
    const possible = STEP_KINDS.filter((_, index) => cells[index] !== '–')
    t.same(possibleSteps(status), possible, `${from}: what is possible`)
    for (const [index, kind] of STEP_KINDS.entries()) {
      const to = cells[index] === '–' ? undefined : cells[index]
      t.equal(statusAfter(status, kind), to, `${from}, ${kind}: ${to ?? 'not possible'}`)
      const next = { kind, on: day(steps.length) }
      const refused = refusal(() => checkStep(steps, next))
      if (to === undefined) {
        t.match(refused, { code: 'step_not_possible', facts: { kind, status, possible } }, `${from}, ${kind}: refused`)
      } else {
        t.equal(refused, undefined, `${from}, ${kind}: recorded`)
        t.equal(standingOf([...steps, next]).status, to)
      }
    }
  }
})

test('dates: what needs a step is not before it', async (t) => {
  const adopted = inDays(['drafted', 'tabled', 'adopted'])
  const late = refusal(() => checkStep(adopted, { kind: 'transmitted', on: '2024-01-11' }))
  t.match(
    late?.facts,
    { status: 'tabled', earliest: '2024-01-12', latest: null, breaks: null },
    'a transmission before the vote',
  )
  t.equal(
    refusal(() => checkStep(adopted, { kind: 'transmitted', on: '2024-01-12' })),
    undefined,
    'on its day',
  )
  const annulled = inDays(['drafted', 'tabled', 'adopted', 'annulled'])
  t.equal(
    refusal(() => checkStep(annulled, { kind: 'published', on: '2024-01-12' })),
    undefined,
    'found later, before the end',
  )
  t.match(
    refusal(() => checkStep(annulled, { kind: 'published', on: '2024-01-14' }))?.facts,
    { status: 'annulled', earliest: '2024-01-12', latest: '2024-01-13' },
    'or after it, where there is a last date',
  )
  const executory = inDays(['drafted', 'tabled', 'adopted', 'transmitted', 'published'])
  t.match(
    refusal(() => checkStep(executory, { kind: 'annulled', on: '2024-01-13' }))?.facts,
    { breaks: { kind: 'published', on: '2024-01-14' }, earliest: '2024-01-14' },
    'an annulment that would come before the publication',
  )
  const oneDay = WAYS.executory?.map((kind) => ({ kind, on: '2024-01-10' })) ?? []
  t.match(standingOf(oneDay), { status: 'executory', executoryOn: '2024-01-10' }, 'all on one day')
  t.same(standingOf([...oneDay].reverse()), standingOf(oneDay), 'in whatever order they are given')
})

test('executory on the later of both; two months to challenge from publication', async (t) => {
  const base = inDays(['drafted', 'tabled', 'adopted'])
  const standing = (transmitted: string, published: string) =>
    standingOf([...base, { kind: 'transmitted', on: transmitted }, { kind: 'published', on: published }])
  const months: [published: string, until: string][] = [
    ['2024-02-15', '2024-04-15'],
    ['2023-12-31', '2024-02-29'],
    ['2024-12-30', '2025-02-28'],
    ['2024-11-01', '2025-01-01'],
  ]
  for (const [published, until] of months) t.equal(standing('2024-02-10', published).challengeUntil, until, published)
  t.equal(standing('2024-02-10', '2024-02-15').executoryOn, '2024-02-15')
  t.equal(standing('2024-02-20', '2024-02-15').executoryOn, '2024-02-20')
  t.same(standingOf(base), { status: 'adopted', executoryOn: null, challengeUntil: null })
})

test('a step that is cancelled never happened, unless another needs it', async (t) => {
  const executory = inDays(['drafted', 'tabled', 'adopted', 'transmitted', 'published', 'annulled'])
  const needed: [kind: StepKind, by: StepKind | undefined][] = [
    ['drafted', 'tabled'],
    ['tabled', 'adopted'],
    ['adopted', 'transmitted'],
    ['transmitted', undefined],
    ['published', undefined],
    ['annulled', undefined],
  ]
  for (const [kind, by] of needed) {
    const step = executory.find((other) => other.kind === kind) as Step
    const refused = refusal(() => checkCancellation(executory, step))
    if (by === undefined) t.equal(refused, undefined, `${kind} may be cancelled`)
    else
      t.match(refused, { code: 'step_still_needed', facts: { kind, by: { kind: by } } }, `${kind} is needed by ${by}`)
  }
})

test('a vote and what came of it', async (t) => {
  const cases: [StepKind, number, number, boolean][] = [
    ['adopted', 10, 9, true],
    ['adopted', 10, 10, true],
    ['adopted', 9, 10, false],
    ['rejected', 9, 10, true],
    ['rejected', 10, 10, true],
    ['rejected', 10, 9, false],
    ['tabled', 0, 10, true],
  ]
  for (const [kind, yes, no, holds] of cases) {
    const refused = refusal(() => checkVotes(kind, { for: yes, against: no }))
    t.equal(refused?.code, holds ? undefined : 'votes_contradict', `${kind} with ${yes} for, ${no} against`)
  }
  t.equal(
    refusal(() => checkVotes('adopted', null)),
    undefined,
    'a vote that is not known',
  )
})
