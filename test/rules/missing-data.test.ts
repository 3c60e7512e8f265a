// Whatever is missing, no rule throws or guesses, and all that it says has words in French: facts are drawn at random, with holes everywhere.
import fc from 'fast-check'
import { test } from 'tap'
import { wordsOf } from '../../src/compliance/in-french.ts'
import { type Step, type StepKind, standingOf } from '../../src/decisions/step.ts'
import { FIGURES_WITH_WORDS, figureInFrench, MISSING_WITH_WORDS } from '../../src/french/findings.ts'
import type { Facts } from '../../src/rules/facts.ts'
import { lawOf } from '../../src/rules/law.ts'
import { RULES } from '../../src/rules/rules.ts'
import { Decimal } from '../../src/values/amount.ts'

const TIMES = 400

const day = fc.constantFrom(
  ...['1900-01-01', '1947-09-11', '2001-07-18', '2013-12-31', '2014-08-01', '2014-08-02', '2020-02-29', '2023-12-31'],
  ...['2024-01-01', '2025-06-30', '2026-01-01', '2028-03-31', '2033-06-30', '2034-04-01'],
)
const amount = fc
  .constantFrom('0', '0.01', '499.99', '500', '75000', '300000.01', '999999999999.99')
  .map((text) => new Decimal(text))
const signed = fc.tuple(amount, fc.boolean()).map(([value, minus]) => (minus ? value.neg() : value))
const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null })
const id = fc.constantFrom('a', 'b', 'c')
const inTime = <Fact extends { readonly on: string }>(fact: fc.Arbitrary<Fact>) =>
  fc.array(fact, { maxLength: 4 }).map((facts) => facts.sort((left, right) => (left.on < right.on ? -1 : 1)))
const movement = { movementId: id, kind: fc.constantFrom('grant', 'subscription'), on: day, amount }
// An end may be ahead: a mandate that is about to end.
const period = fc.record({ from: day, to: orNull(fc.oneof(day, fc.constant('2034-05-01'))) })
const months = orNull(fc.nat(120))

/** Steps of one day; null: they are not known. */
function steps(on: string | null, ...kinds: StepKind[]): Step[] {
  return on === null ? [] : kinds.map((kind) => ({ kind, on }))
}

