// Cooperatives with as many events as one likes, written by SQL: through the API five thousand of them would take minutes.
import type { Test } from 'tap'
import { type Authority, Service } from '../support/api.ts'
import { unguarded } from './unguarded.ts'

// One more comes from accounts, for as many years as the register takes.
const EVENTS_A_ROUND = 9

/**
 * Gives a cooperative at least so many events: decisions with their steps, movements, mandates with both ends, capital statements,
 * audits, state aid, conventions and accounts, all interleaved, from 1950 on. The journal goes on where it was.
 *
 * @param url the database, as its superuser
 */
export function makeHistory(url: string, authorityId: string, cooperativeId: string, events: number): Promise<void> {
  return unguarded(url, async (client) => {
    const { rows } = await client.query('select last_seq as seq from authority where authority_id = $1', [authorityId])
    const rounds = Math.ceil(events / EVENTS_A_ROUND)
    await client.query(ROUNDS, [rounds, rows[0].seq])
    for (const statement of STATEMENTS) {
      await client.query(
        statement.replaceAll(':authority', `'${authorityId}'`).replaceAll(':cooperative', `'${cooperativeId}'`),
      )
    }
  })
}

/** A round is a decision's step, a mandate, a paper of each kind and two movements, each with a journal row of its own. */
const ROUNDS = `
  create temporary table r on commit drop as
  select i, ('1950-01-01'::date + (i * least(25, 25000 / $1::int))::int) as day, $2::bigint + i * 9 as seq,
    gen_random_uuid() as step, gen_random_uuid() as mandate, gen_random_uuid() as statement, gen_random_uuid() as accounts,
    gen_random_uuid() as audit, gen_random_uuid() as aid, gen_random_uuid() as convention,
    gen_random_uuid() as first, gen_random_uuid() as second,
    first_value(gen_random_uuid()) over (partition by i / 5 order by i) as decision
  from (select generate_series(0, $1::int - 1) as i) g`

const at = (offset: number) => `r.seq + ${offset}`
const recorded = (offset: number) =>
  `(select j.recorded_at from journal j where j.authority_id = :authority and j.seq = ${at(offset)})`

const STATEMENTS = [
  `insert into journal (authority_id, seq, recorded_at, operation, actor_name, actor_role, request_id, content)
   select :authority, r.seq + k, a.last_recorded_at + (r.seq + k - a.last_seq) * interval '1 microsecond', 'recordMovement',
     'bench', 'finance', 'bench', '{}'
   from r cross join generate_series(1, 9) k join authority a on a.authority_id = :authority`,
  // No more than the next seal needs: nobody verifies a bench.
  `insert into seal (authority_id, chain, seq, leaves, digest)
   select :authority, 'journal', r.seq + k, 'bench', sha256('bench') from r cross join generate_series(1, 9) k`,
  `update authority set (last_seq, last_recorded_at) =
     (select seq, recorded_at from journal where authority_id = :authority order by seq desc limit 1)
   where authority_id = :authority`,
  `insert into decision_version (authority_id, decision_id, version, seq, recorded_at, number, body, kind, object)
   select :authority, r.decision, 1, ${at(1)}, ${recorded(1)}, 'D-' || r.i || :cooperative, 'assembly', 'other', 'Objet ' || r.i
   from r where r.i % 5 = 0`,
  `insert into decision (authority_id, id, seq, body, number)
   select :authority, r.decision, ${at(1)}, 'assembly', 'D-' || r.i || :cooperative from r where r.i % 5 = 0`,
  `insert into decision_cooperative (authority_id, decision_id, version, seq, cooperative_id)
   select :authority, r.decision, 1, ${at(1)}, :cooperative from r where r.i % 5 = 0`,
  `insert into decision_step (authority_id, id, decision_id, seq, recorded_at, kind, happened_on)
   select :authority, r.step, r.decision, ${at(1)}, ${recorded(1)},
     (array['drafted', 'tabled', 'adopted', 'transmitted', 'published'])[r.i % 5 + 1], r.day from r`,
  `insert into cooperative_step (authority_id, cooperative_id, happened_on, seq, step_id, decision_id)
   select :authority, :cooperative, r.day, ${at(1)}, r.step, r.decision from r`,
  `insert into mandate_version (authority_id, mandate_id, version, seq, recorded_at, cooperative_id, organ_id, seat_id,
     person_id, role, starts_on, ends_on, end_reason, no_decision_reason)
   select :authority, r.mandate, 1, ${at(2)}, ${recorded(2)}, :cooperative, s.organ_id, s.id, p.id, 'titular',
     r.day, r.day + 1, 'replaced', 'bench'
   from r, (select s.* from seat s join organ o using (authority_id) where o.id = s.organ_id and o.cooperative_id = :cooperative limit 1) s,
     (select p.* from person p where p.authority_id = :authority limit 1) p`,
  `insert into capital_statement (authority_id, id, cooperative_id, stated_on, seq, recorded_at, total_capital)
   select :authority, r.statement, :cooperative, r.day, ${at(3)}, ${recorded(3)}, 1000 + r.i from r`,
  `insert into annual_accounts (authority_id, id, cooperative_id, year, closed_on, seq, recorded_at, equity)
   select :authority, r.accounts, :cooperative, 1900 + r.i % 300, r.day, ${at(4)}, ${recorded(4)}, r.i from r where r.i < 300`,
  `insert into cooperative_audit (authority_id, id, cooperative_id, reported_on, seq, recorded_at)
   select :authority, r.audit, :cooperative, r.day, ${at(7)}, ${recorded(7)} from r`,
  `insert into state_aid (authority_id, id, cooperative_id, granted_on, seq, recorded_at, regulation, gross_grant_equivalent)
   select :authority, r.aid, :cooperative, r.day, ${at(8)}, ${recorded(8)}, 'de_minimis', r.i from r`,
  `insert into advance_convention (authority_id, id, cooperative_id, reference, signed_on, ends_on, seq, recorded_at)
   select :authority, r.convention, :cooperative, 'C-' || r.i, r.day, r.day + 365, ${at(9)}, ${recorded(9)} from r`,
  ...(['first', 'second'] as const).flatMap((name, index) => [
    `insert into movement (authority_id, id, seq, recorded_at, cooperative_id, kind, effective_on, amount)
     select :authority, r.${name}, ${at(5 + index)}, ${recorded(5 + index)}, :cooperative, 'share_interest', r.day, 1 from r`,
    `insert into entry (authority_id, movement_id, seq, recorded_at, caused_by, cooperative_id, effective_on, treasury, share_income)
     select :authority, r.${name}, ${at(5 + index)}, ${recorded(5 + index)}, r.${name}, :cooperative, r.day, 1, -1 from r`,
  ]),
]

/** Two cooperatives of one authority, one with fifty events and one with five thousand. */
export async function histories(t: Test): Promise<{ authority: Authority; few: string; many: string }> {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  await authority.person()
  const make = async (events: number) => {
    const cooperativeId = await authority.cooperative()
    await authority.seat(cooperativeId)
    await makeHistory(String(service.test.url), authority.id, cooperativeId, events)
    return cooperativeId
  }
  return { authority, few: await make(50), many: await make(5000) }
}
