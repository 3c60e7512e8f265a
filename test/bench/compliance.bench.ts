// All rules over fifty cooperatives with ten years of history, against the summary of the same portfolio.
import { Agent, get } from 'node:http'
import { text } from 'node:stream/consumers'
import { test } from 'tap'
import { keepFigure, medians } from './figures.ts'
import { addTokens, id, loadPortfolios, POSITIONS, type Portfolios } from './portfolios.ts'
import { serve } from './serving.ts'
import { unguarded } from './unguarded.ts'

const MOVEMENTS = POSITIONS * 40
const FIRST_YEAR = 2016
const YEARS = 10

test('the rules', async (t) => {
  const loaded = await loadPortfolios(t, 'one', MOVEMENTS)
  await addPapers(loaded)
  const token = `qp_${'bench'.repeat(8)}000`
  await addTokens(loaded, [token])
  const ask = asker(await serve(t, loaded.url), token)
  const day = () => {
    const days = Math.floor(Math.random() * YEARS * 365)
    return new Date(Date.parse(`${FIRST_YEAR}-01-01`) + days * 86_400_000).toISOString().slice(0, 10)
  }
  const { items } = JSON.parse(await ask('/v1/compliance/findings?limit=200&asOf=2025-12-31'))
  const rules = new Set(items.map(({ rule }: { rule: string }) => rule))
  t.comment(`${items.length} findings of ${[...rules].join(', ')} on the last day`)
  t.ok(rules.has('public_cap'), 'some of them look back')
  const [summary, findings] = await medians(
    300,
    () => ask(`/v1/portfolio/summary?asOf=${day()}`),
    () => ask(`/v1/compliance/findings?asOf=${day()}`),
  )
  t.comment(`${summary.toFixed(2)} ms a summary, ${findings.toFixed(2)} ms all findings`)
  keepFigure(t, 'compliance.findings_over_summary', {
    ratio: findings / summary,
    bar: '<=5',
    what: `median latency over HTTP of all rules over ${POSITIONS} cooperatives with ${YEARS} years of history, on a random date ÷ the portfolio summary of the same data`,
  })
})

/** One connection that is kept. */
function asker(port: number, token: string): (path: string) => Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${token}` }
  return (path) =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, path, agent, headers }, async (response) => {
        const body = await text(response)
        if (response.statusCode === 200) resolve(body)
        else reject(new Error(`${path} → ${response.statusCode} ${body}`))
      }).on('error', reject)
    })
}

/** Ten years of statements and accounts, a decision that all movements cite, and a seat, for each cooperative. */
function addPapers({ url }: Portfolios): Promise<void> {
  return unguarded(url, async (client) => {
    for (const statement of PAPERS) await client.query(statement)
  })
}

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
   select c.authority_id, ${id(`'statement' || c.id || y`)}, c.id, make_date(y, 12, 31), ${RECORDED}, 100000 + 10 * c.seq, case when c.seq % 10 = 0 then 90000 else 20000 end,
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
  `insert into person (authority_id, id, seq) select c.authority_id, ${id(`'person' || c.id`)}, c.seq ${OF_EACH}`,
  `insert into mandate_version (authority_id, mandate_id, version, seq, recorded_at, cooperative_id, organ_id, seat_id,
     person_id, role, starts_on, ends_on, end_reason, decision_id)
   select c.authority_id, ${id(`'mandate' || c.id || k`)}, 1, ${RECORDED}, c.id, ${id(`'organ' || c.id`)},
     ${id(`'seat' || c.id`)}, ${id(`'person' || c.id`)}, 'titular', k, nullif(k + 2190, date '2027-06-30'), case when k < '2020-01-01' then 'term_over' end, ${DECISION}
   ${OF_EACH} cross join (values (date '2015-07-02'), (date '2021-07-01')) as k (k)`,
  `insert into cooperative_audit (authority_id, id, cooperative_id, reported_on, seq, recorded_at)
   select c.authority_id, ${id(`'audit' || c.id`)}, c.id, '2016-01-15', ${RECORDED} ${OF_EACH}`,
  `insert into seat (authority_id, id, seq, organ_id, starts_on)
   select c.authority_id, ${id(`'seat' || c.id`)}, c.seq, ${id(`'organ' || c.id`)}, '2015-01-01' ${OF_EACH}`,
]
