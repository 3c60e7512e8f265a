// What single undertakings were granted: of all cooperatives, since one undertaking may be several of them.
import type { Tx } from '../postgres/database.ts'
import type { AidFact } from '../rules/facts.ts'
import { stateAidsOn } from '../state-aids/queries.ts'
import { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { Asked } from './asked.ts'

const FIRST_DAY: PlainDate = '0001-01-01'

/**
 * By cooperative, the aids of all single undertakings that it is or is part of. An aid that names none is of the undertaking
 * that the cooperative was last said to be part of, or of the cooperative alone.
 */
export async function aidsOn(tx: Tx, { asOf, seq }: Asked): Promise<ReadonlyMap<string, AidFact[]>> {
  const aids = await stateAidsOn(tx, { asOf, seq }, FIRST_DAY)
  const named = new Map(aids.map(({ cooperativeId, singleUndertaking }) => [cooperativeId, singleUndertaking]))
  for (const { cooperativeId, singleUndertaking } of aids) {
    if (singleUndertaking !== null) named.set(cooperativeId, singleUndertaking)
  }
  const facts = aids.map(({ cooperativeId, singleUndertaking, grantedOn, ...aid }) => ({
    cooperativeId,
    undertaking: singleUndertaking ?? named.get(cooperativeId) ?? cooperativeId,
    on: grantedOn,
    regulation: aid.regulation,
    amount: new Decimal(aid.grossGrantEquivalent),
    movementId: aid.movementId,
  }))
  const ofUndertaking = Map.groupBy(facts, ({ undertaking }) => undertaking)
  const ofCooperative = Map.groupBy(facts, ({ cooperativeId }) => cooperativeId)
  return new Map(
    [...ofCooperative].map(([id, own]) => {
      const undertakings = new Set(own.map(({ undertaking }) => undertaking))
      const all = [...undertakings].flatMap((undertaking) => ofUndertaking.get(undertaking) ?? [])
      return [id, all.sort((left, right) => (left.on < right.on ? -1 : 1))]
    }),
  )
}
