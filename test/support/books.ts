// The books of an authority, checked from outside by plain SQL: nothing here comes from the code that keeps them.
import { type RawBuilder, sql } from 'kysely'
import { type Database, openPostgres, type Tx } from '../../src/postgres/database.ts'
import { checkRegister } from '../../src/proof/registers.ts'

type Queryable = Pick<Database, 'kysely'>

/** Everything that is wrong with an authority's books, in words; empty when they are balanced and whole. */
export async function booksBalanced(where: Queryable | string, authorityId: string): Promise<string[]> {
  if (typeof where !== 'string') return wrongIn(where, authorityId)
  const database = openPostgres(where, { max: 1 })
  try {
    return await wrongIn(database, authorityId)
  } finally {
    await database.close()
  }
}

async function wrongIn({ kysely }: Queryable, authorityId: string): Promise<string[]> {
  const wrong: string[] = []
  for (const [what, query] of Object.entries(CHECKS)) {
    const { rows } = await query(authorityId).execute(kysely)
    wrong.push(...rows.map((row) => `${what}: ${JSON.stringify(row)}`))
  }
  return [...wrong, ...(await sealsBroken(kysely))]
}

/** What npm run verify finds, in every authority. Last, since it drops to the service's role. */
async function sealsBroken(kysely: Queryable['kysely']): Promise<readonly string[]> {
  const check = (tx: Tx) => checkRegister(tx, []).then(({ faults }) => faults)
  return kysely.isTransaction ? check(kysely as Tx) : kysely.transaction().execute(check)
}

const EUROS =
  'share_cost uncalled payable owed_purchase owed_grant treasury treasury_receipt treasury_advance treasury_repayment impairment impairment_charge impairment_release receivable_sale receivable_withdrawal disposed_cost disposal_proceeds advance share_income contributed_asset grant loss'.split(
    ' ',
  )

/** What each kept balance is the sum of: debits count up, save where the account is one of credits. */
const CLASS_BALANCE = ['+shares', '+share_cost', '-uncalled', '-payable', '-owed_purchase', '-impairment']
const COOPERATIVE_BALANCE = [
  '+advance',
  '-owed_grant',
  '+receivable_sale',
  '+receivable_withdrawal',
  '-share_income',
  '+disposed_cost',
  '-disposal_proceeds',
  '+grant',
  '+loss',
  '+treasury_receipt',
  '-treasury_advance',
  '+treasury_repayment',
]

type Check = (authorityId: string) => RawBuilder<object>

