import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import type { Instant } from '../values/instant.ts'
import type { Closing } from './schema.ts'

/** A closing as known at a journal row. */
export async function findClosing(tx: Tx, id: string, seq: number): Promise<Closing | undefined> {
  const [closing] = await select(tx, seq, sql`c.id = ${id}`, 1)
  return closing
}

/** The closing that a year is under at a journal row; undefined: the year is open. */
export async function closingOfYear(tx: Tx, year: number, seq: number): Promise<Closing | undefined> {
  const [closing] = await select(tx, seq, sql`c.year = ${year} and r.closing_id is null`, 1)
  return closing
}

/** Closings in order of recording. */
export function listClosings(
  tx: Tx,
  seq: number,
  year: number | undefined,
  after: Instant | undefined,
  limit: number,
): Promise<Closing[]> {
  const where = conditions([year !== undefined && sql`c.year = ${year}`, after && sql`c.recorded_at > ${after}`])
  return select(tx, seq, where, limit)
}

interface Row {
  readonly id: string
  readonly year: number
  readonly note: string | null
  readonly recorded_at: Instant
  readonly reopened_at: Instant | null
  readonly reason: string | null
}

async function select(tx: Tx, seq: number, where: RawBuilder<unknown>, limit: number): Promise<Closing[]> {
  const { rows } = await sql<Row>`
    select c.id, c.year, c.note, c.recorded_at, r.recorded_at as reopened_at, r.reason
    from closing c
    left join reopening r on r.authority_id = c.authority_id and r.closing_id = c.id and r.seq <= ${seq}
    where c.seq <= ${seq} and ${where} order by c.seq limit ${limit}`.execute(tx)
  return rows.map(({ id, year, note, recorded_at, reopened_at, reason }) => ({
    id,
    year,
    note,
    recordedAt: recorded_at,
    reopened: reopened_at === null || reason === null ? null : { recordedAt: reopened_at, reason },
  }))
}
