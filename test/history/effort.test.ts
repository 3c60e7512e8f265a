// A long history costs what a short one does: the same few pages of the database, whatever came before.
import { sql } from 'kysely'
import { test } from 'tap'
import { eventKeysQuery } from '../../src/history/keys.ts'
import { asAuthority } from '../../src/postgres/database.ts'
import { histories } from '../bench/long-history.ts'

interface Plan {
  readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number }
}

test('the pages of the database that a page of history touches', async (t) => {
  const { authority, few, many } = await histories(t)
  const touched = (cooperativeId: string, order: 'oldest' | 'newest') =>
    asAuthority(authority.service.test.database, authority.id, async (tx) => {
      const moment = { asOf: '2026-01-01', knownAt: '', seq: Number.MAX_SAFE_INTEGER }
      const query = eventKeysQuery(moment, { cooperativeId, order }, undefined, 51)
      const { rows } = await sql<{ 'QUERY PLAN': Plan[] }>`explain (analyze, buffers, format json) ${query}`.execute(tx)
      const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
      return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)
    })
  for (const order of ['oldest', 'newest'] as const) {
    const [ofFew, ofMany] = [await touched(few, order), await touched(many, order)]
    t.ok(ofFew > 0 && ofMany <= ofFew * 3, `${order} first: ${ofMany} with 5 000 events, ${ofFew} with 50`)
  }
})
