import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import type { Alteration } from './chain.ts'

/** Where what holds now is told from: the newest version of each, and what movements have used of an authorisation. */
const TOLD: Readonly<
  Record<string, { readonly key: string; readonly columns: string; readonly from: RawBuilder<unknown> }>
> = {
  decision: newestOf('decision', 'seq, body, number'),
  seat: newestOf('seat', 'seq, organ_id, starts_on, ends_on'),
  mandate: newestOf('mandate', 'seq, organ_id, seat_id, person_id, role, starts_on, ends_on'),
  authorisation: {
    key: 'decision_id, cooperative_id, instrument',
    columns: 'seq, version_seq, ceiling, ceiling_shares, ends_on, consumed, consumed_shares',
    from: sql`
      select v.authority_id, v.decision_id, v.cooperative_id, v.instrument, greatest(v.seq, u.seq) as seq,
        v.seq as version_seq, v.ceiling, v.ceiling_shares, v.ends_on,
        coalesce(u.amount, 0) as consumed, coalesce(u.shares, 0) as consumed_shares
      from (select distinct on (decision_id, cooperative_id, instrument) * from authorisation_version
        order by decision_id, cooperative_id, instrument, seq desc) v
      left join (
        select m.decision_id, m.cooperative_id, max(greatest(m.seq, r.seq)) as seq,
          sum(m.amount) filter (where r.id is null) as amount, sum(m.shares) filter (where r.id is null) as shares,
          case when m.kind in ('subscription', 'contribution_in_kind', 'purchase', 'advance_conversion') then 'shares'
            when m.kind in ('sale', 'withdrawal', 'write_off') then 'disposal' else m.kind end as instrument
        from movement m left join movement r on r.authority_id = m.authority_id and r.reverses = m.id
        where m.decision_id is not null group by 1, 2, 6
      ) u using (decision_id, cooperative_id, instrument)`,
  },
}

function newestOf(table: 'decision' | 'seat' | 'mandate', columns: string) {
  const id = sql.ref(`v.${table}_id`)
  const from = sql`select distinct on (${id}) ${id} as id, v.* from ${sql.table(`${table}_version`)} v
    order by ${id}, v.version desc`
  return { key: 'id', columns, from }
}

/** Each row that says what holds now says what its versions do: the guards that look at it are no weaker than they are. */
export async function checkCurrent(tx: Tx): Promise<Alteration[]> {
  const found: Alteration[] = []
  for (const [table, { key, columns, from }] of Object.entries(TOLD)) {
    const [keys, said, told] = [sql.raw(key), sql.raw(prefixed('c', columns)), sql.raw(prefixed('v', columns))]
    const { rows } = await sql<{ key: string; what: Alteration['what'] }>`
      select concat_ws('/', ${keys}) as key,
        case when c.authority_id is null then 'missing' when v.authority_id is null then 'added' else 'altered' end as what
      from ${sql.table(table)} c full join (${from}) v using (${keys})
      where (${said}) is distinct from (${told}) or c.authority_id is distinct from v.authority_id order by 1`.execute(
      tx,
    )
    found.push(...rows.map((row) => ({ seq: 0, table, ...row })))
  }
  return found
}

const prefixed = (table: string, columns: string): string =>
  columns
    .split(', ')
    .map((column) => `${table}.${column}`)
    .join(', ')
