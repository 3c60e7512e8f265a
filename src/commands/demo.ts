// npm run demo: the embedded database with the fictional sample portfolio, two tokens, and calls to paste.
import { readConfig } from '../config.ts'
import { openDatabase } from '../open.ts'
import { run } from '../run.ts'
import { serve } from '../serve.ts'
import { mintFromCommandLine } from './mint.ts'
import { loadSample } from './sample.ts'

const TOKENS_LAST_MS = 30 * 86_400_000

await run(async () => {
  // Embedded whatever DATABASE_URL says: a sample has no business in somebody's database.
  const config = { ...readConfig(), databaseUrl: undefined, databaseOwnerUrl: undefined, logLevel: 'warn' as const }
  const clock = () => new Date()
  const database = await openDatabase(config, clock)
  const authorityId = await loadSample(database)
  const expiresAt = new Date(Date.now() + TOKENS_LAST_MS).toISOString()
  const mint = (role: 'finance' | 'board') =>
    mintFromCommandLine(database, clock, 'npm run demo', { name: `demo ${role}`, role, authorityId, expiresAt })
  const finance = await mint('finance')
  const board = await mint('board')
  const address = await serve(config, database, clock, { finance, board })
  process.stdout.write(welcome(address, finance, board))
})

function welcome(address: string, finance: string, board: string): string {
  const call = (token: string, url: string, more = '') =>
    `curl -s -H "Authorization: Bearer ${token}" ${more}"${address}${url}"`
  return `
Quotepart serves its sample portfolio at ${address}
All names and amounts are fictional. The pages, in French, are there; the document is at ${address}/docs

finance token: ${finance}
board token:   ${board}

What did the département hold on 31 December 2025, by activity, as known on 15 January 2026?
${call(board, '/v1/portfolio/summary?asOf=2025-12-31&knownAt=2026-01-15T09:00:00Z&groupBy=activity')}

The holdings on that day, for a spreadsheet:
${call(finance, '/v1/holdings?asOf=2025-12-31', '-H "Accept: text/csv" ')}

The movements of 2025, with their postings:
${call(finance, '/v1/movements?from=2025-01-01&to=2026-01-01')}

Ctrl+C stops it.
`
}
