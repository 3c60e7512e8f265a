// The decisions about cooperatives: their steps until asOf, what they allow, and what movements used of it.
import { sql } from 'kysely'
import { allowsAnything, INSTRUMENT_OF, type Instrument, isConsuming } from '../decisions/authorisation.ts'
import { stands } from '../decisions/stands.ts'
import { type StepKind, standingOf } from '../decisions/step.ts'
import { countsAt } from '../decisions/step-queries.ts'
import { statement } from '../postgres/statement.ts'
import type { DecisionFact, UseFact } from '../rules/facts.ts'
import { Decimal, euros, ZERO } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type Asked, asked } from './asked.ts'

export interface DecisionRow {
  id: string
  number: string
  body: string
  kind: string
  /** In one text, `adopted 2024-01-15`, separated by commas: what counts of them, on or before asOf; null: none does. */
  steps: string | null
}

/** All decisions, as they were called. */
export const decisions = statement<Asked, DecisionRow>((parameter) => {
  const { asOf, seq } = asked(parameter)
  return sql`
    with step as (
      select s.decision_id, string_agg(s.kind || ' ' || s.happened_on, ',') as steps
      from decision_step s where s.happened_on <= ${asOf} and ${countsAt(seq)} group by s.decision_id)
    select distinct on (v.decision_id) v.decision_id as id, v.number, v.body, v.kind, step.steps
    from decision_version v left join step using (decision_id) where v.seq <= ${seq} order by v.decision_id, v.seq desc`
})

export interface AboutRow {
  decision_id: string
  cooperative_id: string
  /** null: the decision names the cooperative. */
  instrument: Instrument | null
  ceiling: string | null
  ceiling_shares: string | null
}

/** Which cooperatives decisions are about: those that they name, and those that they allow something for. */
export const abouts = statement<Asked, AboutRow>((parameter) => {
  const { seq, isAsked } = asked(parameter)
  return sql`
    (select distinct on (a.decision_id, a.cooperative_id, a.instrument) a.decision_id, a.cooperative_id, a.instrument,
      a.ceiling, a.ceiling_shares
    from authorisation_version a where a.seq <= ${seq} and ${isAsked(sql`a.cooperative_id`)}
    order by a.decision_id, a.cooperative_id, a.instrument, a.seq desc)
    union all
    select n.decision_id, n.cooperative_id, null, null, null from decision_cooperative n
    where ${isAsked(sql`n.cooperative_id`)} and n.version = (
      select v.version from decision_version v
      where v.authority_id = n.authority_id and v.decision_id = n.decision_id and v.seq <= ${seq}
      order by v.seq desc limit 1)`
})

export interface UseRow {
  decision_id: string
  cooperative_id: string
  kind: string
  first_on: PlainDate
  consumed: string
  consumed_shares: string
}

/** What movements cite decisions for, by kind. */
export const uses = statement<Asked, UseRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select m.decision_id, m.cooperative_id, m.kind, min(m.effective_on) as first_on,
      coalesce(sum(m.amount), 0) as consumed, coalesce(sum(m.shares), 0) as consumed_shares
    from movement m
    where m.decision_id is not null and m.kind <> 'reversal' and m.effective_on <= ${asOf} and ${stands(seq)}
      and ${isAsked(sql`m.cooperative_id`)}
    group by m.decision_id, m.cooperative_id, m.kind order by m.decision_id, m.cooperative_id, m.kind`
})

export function byId(rows: readonly DecisionRow[]): ReadonlyMap<string, DecisionRow> {
  return new Map(rows.map((row) => [row.id, row]))
}

/** The decisions about one cooperative, or cited for it, each with what was used of it. */
export function factsOf(
  decisions: ReadonlyMap<string, DecisionRow>,
  abouts: readonly AboutRow[],
  uses: readonly UseRow[],
): DecisionFact[] {
  const named = abouts.filter(allowsOrNames)
  const ids = new Set([...named, ...uses].map(({ decision_id }) => decision_id))
  return [...ids].sort().flatMap((id): DecisionFact[] => {
    const row = decisions.get(id)
    if (!row) return []
    const steps = stepsOf(row.steps)
    const dayOf = (kind: StepKind) => steps.find((step) => step.kind === kind)?.on ?? null
    const isOf = ({ decision_id }: { readonly decision_id: string }) => decision_id === id
    const own = named.filter(isOf)
    const used = uses.filter(isOf)
    return [
      {
        id,
        number: row.number,
        body: row.body,
        kind: row.kind,
        allows: own.some(({ instrument }) => instrument !== null),
        citedFrom: own.length > 0 ? null : firstOf(used),
        adoptedOn: dayOf('adopted'),
        publishedOn: dayOf('published'),
        voidOn: dayOf('rejected') ?? dayOf('withdrawn') ?? dayOf('annulled'),
        standing: standingOf(steps),
        uses: usesOf(used, abouts.filter(isOf)),
      },
    ]
  })
}

/** False for terms that were emptied, as `allowsAnything` tells it of an answer. */
function allowsOrNames({ instrument, ceiling, ceiling_shares }: AboutRow): boolean {
  if (instrument === null || ceiling === null) return true
  return allowsAnything({ instrument, authorised: euros(ceiling), authorisedShares: ceiling_shares })
}

/** By instrument: the kinds of movements that use the same one go together. */
function usesOf(rows: readonly UseRow[], abouts: readonly AboutRow[]): UseFact[] {
  const byInstrument = Map.groupBy(rows, ({ kind }) => (isConsuming(kind) ? INSTRUMENT_OF[kind] : null))
  return [...byInstrument].map(([instrument, used]) => {
    const terms = instrument === null ? undefined : abouts.find((about) => about.instrument === instrument)
    const sum = (column: 'consumed' | 'consumed_shares') => used.reduce((total, row) => total.plus(row[column]), ZERO)
    return {
      instrument,
      firstOn: firstOf(used),
      consumed: sum('consumed'),
      consumedShares: sum('consumed_shares'),
      authorised: terms?.ceiling == null ? null : new Decimal(terms.ceiling),
      authorisedShares: terms?.ceiling_shares == null ? null : new Decimal(terms.ceiling_shares),
    }
  })
}

function firstOf(used: readonly UseRow[]): PlainDate {
  return used.map(({ first_on }) => first_on).sort()[0] as PlainDate
}

function stepsOf(text: string | null): { kind: StepKind; on: PlainDate }[] {
  return (text?.split(',') ?? []).map((step) => {
    const [kind = '', on = ''] = step.split(' ')
    return { kind: kind as StepKind, on }
  })
}
