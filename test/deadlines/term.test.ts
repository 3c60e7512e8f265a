// By when what is open must be paid.
import { test } from 'tap'
import { NO_STATUTES, statedTerm, termsOf } from '../../src/deadlines/term.ts'

test('by when', async (t) => {
  const terms = termsOf(new Map())
  const on = (effectiveOn: string, dueOn: string | null = null) => ({ effectiveOn, dueOn })
  const statutes = { fullPaymentDelayMonths: 36, refundDelayMonths: 6 }
  t.same(statedTerm(on('2024-01-10', '2024-03-01')), { dueOn: '2024-03-01', basis: 'stated' })
  t.same(statedTerm(on('2024-01-10')), { dueOn: '2024-01-10', basis: 'at_once' })
  t.same(terms.fullPayment('2024-02-29', NO_STATUTES), { dueOn: '2029-02-28', basis: 'law' })
  t.same(terms.fullPayment('2024-02-29', statutes), { dueOn: '2027-02-28', basis: 'statutes' })
  const longer = { fullPaymentDelayMonths: 60, refundDelayMonths: 120 }
  t.same(
    terms.fullPayment('2024-01-01', longer),
    { dueOn: '2029-01-01', basis: 'law' },
    'no statutes go beyond the law',
  )
  t.same(terms.refund(on('2024-08-31'), statutes), { dueOn: '2025-02-28', basis: 'statutes' })
  t.same(terms.refund(on('2024-08-31'), longer), { dueOn: '2029-08-31', basis: 'law' })
  t.same(terms.refund(on('2024-08-31', '2024-09-30'), statutes), { dueOn: '2024-09-30', basis: 'stated' })
  t.same(terms.advance(on('2024-08-31')), { dueOn: '2026-08-31', basis: 'law' })
  t.same(terms.advance(on('2024-08-31', '2025-08-31')), { dueOn: '2025-08-31', basis: 'stated' })

  const set = termsOf(new Map([['advance term', [{ from: null, to: null, value: '12', source: 'Convention' }]]]))
  t.same(set.advance(on('2024-08-31')), { dueOn: '2025-08-31', basis: 'law' }, 'as the authority has set it')
})
