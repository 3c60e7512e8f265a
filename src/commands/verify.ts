// npm run verify: recomputes every seal from what stands in the database, or in an export, and names what was altered.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { openAsOwner } from '../open.ts'
import type { Database } from '../postgres/database.ts'
import { Checkpoint } from '../proof/checkpoint.ts'
import { faultOf } from '../proof/inclusion.ts'
import { checkExport, checkRegister } from '../proof/registers.ts'
import type { Report } from '../proof/report.ts'
import { MovementProof } from '../proof/schema.ts'
import { run } from '../run.ts'

const USAGE =
  'Use: npm run verify [-- [--checkpoint FILE] [--export FILE | --proof FILE]]; the files are what GET /v1/checkpoint, /v1/exports/register and /v1/movements/{id}/proof answered.'

await run(async () => {
  const { checkpoint: checkpointFile, export: exportFile, proof: proofFile } = readArguments()
  if (exportFile !== undefined && proofFile !== undefined) throw new Error(USAGE)
  const kept = checkpointFile === undefined ? [] : await readCheckpoints(checkpointFile)
  const { faults, conclusion } =
    proofFile !== undefined
      ? await checkProof(proofFile, kept)
      : exportFile !== undefined
        ? await checkExport(exportFile, kept)
        : await checkDatabase(kept)
  process.stdout.write(`${[...faults, conclusion].join('\n')}\n`)
  if (faults.length > 0) process.exitCode = 1
})

function readArguments() {
  const file = { type: 'string' } as const
  try {
    return parseArgs({ options: { checkpoint: file, export: file, proof: file } }).values
  } catch (cause) {
    throw new Error(USAGE, { cause })
  }
}

/** One checkpoint, or a list of those of several authorities. */
async function readCheckpoints(file: string): Promise<Checkpoint[]> {
  return [await readAs(file, z.union([Checkpoint, z.array(Checkpoint)]), 'a checkpoint')].flat()
}

async function checkProof(file: string, kept: readonly Checkpoint[]): Promise<Report> {
  const proof = await readAs(file, MovementProof, 'a proof')
  const fault = faultOf(proof)
  if (fault !== undefined) return { faults: [fault], conclusion: 'The proof does not hold.' }
  const own = kept.filter(({ authorityId }) => authorityId === proof.authorityId)
  const checkpoint = own.find(({ journal }) => journal.seq === proof.checkpoint.seq) ?? own[0]
  const held = `The movement ${proof.movementId} stands in the register of ${proof.authorityId} whose journal had the digest ${proof.checkpoint.digest} at ${proof.checkpoint.seq}.`
  if (!checkpoint)
    return { faults: [], conclusion: `${held} Compare it with a checkpoint that you kept (--checkpoint FILE).` }
  const { seq, digest } = checkpoint.journal
  if (seq === proof.checkpoint.seq && digest === proof.checkpoint.digest) {
    return { faults: [], conclusion: `${held} That is the checkpoint that you kept.` }
  }
  const fix = `ask for the proof with knownAt=${checkpoint.knownAt}`
  return {
    faults: [`The proof leads to journal ${proof.checkpoint.seq}, the checkpoint is of journal ${seq}: ${fix}.`],
    conclusion: 'The proof does not lead to the checkpoint.',
  }
}

async function readAs<Type extends z.ZodType>(file: string, type: Type, what: string): Promise<z.infer<Type>> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The file ${file} cannot be read (${cause.code}).`, { cause })
  })
  try {
    return type.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`The file ${file} does not hold ${what} of this register.`, { cause })
  }
}

async function checkDatabase(kept: readonly Checkpoint[]): Promise<Report> {
  const database = await openAsOwner(readConfig())
  try {
    await mustBeSealed(database)
    return await database.kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) => checkRegister(tx, kept))
  } finally {
    await database.close()
  }
}

async function mustBeSealed({ kysely }: Database): Promise<void> {
  const { rows } = await sql<{ sealed: boolean }>`select to_regclass('seal') is not null as sealed`.execute(kysely)
  if (!rows[0]?.sealed) throw new Error('This database holds no seals: start the service of this version on it once.')
}
