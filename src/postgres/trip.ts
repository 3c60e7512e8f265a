// What goes to PostgreSQL together: statements whose answers nobody waits for before the next is sent.
import type { Socket } from 'node:net'
import type pg from 'pg'
import { nameOf } from './statement.ts'
import { Statements } from './statements.ts'

/** A pool whose clients were made with `pipeline: true`: what is sent before an answer has come goes with it. */
export type PipeliningPool = pg.Pool

export interface Naming {
  /** Named statements stay with the connection: a pooler in transaction mode that does not know them must do without. */
  readonly isNamed: boolean
}

export function query(text: string, values: readonly unknown[], { isNamed }: Naming): pg.QueryConfig {
  const name = isNamed ? nameOf(text) : undefined
  return { text, values: [...values], ...(name !== undefined && { name }) }
}

/**
 * Sends some statements together; all have answered, whatever came of them, before the connection is another's.
 *
 * @throws what the first of them that failed says
 */
export async function oneTrip(client: pg.PoolClient, statements: readonly pg.QueryConfig[]): Promise<pg.QueryResult[]> {
  const stream = socketOf(client)
  // One write to the socket for all of them.
  stream.cork()
  const sent = statements.map((one) => client.query(one))
  stream.uncork()
  const answers = await Promise.allSettled(sent)
  const failed = answers.find((answer) => answer.status === 'rejected')
  if (failed) throw failed.reason
  return answers.map((answer) => (answer as PromiseFulfilledResult<pg.QueryResult>).value)
}

/**
 * Sends some statements as one transaction, in one trip: with one Sync behind all of them, so that PostgreSQL makes them one
 * transaction by itself, and skips those behind one that fails (PostgreSQL, Message Flow, Pipelining).
 *
 * @throws what the first of them that failed says
 */
export function oneTransaction(
  client: pg.PoolClient,
  statements: readonly pg.QueryConfig[],
): Promise<pg.QueryResult[]> {
  return new Promise((resolve, reject) => {
    client.query(new Statements(statements, resolve, reject))
  })
}

/** The socket under a connection, which pg gives no other way to. */
export function socketOf(client: pg.PoolClient): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream
}

/** What went wrong, as PostgreSQL or the connection to it says. */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '')
}

/**
 * What a connection says whose named statements are no more what they were: the tables changed under them (a new version
 * migrates while this one still serves), or the server behind a pooler is another. The next connection knows none.
 */
export function isStale(error: unknown): boolean {
  return ['0A000', '26000', '42P05'].includes(codeOf(error))
}

/** True for what a statement may be refused with on a connection that goes on working: a SQLSTATE, but of the connection. */
export function isOfStatement(error: unknown): boolean {
  return /^(?!08|57P)[0-9A-Z]{5}$/.test(codeOf(error)) && codeOf(error) !== 'EPIPE'
}
