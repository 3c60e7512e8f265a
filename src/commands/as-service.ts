import { randomUUID } from 'node:crypto'
import type { Caller } from '../access/caller.ts'
import type { OperationId } from '../access/permissions.ts'
import { command, type JournalEntry, type Writing } from '../journal/command.ts'
import { type Database, INSTALLATION } from '../postgres/database.ts'

/**
 * Runs an administrator's verb from the command line, through the same door as every write. Whoever can run it has the
 * database already; the journal says that it was the service itself, and through which command.
 */
export async function asService<Result>(
  database: Database,
  clock: () => Date,
  name: string,
  operation: OperationId,
  verb: (writing: Writing) => Promise<JournalEntry & { result: Result }>,
): Promise<Result> {
  const caller: Caller = {
    tokenId: null,
    name,
    subject: null,
    role: 'admin',
    authorityId: INSTALLATION,
    cursorKey: Buffer.alloc(32),
    lastSeq: 0,
    lastRecordedAt: '1970-01-01T00:00:00.000000Z',
  }
  let result: Result | undefined
  await command({ database, clock, caller, requestId: randomUUID() }, { operation }, async (writing) => {
    const done = await verb(writing)
    result = done.result
    return { ...done, answer: { status: 201, headers: {}, body: null } }
  })
  return result as Result
}
