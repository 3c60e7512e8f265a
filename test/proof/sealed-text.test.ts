// What is sealed is what verifying reads, character for character, though each writes it in its own way.
import { sql } from 'kysely'
import { test } from 'tap'
import { attacked, filledRegister } from './register.ts'

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
    const [asJsonb, toSeal] = ['sealed_row', 'row_to_seal'].map(
      (view) => sql`select authority_id, seq, key, content from ${sql.table(view)} where table_name = ${name}`,
    )
    const { rows: different } = await sql`
      (${asJsonb} except all ${toSeal}) union all (${toSeal} except all ${asJsonb})`.execute(kysely)
    t.same(different, [], `${name}: ${rows} rows`)
    if (rows > 0) for (const type of types) compared.add(type)
  }
  t.same(
    tables.flatMap(({ types }) => types.filter((type) => !compared.has(type))),
    [],
    'a type of columns that no row was compared of',
  )
})

test('columns that take each other’s names are found', async (t) => {
  const { faults } = await attacked(await filledRegister(t), async (tx) => {
    for (const [from, to] of [
      ['advance', 'aside'],
      ['owed_grant', 'advance'],
      ['aside', 'owed_grant'],
    ]) {
      await sql`alter table cooperative_balance rename ${sql.ref(String(from))} to ${sql.ref(String(to))}`.execute(tx)
    }
  })
  t.ok(faults.length > 0, String(faults[0]))
})
