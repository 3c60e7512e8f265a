import { test } from 'tap'
import { authorisedTotal } from '../../../src/rules/authorised-total.ts'
import type { UseFact } from '../../../src/rules/facts.ts'
import { Decimal } from '../../../src/values/amount.ts'
import { DECISION, judged } from '../facts.ts'
import { type Office, playScenarios } from '../office.ts'

const subscription = (office: Office, on: string, more: object = {}) =>
  office.movement('subscription', on, { shares: '200', amount: '10000.00', ...more })

const allowing = (office: Office, more: object = {}) => office.allowing('2024-03-01', 'shares', '10000.00', more)

test('authorised_total', (t) =>
  playScenarios(t, 'authorised_total', [
    {
      name: 'nothing was used',
      given: async (office) => {
        const { id } = await allowing(office)
        await office.post(`/v1/decisions/${id}/steps`, { kind: 'annulled', on: '2024-06-01' })
      },
      answers: { '2024-03-01': 'holds', '2025-01-01': 'holds' },
    },
    {
      name: 'all of it was used, to the cent and to the share',
      given: async (office) => {
        const terms = { cooperativeId: office.cooperativeId, instrument: 'shares', ceiling: '10000.00' }
        const { id: decisionId } = await allowing(office, { authorisations: [{ ...terms, ceilingShares: '200' }] })
        await subscription(office, '2024-03-01', { decisionId })
      },
      answers: { '2024-03-01': 'holds', '2025-01-01': 'holds' },
    },
    {
      name: 'no decision is cited',
      given: async (office) => {
        const taken = await subscription(office, '2024-03-05')
        await office.remember('before it was undone')
        await office.reverse(taken)
      },
      answers: {
        '2024-03-04 before it was undone': 'holds',
        '2024-03-05 before it was undone': 'unknown (movement.decisionId) since 2024-03-05',
        '2024-03-05': 'holds',
      },
    },
    {
      name: 'the act was annulled after it was used',
      given: async (office) => {
        const decision = await allowing(office)
        await subscription(office, '2024-03-05', { decisionId: decision.id })
        await office.remember('before the judgment')
        await office.step(decision, 'annulled', '2024-06-01')
        await office.remember('after the judgment')
        await office.cancel(decision, 'annulled')
      },
      answers: {
        '2024-06-01 before the judgment': 'holds',
        '2024-05-31 after the judgment': 'holds',
        '2024-06-01 after the judgment': 'broken since 2024-06-01',
        '2026-01-01 after the judgment': 'broken since 2024-06-01',
        '2026-01-01': 'holds',
      },
    },
    {
      name: 'the act was withdrawn before it was used, as was found out later',
      given: async (office) => {
        const decision = await allowing(office)
        await subscription(office, '2024-03-05', { decisionId: decision.id })
        await office.step(decision, 'withdrawn', '2024-03-03')
      },
      answers: {
        '2024-03-04': 'holds',
        '2024-03-05': 'broken since 2024-03-05',
        '2025-01-01': 'broken since 2024-03-05',
      },
      figures: { instrument: 'shares', consumed: '10000.00', authorised: '0.00', status: 'withdrawn' },
    },
    {
      name: 'what was used of a void act was undone',
      given: async (office) => {
        const decision = await allowing(office)
        const used = await subscription(office, '2024-03-05', { decisionId: decision.id })
        await office.step(decision, 'annulled', '2024-06-01')
        await office.remember('before it was undone')
        await office.reverse(used)
      },
      answers: { '2025-01-01 before it was undone': 'broken since 2024-06-01', '2025-01-01': 'holds' },
    },
    {
      name: 'of several instruments, since the first',
      given: async (office) => {
        const { cooperativeId } = office
        const authorisations = ['shares', 'grant'].map((instrument) => ({
          cooperativeId,
          instrument,
          ceiling: '10000.00',
        }))
        const decision = await allowing(office, { authorisations })
        await subscription(office, '2024-05-01', { decisionId: decision.id })
        await office.movement('grant', '2024-04-01', { amount: '500.00', decisionId: decision.id })
        await office.step(decision, 'annulled', '2024-04-15')
      },
      answers: { '2024-04-14': 'holds', '2024-06-01': 'broken since 2024-04-15' },
      figures: { instrument: 'grant', consumed: '500.00' },
    },
    {
      name: 'what uses no authorisation is within any',
      given: async (office) => {
        const decision = await allowing(office)
        await office.movement('share_interest', '2024-03-05', { amount: '5.00', decisionId: decision.id })
        await office.step(decision, 'annulled', '2024-06-01')
      },
      answers: { '2025-01-01': 'holds' },
    },
    {
      name: 'used within terms that later ones raised, and that have ended since',
      given: async (office) => {
        const { id: decisionId } = await allowing(office)
        await subscription(office, '2024-03-05', { decisionId })
        await office.remember('before')
        const terms = {
          cooperativeId: office.cooperativeId,
          instrument: 'shares',
          ceiling: '20000.00',
          to: '2024-05-01',
        }
        await office.post(`/v1/decisions/${decisionId}/authorisations`, terms)
        await subscription(office, '2024-04-30', { decisionId })
      },
      answers: { '2024-04-30 before': 'holds', '2024-04-30': 'holds', '2025-01-01': 'holds' },
    },
  ]))

// The register refuses to use more, and to authorise less than is used.
test('authorised_total, where more was used than is allowed', async (t) => {
  const use = (more: Partial<UseFact>): UseFact => ({
    instrument: 'shares',
    firstOn: '2024-03-05',
    consumed: new Decimal('10000.00'),
    consumedShares: new Decimal(200),
    authorised: new Decimal('10000.00'),
    authorisedShares: new Decimal(200),
    ...more,
  })
  const judge = (...uses: UseFact[]) => judged(authorisedTotal, { decisions: [{ ...DECISION, uses }] })
  t.same(judge(use({})), ['holds'])
  t.same(judge(use({ consumed: new Decimal('10000.01') })), ['broken'], 'a cent')
  t.same(judge(use({ consumedShares: new Decimal(201) })), ['broken'], 'a share')
  t.same(judge(use({ consumedShares: new Decimal(201), authorisedShares: null })), ['holds'], 'no ceiling in shares')
  t.same(judge(use({ authorised: null, authorisedShares: null })), ['unknown decision.authorisations'], 'no terms')
  t.same(judge(use({ authorised: null }), use({ consumed: new Decimal('10000.01') })), ['broken'], 'the worst of both')
})
