// All rules over fifty cooperatives with ten years of history, against the summary of the same portfolio.
import { test } from 'tap'
import { findingsAt } from '../../src/compliance/findings.ts'
import { summarise } from '../../src/portfolio/summary.ts'
import { openPostgres, readAs } from '../../src/postgres/database.ts'
import { keepFigure, medians } from './figures.ts'
import { loadPortfolios, POSITIONS, type Portfolios } from './portfolios.ts'
import { unguarded } from './unguarded.ts'

const MOVEMENTS = POSITIONS * 40
const FIRST_YEAR = 2016
const YEARS = 10

test('the rules', async (t) => {
  const loaded = await loadPortfolios(t, 'one', MOVEMENTS)
  await addPapers(loaded)
  const database = openPostgres(loaded.url, { max: 4 })
  t.teardown(() => database.close())
  const reader = { authorityId: loaded.authorityIds[0] as string, lastSeq: loaded.lastSeq }
  const moment = () => {
    const day = Math.floor(Math.random() * YEARS * 365) * 86_400_000
    const asOf = new Date(Date.parse(`${FIRST_YEAR}-01-01`) + day).toISOString().slice(0, 10)
    return { asOf, knownAt: '', seq: loaded.lastSeq }
  }
  const found = await readAs(database, reader, (tx) => findingsAt(tx, { ...moment(), asOf: '2025-12-31' }))
  t.comment(`${found.length} findings of ${new Set(found.map(({ rule }) => rule)).size} rules on the last day`)
  t.ok(found.length > 0)
  const [summary, findings] = await medians(
    200,
    () => readAs(database, reader, (tx) => summarise(tx, moment(), 'cooperative')),
    () => readAs(database, reader, (tx) => findingsAt(tx, moment())),
  )
  t.comment(`${summary.toFixed(2)} ms a summary, ${findings.toFixed(2)} ms all findings`)
  keepFigure(t, 'compliance.findings_over_summary', {
    ratio: findings / summary,
    bar: '<=5',
    what: `median latency of all rules over ${POSITIONS} cooperatives with ${YEARS} years of history, on a random date ÷ the portfolio summary of the same data`,
  })
})

/** Ten years of statements and accounts, a decision that all movements cite, and a seat, for each cooperative. */
export function addPapers({ url }: Portfolios): Promise<void> {
  return unguarded(url, async (client) => {
    for (const statement of PAPERS) await client.query(statement)
  })
}

const id = (text: string) => `md5(${text})::uuid`
const DECISION = id(`'decision' || c.id`)
const YEAR = `generate_series(${FIRST_YEAR}, ${FIRST_YEAR + YEARS - 1}) y`
const OF_EACH = 'from cooperative c'
// What was recorded when the cooperative was.
const RECORDED = `c.seq, (select j.recorded_at from journal j where j.authority_id = c.authority_id and j.seq = c.seq)`

const PAPERS = [
  // The movements of a decade, where those of a bench take a lifetime.
  ...['movement', 'entry', 'class_balance', 'cooperative_balance'].map(
    (table) =>
      `update ${table} set effective_on = date '${FIRST_YEAR}-01-01' + ((effective_on - date '1950-01-01') * ${YEARS * 365} / 27000)`,
  ),
  `insert into capital_statement (authority_id, id, cooperative_id, stated_on, seq, recorded_at, total_capital, public_capital,
     colleges, capital_floor, refund_delay_months, full_payment_delay_months)
   select c.authority_id, ${id(`'statement' || c.id || y`)}, c.id, make_date(y, 12, 31), ${RECORDED}, 100000 + 10 * c.seq, 20000,
     '[{"name":"Salariés","members":5,"weight":"0.400000","category":"employee"},{"name":"Usagers","members":50,"weight":"0.300000","category":"beneficiary"},{"name":"Public","members":2,"weight":"0.300000","category":"public_body"}]',
     18500, 24, 36
   ${OF_EACH} cross join ${YEAR}`,
  `insert into annual_accounts (authority_id, id, cooperative_id, year, closed_on, seq, recorded_at, equity, result, income, losses)
   select c.authority_id, ${id(`'accounts' || c.id || y`)}, c.id, y, make_date(y, 12, 31), ${RECORDED}, 120000, 1000, 300000, 0
   ${OF_EACH} cross join ${YEAR}`,
  `insert into decision_version (authority_id, decision_id, version, seq, recorded_at, number, body, kind, object)
   select c.authority_id, ${DECISION}, 1, ${RECORDED}, 'D-' || c.seq, 'assembly', 'entry', 'Entrée' ${OF_EACH}`,
  `insert into decision (authority_id, id, seq, body, number)
   select c.authority_id, ${DECISION}, c.seq, 'assembly', 'D-' || c.seq ${OF_EACH}`,
  `insert into decision_step (authority_id, id, decision_id, seq, recorded_at, kind, happened_on)
   select c.authority_id, ${id(`'step' || c.id || k`)}, ${DECISION}, ${RECORDED}, k, '2015-06-01'
   ${OF_EACH} cross join unnest(array['drafted', 'tabled', 'adopted', 'transmitted', 'published']) k`,
  `insert into authorisation_version (authority_id, decision_id, cooperative_id, instrument, seq, recorded_at, ceiling)
   select c.authority_id, ${DECISION}, c.id, 'shares', ${RECORDED}, 1000000 ${OF_EACH}`,
  `update movement m set decision_id = ${id(`'decision' || m.cooperative_id`)}, no_decision_reason = null`,
  `insert into organ (authority_id, id, cooperative_id, seq)
   select c.authority_id, ${id(`'organ' || c.id`)}, c.id, c.seq ${OF_EACH}`,
  `insert into organ_version (authority_id, organ_id, version, effective_on, seq, recorded_at, kind, name)
   select c.authority_id, ${id(`'organ' || c.id`)}, 1, '2015-01-01', ${RECORDED}, 'general_assembly', 'Assemblée' ${OF_EACH}`,
  `insert into seat_version (authority_id, seat_id, version, seq, recorded_at, organ_id, votes, starts_on)
   select c.authority_id, ${id(`'seat' || c.id`)}, 1, ${RECORDED}, ${id(`'organ' || c.id`)}, 1, '2015-01-01' ${OF_EACH}`,
  `insert into seat (authority_id, id, seq, organ_id, starts_on)
   select c.authority_id, ${id(`'seat' || c.id`)}, c.seq, ${id(`'organ' || c.id`)}, '2015-01-01' ${OF_EACH}`,
]
