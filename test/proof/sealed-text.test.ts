// What a seal is made of stays the same text, character for character, however it is written: older seals stand on it.
import { sql } from 'kysely'
import { test } from 'tap'
import { filledRegister } from './register.ts'

/** Quotes, escapes, what JSON need not escape, and a character of two code units. */
const NOTE = 'Dit « "oui" » \\ \\u0041 / é 🏛'

test('content is what jsonb writes of a row', async (t) => {
  const { service, authority } = await filledRegister(t)
  const position = await authority.position()
  const amounts = { shares: '1', amount: '0.10', note: NOTE }
  await authority.move({ kind: 'purchase', ...position, effectiveOn: '2024-02-29', ...amounts })
  const { kysely } = service.test.database
  const { rows: tables } = await sql<{ name: string; types: string[]; rows: number }>`
    select relname as name,
      (select array_agg(distinct format_type(atttypid, null)) from pg_attribute where attrelid = c.oid and attnum > 0) as types,
      (select count(*)::int from sealed_row where table_name = relname) as rows
    from pg_class c join pg_trigger g on g.tgrelid = c.oid and g.tgname = relname || '_append_only'
    where relname <> 'seal' order by 1`.execute(kysely)
  const compared = new Set<string>()
  for (const { name, types, rows } of tables) {
    const asJsonb = sql`
      select t.authority_id, t.seq, jsonb_strip_nulls(to_jsonb(t) - 'authority_id')::text from ${sql.table(name)} t`
    const sealed = sql`select authority_id, seq, content from sealed_row where table_name = ${name}`
    const { rows: different } = await sql`
      (${asJsonb} except all ${sealed}) union all (${sealed} except all ${asJsonb})`.execute(kysely)
    t.same(different, [], `${name}: ${rows} rows`)
    if (rows > 0) for (const type of types) compared.add(type)
  }
  t.same(
    tables.flatMap(({ types }) => types.filter((type) => !compared.has(type))),
    [],
    'a type of columns that no row was compared of',
  )
})
