import { sql } from 'kysely'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { sha256Hex } from '../values/canonical.ts'
import { BEGINNING, type Link, type SealedRow, skippedTo } from './chain.ts'
import { wayUp } from './inclusion.ts'
import { findSeals, readAsSealed } from './queries.ts'
import type { MovementProof } from './schema.ts'

/** The journal row of a movement; undefined when there is none. */
export async function placeOfMovement(tx: Tx, id: string): Promise<{ seq: number } | undefined> {
  return tx.selectFrom('movement').select('seq').where('id', '=', id).executeTakeFirst()
}

/** Proves that a movement is in the register as it was at a moment; undefined when it was not known then. */
export async function proveMovement(
  tx: Tx,
  authorityId: string,
  movementId: string,
  moment: Moment,
): Promise<MovementProof | undefined> {
  const place = await placeOfMovement(tx, movementId)
  if (!place || place.seq > moment.seq) return undefined
  await readAsSealed(tx)
  const places = wayUp(place.seq, moment.seq)
  const wanted = new Set(places.flatMap((seq) => [seq, seq - 1, skippedTo(seq)]))
  const seals = new Map((await findSeals(tx, 'journal', [...wanted])).map((seal) => [seal.seq, seal]))
  const sealAt = (seq: number) => {
    const seal = seals.get(seq)
    if (!seal) throw new Error(`the journal has no seal at ${seq}`)
    return seal
  }
  const digestAt = (seq: number) => (seq === 0 ? BEGINNING : sealAt(seq).digest)
  const path = places.map((seq): Link => {
    const leaves = sha256Hex(sealAt(seq).leaves)
    return { seq, before: digestAt(seq - 1), skipped: digestAt(skippedTo(seq)), leaves }
  })
  return {
    movementId,
    authorityId,
    chain: 'journal',
    rows: await rowsOf(tx, movementId, place.seq),
    leaves: sealAt(place.seq).leaves,
    path,
    checkpoint: { seq: moment.seq, digest: digestAt(moment.seq) },
  }
}

async function rowsOf(tx: Tx, movementId: string, seq: number): Promise<SealedRow[]> {
  const { rows } = await sql<SealedRow>`
    select r.table_name as "table", r.key, r.content from sealed_row r
    where r.authority_id = current_authority() and r.chain = 'journal' and r.seq = ${seq}
      and ((r.table_name = 'movement' and r.key = ${movementId})
        or (r.table_name = 'entry' and r.key = ${`${movementId}/${seq}`}))
    order by r.table_name desc`.execute(tx)
  return rows
}
