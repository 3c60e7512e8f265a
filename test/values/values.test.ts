import { test } from 'tap'
import { Decimal, euros, nominal, nominalPrice, ratio, toCents, wholeShares } from '../../src/values/amount.ts'
import { canonicalJson } from '../../src/values/canonical.ts'
import { laterOf, nextMicrosecond, parseInstant } from '../../src/values/instant.ts'
import { dateIn, isPlainDate, periodEnds } from '../../src/values/plain-date.ts'

test('amounts round half-even, once, to the cent', async (t) => {
  const cases = [
    ['0.005', '0.00'],
    ['0.015', '0.02'],
    ['0.025', '0.02'],
    ['0.0250000000000000000000000000000001', '0.03'],
    ['-0.005', '0.00'],
    ['-0.015', '-0.02'],
    ['999999999999999.995', '1000000000000000.00'],
    ['999999999999999.985', '999999999999999.98'],
  ]
  for (const [given = '', expected] of cases) t.equal(euros(toCents(new Decimal(given))), expected, given)
})

test('the wire forms', async (t) => {
  t.equal(euros('-0'), '0.00')
  t.equal(euros('9007199254740993.01'), '9007199254740993.01', 'beyond a float')
  t.equal(wholeShares(new Decimal('-15')), '-15')
  t.equal(nominal('50'), '50.00')
  t.equal(nominal('15.2449'), '15.2449')
  t.equal(nominal('15.2400'), '15.24')
  t.equal(ratio('1', '3'), '0.333333')
  t.equal(ratio('1', '2000000'), '0.000000', 'a tie goes to the even digit')
  t.equal(ratio('3', '2000000'), '0.000002')
  t.equal(ratio('1', '0'), null)
  t.equal(nominalPrice(new Decimal(4), new Decimal('15.2449')).toFixed(2), '60.98')
})

test('dates that exist', async (t) => {
  for (const date of ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) t.ok(isPlainDate(date), date)
  for (const date of [
    '2023-02-29',
    '1900-02-29',
    '2023-13-01',
    '2023-00-10',
    '2023-04-31',
    '0000-01-01',
    '2023-1-1',
    '2023-01-01T00:00:00Z',
    '',
  ]) {
    t.notOk(isPlainDate(date), date)
  }
})

test('the ends of periods, both bounds included', async (t) => {
  t.same(periodEnds('2024-01-15', '2024-04-30', 'month'), ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'])
  t.same(periodEnds('2024-01-31', '2024-01-31', 'month'), ['2024-01-31'])
  t.same(periodEnds('2024-02-01', '2025-01-01', 'quarter'), ['2024-03-31', '2024-06-30', '2024-09-30', '2024-12-31'])
  t.same(periodEnds('2021-01-01', '2023-12-30', 'year'), ['2021-12-31', '2022-12-31'])
  t.same(periodEnds('0001-01-01', '0001-03-01', 'month'), ['0001-01-31', '0001-02-28'])
  t.same(periodEnds('9999-11-01', '9999-12-31', 'month'), ['9999-11-30', '9999-12-31'])
})

test('today is the civil date where the authority is', async (t) => {
  const instant = new Date('2026-11-23T23:30:00Z')
  t.equal(dateIn('Europe/Paris', instant), '2026-11-24')
  t.equal(dateIn('UTC', instant), '2026-11-23')
  t.equal(dateIn('Indian/Reunion', new Date('2026-11-23T20:30:00Z')), '2026-11-24')
})

test('instants keep their six digits', async (t) => {
  t.equal(parseInstant('2026-01-15T09:00:00Z'), '2026-01-15T09:00:00.000000Z')
  t.equal(parseInstant('2026-01-15T09:00:00.123456Z'), '2026-01-15T09:00:00.123456Z')
  for (const text of [
    '2026-01-15T09:00:00',
    '2026-01-15T09:00:00+01:00',
    '2026-02-30T09:00:00Z',
    '2026-01-15T24:00:00Z',
    '2026-01-15T09:00:00.1234567Z',
  ]) {
    t.equal(parseInstant(text), undefined, text)
  }
  t.equal(nextMicrosecond('2026-01-15T09:00:00.000009Z'), '2026-01-15T09:00:00.000010Z')
  t.equal(nextMicrosecond('2026-12-31T23:59:59.999999Z'), '2027-01-01T00:00:00.000000Z')
  t.equal(laterOf('2026-01-15T09:00:00.000009Z', '2026-01-15T09:00:00.000010Z'), '2026-01-15T09:00:00.000010Z')
})

test('canonical JSON does not depend on the order of writing', async (t) => {
  t.equal(canonicalJson({ b: 1, a: ['é', null] }), '{"a":["é",null],"b":1}')
  t.equal(canonicalJson({ a: 1, b: 2 }), canonicalJson({ b: 2, a: 1 }))
})
