// What mandates and seats are on a date, and the weight of votes: from dates and numbers alone.
import { test } from 'tap'
import { isWithin, lapsesOn, mandateState, seatState } from '../../src/seats/mandate.ts'
import { votingShare } from '../../src/seats/voting.ts'

test('a mandate on a date', async (t) => {
  const cases: [what: string, from: string, to: string | null, asOf: string, state: string][] = [
    ['the day before', '2022-01-10', null, '2022-01-09', 'future'],
    ['its first day', '2022-01-10', null, '2022-01-10', 'running'],
    ['its last day', '2022-01-10', '2022-12-31', '2022-12-30', 'ending'],
    ['the day of its end, exclusive', '2022-01-10', '2022-12-31', '2022-12-31', 'ended'],
    ['90 days before its end', '2022-01-10', '2022-12-31', '2022-10-02', 'ending'],
    ['91 days before its end', '2022-01-10', '2022-12-31', '2022-10-01', 'running'],
    ['91 days before the renewal', '2022-01-10', null, '2027-12-31', 'running'],
    ['90 days before the renewal', '2022-01-10', null, '2028-01-01', 'ending'],
    ['the day of the renewal', '2022-01-10', null, '2028-03-31', 'lapsed'],
    ['long after', '2022-01-10', null, '2031-01-01', 'lapsed'],
    ['begun before the renewal of 2021', '2019-05-01', null, '2021-06-30', 'ending'],
    ['and not renewed then', '2019-05-01', null, '2021-07-01', 'lapsed'],
    ['begun on the day of the renewal', '2021-07-01', null, '2024-01-01', 'running'],
    ['lapsed, then ended', '2019-05-01', '2022-01-01', '2022-01-01', 'ended'],
    ['lapsed until it was ended', '2019-05-01', '2022-01-01', '2021-12-31', 'lapsed'],
    ['one that never was', '2022-01-10', '2022-01-10', '2022-01-10', 'ended'],
  ]
  for (const [what, from, to, asOf, state] of cases) t.equal(mandateState({ from, to }, asOf), state, what)
  t.equal(lapsesOn({ from: '2022-01-10', to: null }), '2028-03-31')
  t.equal(lapsesOn({ from: '2022-01-10', to: '2028-03-31' }), null, 'it ends on the very day')
  t.equal(lapsesOn({ from: '2028-03-31', to: null }), null, 'the next renewal is not known')
})

test('a seat on a date', async (t) => {
  const validity = { from: '2022-01-01', to: '2026-01-01' }
  const titular = { from: '2022-02-01', to: '2025-01-01' }
  t.equal(seatState(validity, null, '2021-12-31'), 'not_valid')
  t.equal(seatState(validity, null, '2026-01-01'), 'not_valid')
  t.equal(seatState(validity, null, '2022-01-01'), 'vacant')
  t.equal(seatState(validity, titular, '2023-01-01'), 'held')
  t.equal(seatState(validity, titular, '2024-12-31'), 'ending')
  t.equal(seatState({ ...validity, to: null }, { from: '2020-01-01', to: null }, '2022-01-01'), 'lapsed')
})

test('a period within another', async (t) => {
  const outer = { from: '2022-01-01', to: '2023-01-01' }
  t.ok(isWithin(outer, outer))
  t.ok(isWithin({ from: '2022-06-01', to: '2022-07-01' }, outer))
  t.notOk(isWithin({ from: '2021-12-31', to: '2022-07-01' }, outer))
  t.notOk(isWithin({ from: '2022-06-01', to: '2023-01-02' }, outer))
  t.notOk(isWithin({ from: '2022-06-01', to: null }, outer))
  t.ok(isWithin({ from: '2022-06-01', to: null }, { ...outer, to: null }))
  t.notOk(isWithin({ from: '2030-01-01', to: '2030-01-01' }, outer), 'nor where it has no day')
})

test('the voting share', async (t) => {
  const seat = (votes: number, college: string | null = null) => ({ votes, college })
  const board = { totalVotes: 12, colleges: [] }
  t.same(votingShare(board, [seat(1), seat(1)]), { votingShare: '0.166667', votingShareReason: null })
  t.same(votingShare(board, []), { votingShare: '0.000000', votingShareReason: null }, 'no seat, no weight')
  t.same(votingShare({ ...board, totalVotes: null }, [seat(1)]), {
    votingShare: null,
    votingShareReason: 'total_votes_unknown',
  })
  t.same(votingShare(board, [seat(13)]), { votingShare: null, votingShareReason: 'votes_exceed_total' })
  const assembly = {
    totalVotes: 200,
    colleges: [
      { name: 'Salariés', weight: '0.3', totalVotes: 30 },
      { name: 'Collectivités', weight: '0.2', totalVotes: 3 },
      { name: 'Partenaires', weight: '0.5' },
    ],
  }
  t.same(votingShare(assembly, [seat(1, 'Collectivités')]), { votingShare: '0.066667', votingShareReason: null })
  t.same(
    votingShare(assembly, [seat(1, 'Collectivités'), seat(1, 'Salariés')]),
    { votingShare: '0.076667', votingShareReason: null },
    'added up before the one rounding',
  )
  t.match(votingShare(assembly, [seat(1, 'Partenaires')]), { votingShareReason: 'total_votes_unknown' })
  t.match(votingShare(assembly, [seat(1)]), { votingShareReason: 'college_unknown' })
})
