// A summary of fifty holdings on a random date answers as fast with a million movements as with ten thousand: spread over
// many authorities, and all in one. GROWTH=10000000 goes on to ten million.
import pg from 'pg'
import { type Test, test } from 'tap'
import { SUMMARIES } from '../../src/portfolio/summary.ts'
import { openPostgres, readAs } from '../../src/postgres/database.ts'
import type { PlainDate } from '../../src/values/plain-date.ts'
import { keepFigure, mediansOf } from './figures.ts'
import { DAYS, FIRST_DAY, loadPortfolios, POSITIONS, type Portfolios } from './portfolios.ts'

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000].filter((size) => size <= Number(process.env.GROWTH ?? 1_000_000))
const ROUNDS = 400
const BARS = {
  latency: { many: { 1000000: '<=1.2', 10000000: '<=1.5' }, one: { 1000000: '<=1.5', 10000000: '<=2' } },
  buffers: { many: { 1000000: '<=1.1', 10000000: '<=1.1' }, one: { 1000000: '<=1.4', 10000000: '<=1.4' } },
} as const

function randomDay(): PlainDate {
  const day = new Date(`${FIRST_DAY}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + Math.floor(Math.random() * DAYS))
  return day.toISOString().slice(0, 10)
}

for (const shape of ['many', 'one'] as const) {
  test(`growth, ${shape}`, async (t) => {
    const readers = []
    for (const size of SIZES) {
      const start = performance.now()
      const loaded = await loadPortfolios(t, shape, size)
      t.comment(`${size} movements written in ${((performance.now() - start) / 1000).toFixed(0)} s`)
      readers.push({ size, ...(await reader(t, loaded)) })
    }
    const times = await mediansOf(
      ROUNDS,
      readers.map(({ summary }) => summary),
    )
    const buffers = await Promise.all(readers.map(({ buffersOf }) => buffersOf()))
    for (const [index, { size }] of readers.entries()) {
      t.comment(`${size}: ${times[index]?.toFixed(3)} ms, ${buffers[index]?.toFixed(0)} buffers`)
      if (index === 0) continue
      const what = (of: string) =>
        `${of} of a summary of ${POSITIONS} holdings on a random date, ${shape === 'one' ? 'all in one authority' : 'spread over authorities'}, ${size} movements ÷ ${SIZES[0]}`
      for (const [of, values] of Object.entries({ latency: times, buffers }) as [keyof typeof BARS, number[]][]) {
        const bars: Readonly<Record<number, '<=1' | undefined>> = BARS[of][shape] as never
        keepFigure(t, `growth.summary.${of}.${shape}.${size}_over_${SIZES[0]}`, {
          ratio: (values[index] ?? Number.NaN) / (values[0] ?? Number.NaN),
          bar: bars[size] ?? bars[1_000_000] ?? '<=1',
          what: what(of === 'latency' ? 'median latency' : 'buffers touched'),
        })
      }
    }
  })
}

async function reader(t: Test, { url, authorityIds, lastSeq }: Portfolios) {
  const database = openPostgres(url, { max: 1 })
  t.teardown(() => database.close())
  const anyone = () => authorityIds[Math.floor(Math.random() * authorityIds.length)] as string
  const summary = async () => {
    const rows = await readAs(database, { authorityId: anyone(), lastSeq }, (tx) =>
      SUMMARIES.cooperative.run(tx, { asOf: randomDay(), seq: lastSeq }),
    )
    if (rows.length !== POSITIONS + 1) throw new Error(`${rows.length} groups`)
  }
  /** Pages of the database that one summary touches, on the average of some. */
  const buffersOf = async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      let pages = 0
      for (let round = 0; round < 50; round += 1) {
        const { sql, parameters } = SUMMARIES.cooperative.compiled({ asOf: randomDay(), seq: lastSeq })
        await client.query('begin')
        await client.query("select set_config('role', 'quotepart_app', true), set_config('app.authority', $1, true)", [
          anyone(),
        ])
        const { rows } = await client.query(`explain (analyze, buffers, format json, costs off, timing off) ${sql}`, [
          ...parameters,
        ])
        await client.query('rollback')
        const { Plan } = rows[0]['QUERY PLAN'][0]
        pages += Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']
      }
      return pages / 50
    } finally {
      await client.end()
    }
  }
  return { summary, buffersOf }
}
