// The thread that lays dossiers out: HTTP does not wait for it, it stops when nobody reads, and says when it fails.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Test, test } from 'tap'
import type { DossierFacts } from '../../src/dossier/facts.ts'
import { LayoutThread } from '../../src/dossier/in-thread.ts'
import { legible } from '../../src/dossier/legible.ts'
import { FIGURES, type Figures } from '../../src/portfolio/figures.ts'
import { ZERO } from '../../src/values/amount.ts'

const MOST_MS = 3000
const EVENTS = 10

const totals = {
  cooperatives: 0,
  ...Object.fromEntries(FIGURES.map((figure) => [figure, figure === 'shares' ? '0' : ZERO.toFixed(2)])),
} as Figures

/** A dossier of so many cooperatives. */
function facts(count: number): DossierFacts {
  const [asOf, knownAt] = ['2025-12-31', '2026-01-15T09:00:00.000000Z']
  const summary = { asOf, knownAt, currency: 'EUR' as const, totals, groups: [] }
  const recordedAt = knownAt
  return {
    authorityName: 'Département du Test',
    asOf,
    knownAt,
    timeZone: 'Europe/Paris',
    before: '2024-12-31',
    cooperativesBefore: 0,
    changes: FIGURES.map((figure) => ({ figure, is: totals[figure], was: totals[figure], change: totals[figure] })),
    byCooperative: { ...summary, groupBy: 'cooperative' },
    byActivity: { ...summary, groupBy: 'activity' },
    points: [{ asOf, totals }],
    cooperatives: Array.from({ length: count }, (_, index) => ({
      cooperative: {
        id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
        name: `Coopérative ${index}`,
        legalForm: 'scic_sas',
        activity: 'grocery',
        siren: null,
        nic: null,
        communeCode: null,
        communeName: null,
        version: 1,
        recordedAt,
      },
      holding: {
        cooperativeId: '',
        name: '',
        activity: null,
        legalForm: 'scic_sas',
        communeCode: null,
        communeName: null,
        ...totals,
        nominalHeld: '0.00',
        capitalShare: null,
        capitalShareReason: 'no_capital_statement',
        shareClasses: [],
      },
      statement: undefined,
      publicShare: null,
      accounts: [],
      authorisations: [],
      seats: [],
      findings: [],
      events: Array.from({ length: EVENTS }, (_, event) => ({
        type: 'annual_accounts',
        event: 'closed',
        id: String(event),
        on: asOf,
        label: '',
        link: '',
        recordedAt,
        effect: { year: 2025, equity: '123456.78', result: '-1.00' },
      })),
      hasMoreEvents: true,
    })),
    decisions: [],
    seats: [],
  }
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

/** A thread that runs something else. */
function threadOf(t: Test, code: string): LayoutThread {
  const file = join(t.testdir({}), 'worker.mjs')
  writeFileSync(file, `import { parentPort } from 'node:worker_threads'\n${code}`)
  return new LayoutThread(pathToFileURL(file))
}

test('fifty cooperatives take less than three seconds, and the event loop goes on', async (t) => {
  const thread = new LayoutThread()
  await read(thread.layOut(facts(1)))
  let longest = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5)
  const started = performance.now()
  const pdf = await read(thread.layOut(facts(50)))
  clearInterval(watch)
  const took = Math.round(performance.now() - started)
  t.ok(took < MOST_MS, `${took} ms, ${pdf.length} bytes`)
  t.ok(longest < took / 2, `at most ${Math.round(longest)} ms between two turns of the loop`)
})

test('what is laid out is what was read: no more', async (t) => {
  const thread = new LayoutThread()
  const chunks = thread.layOut(facts(50))
  await chunks.next()
  await chunks.return(undefined)
  t.match((await read(thread.layOut(facts(0)))).toString('latin1'), /^%PDF-1\.7/, 'and others are still served')
  const unread = thread.layOut(facts(1))
  await unread.return(undefined)
  t.pass('one that nobody began leaves nothing behind')
})

test('a layout that fails breaks off, and says why; the next one is served', async (t) => {
  const thread = new LayoutThread()
  const broken = { ...facts(1), points: [{ asOf: 'never', totals: { ...totals, cost: 'much' } }] }
  await t.rejects(read(thread.layOut(broken)), /could not be laid out: .*much/s)
  t.ok((await read(thread.layOut(facts(0)))).length > 1000)
})

test('a thread that dies breaks its dossiers off, and another one starts', async (t) => {
  const dying = threadOf(t, `parentPort.on('message', () => { throw new Error('out of paper') })`)
  for (const _ of [1, 2]) await t.rejects(read(dying.layOut(facts(0))), { message: /has stopped/ })
  const leaving = threadOf(t, `parentPort.on('message', () => process.exit(3))`)
  await t.rejects(read(leaving.layOut(facts(0))), { message: /has stopped/ })
})

test('a text takes as long as it is, whatever it is', async (t) => {
  const started = performance.now()
  const all = () => true
  for (const text of ['a'.repeat(20_000), ' '.repeat(20_000), 'a '.repeat(20_000), 'é\u00a0'.repeat(20_000)]) {
    for (const end of ['', '合', '\u202e', ' ', '\u0000']) legible(`${text}${end}`, all)
  }
  t.ok(performance.now() - started < 2000)
  t.same(legible('  two\n\tlines ', all), { drawn: 'two lines', read: undefined })
  t.same(legible('a\u200eb', all), { drawn: 'ab', read: 'a\u200eb' })
})