const CHECKS: Record<string, Check> = {
  'postings that do not sum to zero': (id) => sql`
    select movement_id, seq, sum(${sql.join(
      EUROS.map((column) => sql.ref(column)),
      sql` + `,
    )}) as sum
    from entry where authority_id = ${id} group by movement_id, seq
    having sum(${sql.join(
      EUROS.map((column) => sql.ref(column)),
      sql` + `,
    )}) <> 0`,
  'a journal row out of step': (id) => sql`
    select * from (
      select seq, recorded_at, row_number() over (order by seq) as place, lag(recorded_at) over (order by seq) as previous
      from journal where authority_id = ${id}) j
    where seq <> place or recorded_at <= previous`,
  'an authority that is not at its last journal row': (id) => sql`
    select a.last_seq, a.last_recorded_at, j.seq, j.recorded_at from authority a
    left join lateral (select seq, recorded_at from journal where authority_id = ${id} order by seq desc limit 1) j on true
    where a.authority_id = ${id} and (a.last_seq <> coalesce(j.seq, 0) or a.last_recorded_at <> j.recorded_at)`,
  'a movement without its own entry': (id) => sql`
    select m.id from movement m where m.authority_id = ${id} and not exists (
      select from entry e where e.authority_id = ${id} and (e.movement_id, e.caused_by, e.seq) = (m.id, m.id, m.seq)
        and e.recorded_at = m.recorded_at and e.effective_on = m.effective_on)`,
  'a movement without its journal row': (id) => sql`
    select m.id from movement m where m.authority_id = ${id} and not exists (
      select from journal j where j.authority_id = ${id} and (j.seq, j.recorded_at, j.target_id) = (m.seq, m.recorded_at, m.id)
        and (m.kind = 'reversal') = (j.operation = 'reverseMovement')
        and j.operation in ('recordMovement', 'importMovements', 'reverseMovement'))`,
  'a journal row without its movement': (id) => sql`
    select j.seq, j.operation from journal j
    where j.authority_id = ${id} and j.operation in ('recordMovement', 'importMovements', 'reverseMovement') and not exists (
      select from movement m where m.authority_id = ${id} and (m.seq, m.id) = (j.seq, j.target_id))`,
  'an entry whose cause was not recorded with it': (id) => sql`
    select e.movement_id, e.seq from entry e where e.authority_id = ${id} and not exists (
      select from movement m where m.authority_id = ${id} and (m.id, m.seq, m.recorded_at) = (e.caused_by, e.seq, e.recorded_at))`,
  'a balance of a class that is not the sum of its postings': (id) =>
    differing(id, 'class_balance', ['cooperative_id', 'share_class_id'], CLASS_BALANCE),
  'a balance of a cooperative that is not the sum of its postings': (id) =>
    differing(id, 'cooperative_balance', ['cooperative_id'], COOPERATIVE_BALANCE),
  'an authorisation whose consumption is not the sum of its movements': (id) => sql`
    select a.decision_id, a.instrument, a.consumed, a.consumed_shares, u.* from authorisation a cross join lateral (
      select coalesce(sum(m.amount), 0) as amount, coalesce(sum(m.shares), 0) as shares from movement m
      where m.authority_id = ${id} and m.decision_id = a.decision_id and m.cooperative_id = a.cooperative_id
        and a.instrument = case
          when m.kind in ('subscription', 'contribution_in_kind', 'purchase', 'advance_conversion') then 'shares'
          when m.kind in ('sale', 'withdrawal', 'write_off') then 'disposal' else m.kind end
        and not exists (select from movement r where r.authority_id = ${id} and r.reverses = m.id)) u
    where a.authority_id = ${id} and (a.consumed <> u.amount or a.consumed_shares <> u.shares)`,
  'an authorisation that is exceeded': (id) => sql`
    select * from authorisation where authority_id = ${id} and (consumed > ceiling or consumed_shares > ceiling_shares)`,
  'mandates that overlap': (id) => sql`
    with now as (
      select distinct on (mandate_id) * from mandate_version where authority_id = ${id} order by mandate_id, seq desc)
    select l.mandate_id, r.mandate_id as other from now l join now r on l.mandate_id < r.mandate_id
      and ((l.seat_id, l.role) = (r.seat_id, r.role) or (l.organ_id, l.person_id) = (r.organ_id, r.person_id))
      and daterange(l.starts_on, l.ends_on) && daterange(r.starts_on, r.ends_on)`,
  'a mandate that is not its newest version': (id) => sql`
    select m.id from mandate m cross join lateral (
      select * from mandate_version v where v.authority_id = ${id} and v.mandate_id = m.id order by v.seq desc limit 1) v
    where m.authority_id = ${id} and (m.seq, m.seat_id, m.person_id, m.role, m.starts_on, m.ends_on)
      is distinct from (v.seq, v.seat_id, v.person_id, v.role, v.starts_on, v.ends_on)`,
  'a step that is missing in the history of a cooperative': (id) => sql`
    select s.id, a.cooperative_id from decision_step s
    join authorisation_version a on a.authority_id = ${id} and a.decision_id = s.decision_id
    where s.authority_id = ${id} and s.kind <> 'cancellation' and not exists (
      select from cooperative_step c where c.authority_id = ${id} and c.cooperative_id = a.cooperative_id and c.step_id = s.id)`,
}

/**
 * The positions, days and journal rows where the newest balance row is not the sum of the postings. Every day on which
 * anything was posted is looked at as known at the end, and every balance row as known when it was written.
 */
function differing(id: string, table: string, position: string[], balances: string[]): RawBuilder<object> {
  const key = (alias: string) => sql.join(position.map((column) => sql.ref(`${alias}.${column}`)))
  const names = balances.map((balance) => balance.slice(1))
  const sums = balances.map(
    (balance) => sql`coalesce(sum(${balance.startsWith('-') ? sql`-` : sql``}${sql.ref(`e.${balance.slice(1)}`)}), 0)`,
  )
  return sql`
    with looked_at as (
      select ${key('e')}, e.effective_on, 9007199254740991 as seq from entry e
      where e.authority_id = ${id} and ${sql.ref(`e.${position.at(-1)}`)} is not null
      union select ${key('b')}, b.effective_on, b.seq from ${sql.table(table)} b where b.authority_id = ${id})
    select l.*, kept.figures as kept, posted.figures as posted from looked_at l
    left join lateral (
      select array[${sql.join(names.map((name) => sql`${sql.ref(`b.${name}`)}::numeric`))}] as figures
      from ${sql.table(table)} b
      where b.authority_id = ${id} and (${key('b')}) = (${key('l')}) and b.effective_on <= l.effective_on and b.seq <= l.seq
      order by b.effective_on desc, b.seq desc limit 1) kept on true
    cross join lateral (
      select array[${sql.join(sums)}] as figures from entry e
      where e.authority_id = ${id} and (${key('e')}) = (${key('l')}) and e.effective_on <= l.effective_on and e.seq <= l.seq
    ) posted
    where coalesce(kept.figures, array_fill(0::numeric, array[${sql.lit(balances.length)}])) <> posted.figures`
}
