// What single undertakings were granted: of all cooperatives, since one undertaking may be several of them.
import type { Tx } from '../postgres/database.ts'
import type { AidFact } from '../rules/facts.ts'
import { stateAidsOn } from '../state-aids/queries.ts'
import { Decimal } from '../values/amount.ts'
import { compareDates, type PlainDate } from '../values/plain-date.ts'
import type { Asked } from './asked.ts'

const FIRST_DAY: PlainDate = '0001-01-01'

/** By cooperative, its aids, and those of all that were ever said to be part of one undertaking with it. */
export async function aidsOn(tx: Tx, { asOf, seq }: Asked): Promise<ReadonlyMap<string, AidFact[]>> {
  const aids = await stateAidsOn(tx, { asOf, seq }, FIRST_DAY)
  const facts = aids.map(
    ({ cooperativeId, singleUndertaking, grantedOn, regulation, grossGrantEquivalent, movementId }) => ({
      cooperativeId,
      undertaking: singleUndertaking,
      on: grantedOn,
      regulation,
      amount: new Decimal(grossGrantEquivalent),
      movementId,
    }),
  )
  const ofUndertaking = Map.groupBy(facts, ({ undertaking }) => undertaking)
  const ofCooperative = Map.groupBy(facts, ({ cooperativeId }) => cooperativeId)
  return new Map(
    [...ofCooperative].map(([id, own]) => {
      const named = [...new Set(own.map(({ undertaking }) => undertaking))].filter(
        (undertaking) => undertaking !== null,
      )
      const members = named.flatMap((undertaking) => ofUndertaking.get(undertaking) ?? [])
      const cooperatives = new Set([id, ...members.map(({ cooperativeId }) => cooperativeId)])
      const all = [...cooperatives].flatMap((cooperativeId) => ofCooperative.get(cooperativeId) ?? [])
      return [id, all.sort((left, right) => compareDates(left.on, right.on))]
    }),
  )
}
