// npm run move -- postgres://…: takes the register out of the embedded database into an empty PostgreSQL, and proves it.
import { readConfig } from '../config.ts'
import { copyRegister } from '../move/copy.ts'
import { proveSame } from '../move/prove.ts'
import { openEmbeddedDatabase, openPostgres } from '../postgres/database.ts'
import { migrate } from '../postgres/migrate.ts'
import { run } from '../run.ts'

const tell = (line: string) => process.stderr.write(`${line}\n`)

await run(async () => {
  const [url = ''] = process.argv.slice(2)
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error(
      'Give the address of an empty PostgreSQL database, by its owner: npm run move -- postgres://owner@host/database',
    )
  }
  const { dataDir } = readConfig()
  const source = await openEmbeddedDatabase(dataDir)
  const target = openPostgres(url, { max: 1, statementLimitMs: 0 })
  try {
    await migrate(source, undefined, async () => {})
    await migrate(target, undefined, async () => {})
    await copyRegister(source, target, (table, rows) => tell(`${table}: ${rows} rows copied`))
    tell('Comparing both…')
    const { rows, answers } = await proveSame(source, target)
    tell(
      `Moved: ${rows} rows and ${answers} answers are the same in both. Start with DATABASE_URL to serve from PostgreSQL; ${dataDir} is as it was.`,
    )
  } finally {
    await target.close()
    await source.close()
  }
})
