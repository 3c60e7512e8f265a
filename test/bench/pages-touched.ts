import pg from 'pg'
import { SUMMARIES } from '../../src/portfolio/summary.ts'
import { TURN_TO_AUTHORITY } from '../../src/postgres/transactions.ts'
import { POSITIONS, type Portfolios } from './portfolios.ts'

/**
 * Pages of the database that one summary touches, on the average of some.
 *
 * @param asked of which authority, on which day
 */
export async function pagesTouched(
  { url, lastSeq }: Portfolios,
  asked: readonly { readonly authorityId: string; readonly asOf: string }[],
): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let pages = 0
    for (const { authorityId, asOf } of asked) {
      const { sql, parameters } = SUMMARIES.cooperative.compiled({ asOf, seq: lastSeq })
      await client.query('begin')
      await client.query(TURN_TO_AUTHORITY, [authorityId])
      const { rows } = await client.query(`explain (analyze, buffers, format json) ${sql}`, [...parameters])
      await client.query('rollback')
      const { Plan } = rows[0]['QUERY PLAN'][0]
      if (Plan['Actual Rows'] <= POSITIONS) throw new Error(`a summary of ${Plan['Actual Rows']} rows`)
      pages += Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']
    }
    return pages / asked.length
  } finally {
    await client.end()
  }
}
