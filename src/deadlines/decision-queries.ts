// What ends of decisions: the use of what they authorise, and the time to challenge them.
import { sql } from 'kysely'
import { listAuthorisations } from '../decisions/authorisation-queries.ts'
import { isVoid } from '../decisions/step.ts'
import { countsAt, isAbout, standingsOf } from '../decisions/step-queries.ts'
import { decisionNameAt } from '../decisions/version-queries.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { DeadlineSource, Due } from './source.ts'

/** Authorisations that end with something left. */
export const authorisations: DeadlineSource = {
  kinds: ['authorisation_end'],
  read: async (tx, moment, cooperativeId) => {
    const filter = { cooperativeId, endsFrom: moment.asOf }
    const ending = await listAuthorisations(tx, moment, filter, undefined, Number.MAX_SAFE_INTEGER)
    return ending.flatMap((one): Due[] => {
      if (one.to === null || one.state === 'void' || one.left === '0.00' || one.leftShares === '0') return []
      return [
        {
          // A decision may authorise several instruments, for several cooperatives.
          key: `authorisation_end:${one.decisionId}:${one.cooperativeId}:${one.instrument}`,
          kind: 'authorisation_end',
          dueOn: one.to,
          basis: 'stated',
          cooperativeId: one.cooperativeId,
          amount: one.left,
          since: one.executoryOn,
          subject: one.number,
          instrument: one.instrument,
          role: null,
          resourceId: one.decisionId,
          link: `/v1/decisions/${one.decisionId}`,
        },
      ]
    })
  },
}

/** Decisions that can still be challenged (CJA R.421-1). */
export const challenges: DeadlineSource = {
  kinds: ['challenge_end'],
  read: async (tx, moment, cooperativeId) => {
    const published = await recentlyPublished(tx, moment)
    const standings = await standingsOf(
      tx,
      published.map(({ id }) => id),
      moment,
    )
    return published.flatMap(({ id, number, published_on, cooperative_ids }): Due[] => {
      const { status = null, challengeUntil = null } = standings.get(id) ?? {}
      if (challengeUntil === null || challengeUntil < moment.asOf || isVoid(status)) return []
      if (cooperativeId !== undefined && !cooperative_ids.includes(cooperativeId)) return []
      return [
        {
          key: `challenge_end:${id}`,
          kind: 'challenge_end',
          dueOn: challengeUntil,
          basis: 'law',
          cooperativeId: cooperative_ids.length === 1 ? (cooperative_ids[0] ?? null) : null,
          amount: null,
          since: published_on,
          subject: number,
          instrument: null,
          role: null,
          resourceId: id,
          link: `/v1/decisions/${id}`,
        },
      ]
    })
  },
}

interface Row {
  id: string
  number: string
  published_on: PlainDate
  cooperative_ids: string[]
}

/** Published within the longest time in which a decision can be challenged, with the cooperatives that each is about. */
async function recentlyPublished(tx: Tx, { asOf, seq }: Moment): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.decision_id as id, s.happened_on as published_on, v.number,
      array(select c.id from cooperative c
        where c.authority_id = s.authority_id and ${isAbout(sql`s.authority_id`, sql`s.decision_id`, sql`c.id`, seq)}
        order by c.id) as cooperative_ids
    from decision_step s
    cross join lateral ${decisionNameAt(sql`s.authority_id`, sql`s.decision_id`, seq)} v
    where s.kind = 'published' and s.happened_on <= ${asOf} and s.happened_on + interval '2 months' >= ${asOf}::date
      and ${countsAt(seq)}`.execute(tx)
  return rows
}
