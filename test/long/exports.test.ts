// What a register of a hundred thousand movements gives away: whole, with memory that does not grow with its length, with
// others answered meanwhile, and with nothing left open when the reader goes.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Test, test } from 'tap'
import { makeHistory } from '../bench/long-history.ts'
import { type Authority, Service } from '../support/api.ts'
import { residentBytes, startService } from '../support/process.ts'

// Two of six events are movements.
const EVENTS = 300_000
const MOVEMENTS = 100_000
const GROWTH_BYTES = 150e6
const ANSWERED_MS = 1000

const EXPORTS: readonly (readonly [path: string, accept: string])[] = [
  ['/v1/exports/journal?format=csv', '*/*'],
  ['/v1/exports/journal?format=hledger', '*/*'],
  ['/v1/exports/workbook?format=xlsx', '*/*'],
  ['/v1/exports/workbook?format=ods', '*/*'],
  ['/v1/movements', 'text/csv'],
]

/** A register of that many movements behind a process of its own, and a small one beside it. */
async function served(t: Test) {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const small = await service.authority('Département Voisin')
  const { cooperativeId: other, shareClassId } = await small.position()
  await small.move({
    kind: 'purchase',
    cooperativeId: other,
    shareClassId,
    effectiveOn: '2024-01-01',
    shares: '1',
    amount: '50.00',
  })
  await office.person()
  const cooperativeId = await office.cooperative()
  await office.seat(cooperativeId)
  const url = String(service.test.url)
  await makeHistory(url, office.id, cooperativeId, EVENTS)
  const { address } = await startService(t, { DATABASE_URL: url })
  return { url, address, office, small }
}

test('a hundred thousand movements', async (t) => {
  const { url, address, office, small } = await served(t)
  // What was never used is loaded, and compiled, at the first use: that is no growth.
  for (const [path, accept] of EXPORTS) await read(address, small, path, accept)
  const idle = await residentBytes(address)
  for (const [path, accept] of EXPORTS) {
    const start = performance.now()
    const { bytes, peak, slowestMs } = await watched(address, read(address, office, path, accept))
    const seconds = (performance.now() - start) / 1000
    const megabytes = (size: number) => (size / 1e6).toFixed(0)
    t.comment(
      `${path}: ${megabytes(bytes)} MB in ${seconds.toFixed(1)} s, ${megabytes(peak - idle)} MB above idle, others answered in ${slowestMs.toFixed(0)} ms at most`,
    )
    t.ok(bytes > MOVEMENTS * 20, `${path}: all of them`)
    t.ok(peak - idle < GROWTH_BYTES, `${path}: memory does not grow with the rows`)
    t.ok(slowestMs < ANSWERED_MS, `${path}: others are answered`)
  }

  for (const [path, accept] of EXPORTS) {
    const leave = new AbortController()
    const { body } = await ask(address, office, path, accept, leave.signal)
    await body?.getReader().read()
    leave.abort()
    await sleep(1500)
    t.same(await openTransactions(url), [], `${path}: nothing is left open by a reader who goes`)
  }
  await sleep(2000)
  t.equal(await lastAsked(url), await lastAsked(url, 1000), 'and nothing more is read for nobody')
})

function ask(
  address: string,
  { token }: Authority,
  path: string,
  accept: string,
  signal?: AbortSignal,
): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, accept }
  return fetch(`${address}${path}`, { headers, ...(signal && { signal }) })
}

/** Reads a file to its end, and keeps none of it; gives its size. */
async function read(address: string, office: Authority, path: string, accept: string): Promise<number> {
  const response = await ask(address, office, path, accept)
  if (response.status !== 200 || !response.body) throw new Error(`${path} answered ${response.status}`)
  let bytes = 0
  for await (const chunk of response.body) bytes += chunk.length
  return bytes
}

/** Looks at a service, again and again, until a file is read. */
async function watched(
  address: string,
  reading: Promise<number>,
): Promise<{ bytes: number; peak: number; slowestMs: number }> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  reading.then(over, over)
  let peak = 0
  let slowestMs = 0
  while (!isOver) {
    const start = performance.now()
    await (await fetch(`${address}/health/live`)).text()
    slowestMs = Math.max(slowestMs, performance.now() - start)
    peak = Math.max(peak, await residentBytes(address))
    await sleep(50)
  }
  return { bytes: await reading, peak, slowestMs }
}

async function inDatabase(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'the test' })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** The transactions of the service that are open, whatever they do. */
function openTransactions(url: string): Promise<Record<string, unknown>[]> {
  return inDatabase(
    url,
    "select state, query from pg_stat_activity where datname = current_database() and application_name = 'quotepart' and xact_start is not null",
  )
}

/** When the service last asked the database for anything. */
async function lastAsked(url: string, afterMs = 0): Promise<number> {
  await sleep(afterMs)
  const [row] = await inDatabase(
    url,
    "select max(query_start)::text as last from pg_stat_activity where datname = current_database() and application_name = 'quotepart'",
  )
  return Date.parse(String(row?.last))
}
