// npm run rebuild: computes the running balances anew from the postings, and puts right what differs.
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { type Differences, restoreBalances } from '../ledger/restore.ts'
import { openAsOwner } from '../open.ts'
import { enter, INSTALLATION } from '../postgres/database.ts'
import { run } from '../run.ts'

const USAGE =
  'Use: npm run rebuild [-- --check]; with --check nothing is put right, and the exit code is 1 when something differs.'

await run(async () => {
  const { check: isChecking } = readArguments()
  const database = await openAsOwner(readConfig())
  try {
    const { kysely } = database
    const authorities = await kysely.transaction().execute(async (tx) => {
      await enter(tx, INSTALLATION)
      return tx.selectFrom('authority').select('authority_id').orderBy('authority_id').execute()
    })
    let rows = 0
    let differing = 0
    // One after the other, each in a transaction of its own: the others go on recording.
    for (const { authority_id } of authorities) {
      const found = await kysely.transaction().execute((tx) => restoreBalances(tx, authority_id, !isChecking))
      rows += found.rows
      if (found.missing + found.wrong + found.tooMany === 0) continue
      differing += 1
      process.stdout.write(`Authority ${authority_id}: ${told(found)}${isChecking ? '' : '; put right'}.\n`)
    }
    process.stdout.write(
      differing === 0
        ? `${rows} running balances are what the postings come to.\n`
        : isChecking
          ? 'Some running balances are not what the postings come to: npm run rebuild puts them right.\n'
          : `${rows} running balances are now what the postings come to. npm run verify tells whether they are what was sealed.\n`,
    )
    if (isChecking && differing > 0) process.exitCode = 1
  } finally {
    await database.close()
  }
})

function told({ missing, wrong, tooMany }: Differences): string {
  return `of its running balances, ${missing} missing, ${wrong} wrong, ${tooMany} too many`
}

function readArguments() {
  try {
    return parseArgs({ options: { check: { type: 'boolean', default: false } } }).values
  } catch (cause) {
    throw new Error(USAGE, { cause })
  }
}
