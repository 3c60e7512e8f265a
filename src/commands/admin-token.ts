// npm run admin-token: a new administrator's token, for whoever has the database and lost every other.
import { readConfig } from '../config.ts'
import { openDatabase } from '../open.ts'
import { run } from '../run.ts'
import { mintFromCommandLine } from './mint.ts'

await run(async () => {
  const clock = () => new Date()
  const database = await openDatabase(readConfig(), clock)
  try {
    const secret = await mintFromCommandLine(database, clock, 'npm run admin-token', {
      name: 'recovery',
      role: 'admin',
    })
    process.stdout.write(`${secret}\n`)
    process.stderr.write(
      'A new administrator token: keep it safe, and revoke it (DELETE /v1/tokens/{id}) once others exist.\n',
    )
  } finally {
    await database.close()
  }
})
