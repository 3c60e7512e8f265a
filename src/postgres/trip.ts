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

/** @param nameFor what a statement is called, where it may have a name */
export function query(text: string, values: readonly unknown[], { isNamed }: Naming, nameFor = nameOf): pg.QueryConfig {
  const name = isNamed ? nameFor(text) : undefined
  return { text, values: [...values], ...(name !== undefined && { name }) }
}

/**
 * Sends some statements in one round trip, with one Sync behind them. Without BEGIN they are one transaction by that alone.
 *
 * @throws what the first of them that failed says; PostgreSQL skips those behind it
 */
export function oneTrip(
  client: pg.PoolClient,
  statements: readonly pg.QueryConfig[],
): Promise<readonly pg.QueryResult[]> {
  return new Promise((resolve, reject) => {
    client.query(new Statements(statements, (results, error) => (error ? reject(error) : resolve(results))))
  })
}

/** A statement, and who waits for its answer; nobody for what asks for nothing back. */
export interface Asked {
  readonly statement: pg.QueryConfig
  readonly resolve?: (result: pg.QueryResult) => void
  readonly reject?: (error: Error) => void
}

/** The same, where each is answered for itself: those before one that fails have been done. */
export function answerInOneTrip(client: pg.PoolClient, asked: readonly Asked[]): void {
  const settle = (results: readonly pg.QueryResult[], error?: Error) => {
    for (const [index, { resolve, reject }] of asked.entries()) {
      const result = results[index]
      // Without BEGIN, what commits comes after the last answer: it may still fail. A COMMIT that was answered is done.
      const isDone = result && (error === undefined || index < asked.length - 1 || result.command === 'COMMIT')
      if (isDone) resolve?.(result)
      else reject?.(error ?? new Error('no answer'))
    }
  }
  try {
    const statements = asked.map(({ statement }) => statement)
    client.query(new Statements(statements, settle))
  } catch (error) {
    // A value that cannot be sent.
    settle([], error as Error)
  }
}

/** The socket under a connection, which pg gives no other way to. */
export function socketOf(client: pg.PoolClient): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream
}

/** A statement that took longer than it may. */
export const QUERY_CANCELED = '57014'

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

/** True for what leaves its connection of no use to whoever comes next. */
export function isEndOfConnection(error: unknown): boolean {
  return isStale(error) || !isOfStatement(error)
}

/** True for what a statement may be refused with on a connection that goes on working: a SQLSTATE, but of the connection. */
export function isOfStatement(error: unknown): boolean {
  return /^(?!08|57P)[0-9A-Z]{5}$/.test(codeOf(error)) && codeOf(error) !== 'EPIPE'
}
