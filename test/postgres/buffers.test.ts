// What a summary touches of the database, counted in pages: it does not grow with the history behind it.
import pg from 'pg'
import { type Test, test } from 'tap'
import { SUMMARIES } from '../../src/portfolio/summary.ts'
import { loadPortfolios, type Portfolios } from '../bench/portfolios.ts'

/** Fifty positions: the newest balance of each, by an index of two or three levels, and what they are called. */
const MOST_PAGES = 700

/** Pages that the database touches for one summary, on the average of some dates. */
async function pagesOf(t: Test, { url, authorityIds, lastSeq }: Portfolios): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const days = ['1951-06-30', '1970-01-01', '1999-12-31', '2010-05-17', '2023-11-02']
    let pages = 0
    for (const asOf of days) {
      const { sql, parameters } = SUMMARIES.cooperative.compiled({ asOf, seq: lastSeq })
      await client.query('begin')
      await client.query("select set_config('role', 'quotepart_app', true), set_config('app.authority', $1, true)", [
        authorityIds[0],
      ])
      const { rows } = await client.query(`explain (analyze, buffers, format json) ${sql}`, [...parameters])
      await client.query('rollback')
      const { Plan } = rows[0]['QUERY PLAN'][0]
      t.ok(Plan['Actual Rows'] > 50, 'every holding, and the total')
      pages += Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']
    }
    return pages / days.length
  } finally {
    await client.end()
  }
}

test('pages touched', async (t) => {
  const few = await pagesOf(t, await loadPortfolios(t, 'one', 2_000))
  for (const shape of ['one', 'many'] as const) {
    const more = await pagesOf(t, await loadPortfolios(t, shape, 20_000))
    t.ok(more <= MOST_PAGES, `${shape}: ${more} pages with 20 000 movements`)
    // Indexes have a level more; nothing is read by the movement.
    t.ok(more <= 2 * few, `${shape}: ${few} with 2 000`)
  }
})