const facts: fc.Arbitrary<Facts> = fc.record({
  // On or after everything that it is told: facts are those of a day.
  asOf: fc.constantFrom('2034-04-01', '2040-01-01'),
  cooperative: fc.record({
    id,
    legalForm: fc.constantFrom('scic_sa', 'scic_sas', 'other'),
    siren: orNull(fc.constantFrom('732829320', '732829321', '356000000')),
    nic: orNull(fc.constantFrom('00074', '00000')),
  }),
  statements: inTime(
    fc.record({
      on: day,
      totalCapital: amount.filter((value) => !value.isZero()),
      publicCapital: orNull(amount),
      colleges: fc.array(
        fc.record(
          {
            name: fc.constant('x'),
            members: fc.nat(3),
            weight: fc.constantFrom('0', '0.300000', '1'),
            category: fc.constantFrom('employee', 'beneficiary', 'other'),
          },
          { requiredKeys: ['name', 'members'] },
        ),
        { maxLength: 4 },
      ),
      capitalFloor: orNull(amount),
      fullPaymentDelayMonths: months,
      refundDelayMonths: months,
    }),
  ),
  accounts: fc
    .tuple(
      inTime(
        fc.record({
          on: day,
          equity: orNull(signed),
          result: orNull(signed),
          income: orNull(amount),
          losses: orNull(amount),
        }),
      ),
      fc.constantFrom(1, 1, 2),
    )
    // Year after year, or with holes.
    .map(([all, step]) => all.map((one, index) => ({ ...one, year: 2018 + index * step }))),
  holdings: inTime(fc.record({ on: day, nominal: amount, cost: amount, impairment: amount })),
  issues: inTime(fc.record({ on: day, issued: signed })),
  unpaid: inTime(
    fc.record({ movementId: id, shareClassName: fc.constant('A'), on: day, subscribed: amount, unpaid: amount }),
  ),
  withdrawals: inTime(fc.record({ ...movement, nominal: amount, unpaid: amount, dueOn: orNull(day), open: amount })),
  interest: inTime(fc.record({ on: day, base: amount, amount })),
  advances: inTime(
    fc.record({
      ...movement,
      // Mostly within its term, and after others that were settled.
      on: fc.oneof(day, fc.constantFrom('2033-06-30', '2034-03-01')),
      outstanding: amount,
      conventionReference: orNull(id),
      repayableOn: orNull(day),
      outstandingBefore: fc.oneof(fc.constant(new Decimal(0)), amount),
    }),
  ),
  conventions: fc
    .array(fc.record({ reference: id, signedOn: day, endsOn: day, renews: orNull(id) }), { maxLength: 3 })
    .map((all) => new Map(all.map((one) => [one.reference, one]))),
  auditedOn: fc.array(day, { maxLength: 2 }).map((all) => all.sort()),
  decisions: fc.array(
    fc
      .record({
        id,
        number: id,
        body: fc.constantFrom('assembly', 'standing_committee', 'president'),
        kind: fc.constantFrom('entry', 'other'),
        allows: fc.boolean(),
        citedFrom: orNull(day),
        adoptedOn: orNull(day),
        publishedOn: orNull(day),
        isTransmitted: fc.boolean(),
        voidOn: orNull(day),
        uses: fc.array(
          fc.record({
            instrument: orNull(fc.constantFrom('shares' as const, 'grant' as const)),
            firstOn: day,
            consumed: amount,
            consumedShares: amount,
            authorised: orNull(amount),
            authorisedShares: orNull(amount),
          }),
          { maxLength: 2 },
        ),
      })
      .map(({ isTransmitted, ...decision }) => ({
        ...decision,
        standing: standingOf([
          ...steps(decision.adoptedOn, 'drafted', 'tabled', 'adopted'),
          ...steps(decision.publishedOn, 'published', ...(isTransmitted ? (['transmitted'] as const) : [])),
          ...steps(decision.voidOn, 'withdrawn'),
        ]),
      })),
    { maxLength: 3 },
  ),
  undecided: inTime(fc.record(movement)),
  seats: fc.array(fc.record({ id, label: id, period, titular: orNull(period), lastEndedOn: orNull(day) }), {
    maxLength: 3,
  }),
  aids: inTime(
    fc.record({
      cooperativeId: id,
      undertaking: orNull(id),
      on: day,
      regulation: fc.constantFrom('de_minimis', 'de_minimis_agriculture', 'de_minimis_sieg', 'not_aid'),
      amount,
      movementId: orNull(id),
    }),
  ),
  grants: inTime(fc.record(movement)),
}) as fc.Arbitrary<Facts>

for (const rule of RULES) {
  test(`${rule.id}, whatever is missing`, async (t) => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(facts, (drawn) => {
        for (const { state, since, missing, figures, subject } of rule.judge(drawn, lawOf(rule, new Map()))) {
          seen.add(state)
          if ((state === 'unknown') !== missing.length > 0) return false
          if (state === 'holds' && since !== null) return false
          if (since !== null && since > drawn.asOf) return false
          if (
            Object.values(figures).some((figure) => typeof figure !== 'string' || /NaN|Infinity|undefined/.test(figure))
          )
            return false
          if (subject !== null && subject.label === '') return false
          if (Object.keys(figures).some((name) => figureInFrench(name) === undefined)) return false
          if (missing.some((name) => wordsOf(rule.id, name) === undefined)) return false
        }
        return true
      }),
      { numRuns: TIMES },
    )
    t.ok(seen.size >= 1, `answers ${[...seen].sort().join(', ')}`)
  })
}

test('no words are left over: each is said of some facts', async (t) => {
  const said = new Set<string>()
  // The same facts each time: what is rare must come.
  for (const drawn of fc.sample(facts, { numRuns: 3000, seed: 1 })) {
    for (const rule of RULES) {
      for (const { state, figures, missing } of rule.judge(drawn, lawOf(rule, new Map()))) {
        if (state !== 'holds') for (const name of [...Object.keys(figures), ...missing]) said.add(name)
      }
    }
  }
  t.same(
    [...FIGURES_WITH_WORDS, ...MISSING_WITH_WORDS].filter((name) => !said.has(name)),
    [],
  )
})
