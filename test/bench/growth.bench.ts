// A summary of fifty holdings on a random date answers as fast with a million movements as with ten thousand: spread over
// many authorities, and all in one. GROWTH=10000000 goes on to ten million.
import { type Test, test } from 'tap'
import { SUMMARIES } from '../../src/portfolio/summary.ts'
import { openPostgres, readAs } from '../../src/postgres/database.ts'
import { randomDay } from './days.ts'
import { keepFigure, mediansOf } from './figures.ts'
import { pagesTouched } from './pages-touched.ts'
import { loadPortfolios, POSITIONS, type Portfolios } from './portfolios.ts'

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000].filter((size) => size <= Number(process.env.GROWTH ?? 1_000_000))
const ROUNDS = 400
/** Up to a million movements, and at ten million. */
const BARS = {
  'median latency': { many: ['<=1.2', '<=1.5'], one: ['<=1.5', '<=2'] },
  'buffers touched': { many: ['<=1.1', '<=1.1'], one: ['<=1.4', '<=1.4'] },
} as const

for (const shape of ['many', 'one'] as const) {
  test(`growth, ${shape}`, async (t) => {
    const readers = []
    for (const size of SIZES) {
      const start = performance.now()
      const loaded = await loadPortfolios(t, shape, size)
      t.comment(`${size} movements written in ${((performance.now() - start) / 1000).toFixed(0)} s`)
      readers.push({ size, ...reader(t, loaded) })
    }
    const times = await mediansOf(
      ROUNDS,
      readers.map(({ summary }) => summary),
    )
    const buffers = await Promise.all(readers.map(({ buffersOf }) => buffersOf()))
    for (const [index, { size }] of readers.entries()) {
      t.comment(`${size}: ${times[index]?.toFixed(3)} ms, ${buffers[index]?.toFixed(0)} buffers`)
      if (index === 0) continue
      const keep = (name: string, of: keyof typeof BARS, values: readonly number[]) => {
        const [most, mostAtTenMillion] = BARS[of][shape]
        keepFigure(t, `growth.summary.${name}.${shape}.${size}_over_${SIZES[0]}`, {
          ratio: (values[index] ?? Number.NaN) / (values[0] ?? Number.NaN),
          bar: size > 1_000_000 ? mostAtTenMillion : most,
          what: `${of} of a summary of ${POSITIONS} holdings on a random date, ${shape === 'one' ? 'all in one authority' : 'spread over authorities'}, ${size} movements ÷ ${SIZES[0]}`,
        })
      }
      keep('latency', 'median latency', times)
      keep('buffers', 'buffers touched', buffers)
    }
  })
}

const EXPLAINED = 50

function reader(t: Test, loaded: Portfolios) {
  const { url, authorityIds, lastSeq } = loaded
  const database = openPostgres(url, { max: 1 })
  t.teardown(() => database.close())
  const anyone = () => authorityIds[Math.floor(Math.random() * authorityIds.length)] as string
  const summary = async () => {
    const rows = await readAs(database, { authorityId: anyone(), lastSeq, lastRecordedAt: '' }, (tx) =>
      SUMMARIES.cooperative.run(tx, { asOf: randomDay(), seq: lastSeq }),
    )
    if (rows.length !== POSITIONS + 1) throw new Error(`${rows.length} groups`)
  }
  const buffersOf = () =>
    pagesTouched(
      loaded,
      Array.from({ length: EXPLAINED }, () => ({ authorityId: anyone(), asOf: randomDay() })),
    )
  return { summary, buffersOf }
}
