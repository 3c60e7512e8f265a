// What HTTP, authentication, validation and logging take of what the database can do; what an answer that is kept takes;
// and what is left in memory after two hundred thousand requests.
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { SUMMARIES } from '../../src/portfolio/summary.ts'
import { TURN_TO_READ } from '../../src/postgres/reading.ts'
import { residentBytes } from '../support/process.ts'
import type { Answered } from './caller.ts'
import { DAYS, FIRST_DAY } from './days.ts'
import { keepFigure, median } from './figures.ts'
import { PGBENCH, pgbench } from './pgbench.ts'
import { addTokens, id, loadPortfolios, POSITIONS, type Portfolios } from './portfolios.ts'
import { createCaller, serve } from './serving.ts'

const MOVEMENTS = 100_000
const ROUNDS = 5
const SECONDS = 4
const WARM_UP = 15_000
const COUNTED_MS = 3100
const SUMMARY = '/v1/portfolio/summary?asOf='

test('over HTTP', { skip: existsSync(PGBENCH) ? false : 'pgbench is not installed' }, async (t) => {
  const loaded = await loadPortfolios(t, 'many', MOVEMENTS)
  const tokens = Array.from({ length: 50 }, (_, index) => `qp_${'bench'.repeat(8)}${String(index).padStart(3, '0')}`)
  await addTokens(loaded, tokens)
  const port = await serve(t, loaded.url)
  const ask = createCaller(t)
  const limit = (connections: number) => pgbench(t, loaded.url, script(loaded), connections, SECONDS)

  const random = { port, tokens: tokens.slice(0, 16), path: `${SUMMARY}DAY` }
  const sixteen = { ...random, seconds: SECONDS }
  // Until it is compiled: what is measured is a service that has been running for a while.
  await ask({ ...random, requests: WARM_UP })
  const made = await inTurn(
    t,
    'a summary on a random date, 16 connections',
    () => ask(sixteen),
    () => limit(16),
  )
  keepFigure(t, 'http.summary.over_pgbench.16', {
    ratio: made,
    bar: '>=0.65',
    what: `summaries of ${POSITIONS} holdings on random dates a second over HTTP, with authentication, validation and logging ÷ transactions of pgbench on the same SQL, 16 connections`,
  })

  const path = `${SUMMARY}2001-01-01`
  // Kept from the second time on.
  for (const token of tokens)
    await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}` } })
  const etags = await Promise.all(
    tokens.map(async (token) => {
      const { headers } = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return String(headers.get('etag'))
    }),
  )
  const fifty = { port, tokens, path, seconds: SECONDS }
  const kept = await inTurn(
    t,
    'a kept answer, 50 connections',
    () => ask(fifty),
    () => limit(50),
  )
  const unchanged = await inTurn(
    t,
    'a 304, 50 connections',
    () => ask({ ...fifty, etags }),
    () => limit(50),
  )
  for (const [name, ratio] of Object.entries({ kept, not_modified: unchanged })) {
    keepFigure(t, `http.summary.${name}.over_pgbench.50`, {
      ratio,
      bar: '>=4',
      what: `the same summary again (${name === 'kept' ? 'whole' : '304'}) a second ÷ transactions of pgbench on the same SQL, 50 connections`,
    })
  }

  await ask({ ...random, requests: 2000 })
  await sleep(COUNTED_MS)
  const before = await residentBytes(`http://127.0.0.1:${port}`)
  await ask({ ...random, requests: 200_000 })
  await sleep(COUNTED_MS)
  const after = await residentBytes(`http://127.0.0.1:${port}`)
  t.comment(
    `${(before / 1e6).toFixed(0)} MB after 2 000 requests and what came before, ${(after / 1e6).toFixed(0)} MB after 200 000 more`,
  )
  keepFigure(t, 'http.memory.after_200000_over_2000', {
    ratio: after / before,
    bar: '<=1.2',
    what: 'resident memory of the service after 200 000 summaries on random dates ÷ after 2 000',
  })
})

/** Answers a second ÷ transactions a second: the median of some rounds, each of both in turn. */
async function inTurn(t: Test, what: string, ask: () => Promise<Answered>, limit: () => number): Promise<number> {
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const answered = await ask()
    const most = limit()
    t.comment(
      `${what}: ${answered.perSecond.toFixed(0)} a second (p50 ${answered.p50Ms.toFixed(1)} ms, p99 ${answered.p99Ms.toFixed(1)} ms), pgbench ${most.toFixed(0)}`,
    )
    ratios.push(answered.perSecond / most)
  }
  return median(ratios)
}

/** What the service sends for one summary, the look-up of the token apart. */
function script({ authorityIds, lastSeq }: Portfolios): string {
  const { sql, parameters } = SUMMARIES.cooperative.compiled({ asOf: 'asOf', seq: -1 })
  const statement = sql.replace(/\$(\d+)(::date)?/g, (_, number: string) =>
    parameters[Number(number) - 1] === 'asOf' ? `(date '${FIRST_DAY}' + :day::int)` : ':seq::bigint',
  )
  return `\\set authority random(1, ${authorityIds.length})
\\set day random(0, ${DAYS - 1})
\\set seq ${lastSeq}
\\startpipeline
${TURN_TO_READ.replace('$1', () => `${id("'authority' || :authority")}::text`)};
${statement};
\\endpipeline
`
}
