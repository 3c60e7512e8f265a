// What a summary touches of the database, counted in pages: it does not grow with the history behind it.
import { test } from 'tap'
import { pagesTouched } from '../bench/pages-touched.ts'
import { loadPortfolios } from '../bench/portfolios.ts'

/** Fifty positions: the newest balance of each, by an index of two or three levels, and what they are called. */
const MOST_PAGES = 700

const DAYS = ['1951-06-30', '1970-01-01', '1999-12-31', '2010-05-17', '2023-11-02']

test('pages touched', async (t) => {
  const pagesOf = async (shape: 'one' | 'many', movements: number) => {
    const loaded = await loadPortfolios(t, shape, movements)
    const [authorityId = ''] = loaded.authorityIds
    return pagesTouched(
      loaded,
      DAYS.map((asOf) => ({ authorityId, asOf })),
    )
  }
  const few = await pagesOf('one', 2_000)
  for (const shape of ['one', 'many'] as const) {
    const more = await pagesOf(shape, 20_000)
    t.ok(more <= MOST_PAGES, `${shape}: ${more} pages with 20 000 movements`)
    // Indexes have a level more; nothing is read by the movement.
    t.ok(more <= 2 * few, `${shape}: ${few} with 2 000`)
  }
})
