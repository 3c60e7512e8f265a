// By when papers are due: audits, accounts, conventions of advances; of cooperatives in which something is held.
import { test } from 'tap'
import { type Authority, type Body, Service } from '../support/api.ts'

test('papers that are due', async (t) => {
  const service = await Service.start(t, 'postgres')
  service.now = new Date('2026-01-20T10:00:00Z')
  const authority = await service.authority()
  const on = await authority.position()
  const add = (path: string, body: object) => authority.post(`/v1/cooperatives/${on.cooperativeId}/${path}`, body)
  await add('audits', { on: '2021-03-15' })
  await add('annual-accounts', { year: 2024, result: '-10.00' })
  t.same(await due(authority), [], 'nothing is held')

  await authority.move({ kind: 'subscription', ...on, effectiveOn: '2024-01-10', shares: '10', amount: '500.00' })
  t.same(await due(authority), ['cooperative_audit 2026-03-15 law', 'annual_accounts 2026-06-30 law'])
  t.same(await due(authority, 'asOf=2026-03-16'), [
    'cooperative_audit 2026-03-15 law overdue',
    'annual_accounts 2026-06-30 law',
  ])
  for (const year of [2022, 2023]) await add('annual-accounts', { year, result: '-10.00' })
  t.same(
    await due(authority),
    ['cooperative_audit 2024-12-31 law overdue', 'annual_accounts 2026-06-30 law'],
    'after three years of losses it is due at once',
  )
  await add('audits', { on: '2025-05-01' })
  t.same(await due(authority, 'to=2031-01-01'), ['annual_accounts 2026-06-30 law', 'cooperative_audit 2030-05-01 law'])
  await authority.post('/v1/compliance/parameters', {
    rule: 'stale_accounts',
    parameter: 'oldest',
    value: '12',
    source: 'Règlement intérieur',
  })
  t.same((await due(authority))[0], 'annual_accounts 2025-12-31 law overdue', 'as the authority has set it')

  await add('advance-conventions', { reference: 'CONV-1', signedOn: '2025-02-01', endsOn: '2026-02-01' })
  t.notOk(
    (await due(authority)).some((line) => line.startsWith('convention_end')),
    'nothing is lent under it',
  )
  const lent = { kind: 'advance', cooperativeId: on.cooperativeId, effectiveOn: '2025-02-10', amount: '100.00' }
  await authority.move({ ...lent, conventionReference: 'CONV-1' })
  t.ok((await due(authority)).includes('convention_end 2026-02-01 stated'))
  await authority.move({ ...lent, kind: 'advance_repayment', effectiveOn: '2025-03-01' })
  t.notOk(
    (await due(authority)).some((line) => line.startsWith('convention_end')),
    'it is settled',
  )
})

const KINDS = /^(cooperative_audit|annual_accounts|convention_end) /

async function due(authority: Authority, query = ''): Promise<string[]> {
  const { items } = await authority.get(`/v1/deadlines?limit=200&${query}`)
  return items
    .map(({ kind, dueOn, basis, overdue }: Body) => `${kind} ${dueOn} ${basis}${overdue ? ' overdue' : ''}`)
    .filter((line: string) => KINDS.test(line))
}
