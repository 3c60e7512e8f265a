// The decisions about cooperatives: their steps until asOf, and what movements used of what they allow.
import { sql } from 'kysely'
import { INSTRUMENT_OF, type Instrument } from '../decisions/authorisation.ts'
import { stands } from '../decisions/authorisation-queries.ts'
import type { StepKind } from '../decisions/step.ts'
import { allowsAnything, countsAt } from '../decisions/step-queries.ts'
import { statement } from '../postgres/statement.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type Asked, asked } from './asked.ts'

export interface DecisionRow {
  id: string
  cooperative_id: string
  number: string
  body: string
  kind: string
  /** In one text, `adopted 2024-01-15`, separated by commas: what counts of them, on or before asOf; null: none does. */
  steps: string | null
}

/** Decisions, with each cooperative that they are about or that a movement cites them for. */
export const decisions = statement<Asked, DecisionRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    with step as (
      select s.decision_id, string_agg(s.kind || ' ' || s.happened_on, ',') as steps
      from decision_step s where s.happened_on <= ${asOf} and ${countsAt(seq)} group by s.decision_id),
    version as (
      select distinct on (v.decision_id) v.* from decision_version v where v.seq <= ${seq}
      order by v.decision_id, v.seq desc),
    terms as (
      select distinct on (a.decision_id, a.cooperative_id, a.instrument) a.* from authorisation_version a
      where a.seq <= ${seq} order by a.decision_id, a.cooperative_id, a.instrument, a.seq desc),
    about as (
      select a.decision_id, a.cooperative_id from terms a where ${allowsAnything}
      union
      select n.decision_id, n.cooperative_id from decision_cooperative n
      join version v on v.authority_id = n.authority_id and v.decision_id = n.decision_id and v.version = n.version
      union
      select m.decision_id, m.cooperative_id from movement m
      where m.decision_id is not null and m.effective_on <= ${asOf} and ${stands(seq)})
    select v.decision_id as id, about.cooperative_id, v.number, v.body, v.kind, step.steps
    from about join version v using (decision_id) left join step using (decision_id)
    where ${isAsked(sql`about.cooperative_id`)} order by v.decision_id, about.cooperative_id`
})

export interface UseRow {
  decision_id: string
  cooperative_id: string
  instrument: Instrument | null
  first_on: PlainDate
  consumed: string
  consumed_shares: string
  ceiling: string | null
  ceiling_shares: string | null
}

const instrumentOf = sql`case m.kind ${sql.join(
  Object.entries(INSTRUMENT_OF).map(([kind, instrument]) => sql`when ${sql.lit(kind)} then ${sql.lit(instrument)}`),
  sql` `,
)} end`

/** What was used of each decision, by cooperative and instrument, and the ceiling; null: movements that use none. */
export const uses = statement<Asked, UseRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select u.*, a.ceiling, a.ceiling_shares from (
      select m.authority_id, m.decision_id, m.cooperative_id, ${instrumentOf} as instrument,
        min(m.effective_on) as first_on, sum(coalesce(m.amount, 0)) as consumed, sum(coalesce(m.shares, 0)) as consumed_shares
      from movement m
      where m.decision_id is not null and m.kind <> 'reversal' and m.effective_on <= ${asOf} and ${stands(seq)}
        and ${isAsked(sql`m.cooperative_id`)}
      group by m.authority_id, m.decision_id, m.cooperative_id, ${instrumentOf}
    ) u
    left join lateral (
      select n.ceiling, n.ceiling_shares from authorisation_version n
      where n.authority_id = u.authority_id and n.decision_id = u.decision_id and n.cooperative_id = u.cooperative_id
        and n.instrument = u.instrument and n.seq <= ${seq}
      order by n.seq desc limit 1) a on true
    order by u.decision_id, u.cooperative_id, u.instrument`
})

/** A step as `decisions` writes it. */
export function stepsOf(text: string | null): { kind: StepKind; on: PlainDate }[] {
  return (text?.split(',') ?? []).map((step) => {
    const [kind = '', on = ''] = step.split(' ')
    return { kind: kind as StepKind, on }
  })
}
