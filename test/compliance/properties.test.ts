// What must hold of findings whatever is recorded: they look at what was known and effective, and at nothing else; a finding
// says truly since when; and what a dry run announces is what then comes. LONG=1 runs five times as many.
import { deepEqual, equal, ok } from 'node:assert/strict'
import fc from 'fast-check'
import tap, { test } from 'tap'
import { type Authority, type Body, Service } from '../support/api.ts'
import { holds, SEED, TIMES } from '../support/histories.ts'
import { datedWishes, days, type Request, Town, type Wish, wishes } from './wishes.ts'

const IS_LONG = TIMES > 1
const DRY_RUNS = IS_LONG ? 500 : 50
const TODAY = new Date('2026-01-20T10:00:00Z')

tap.setTimeout(TIMES * 300_000)

test('findings over random registers', { timeout: TIMES * 240_000 }, async (t) => {
  t.comment(`SEED=${SEED}`)
  const service = await Service.start(t, 'postgres')
  service.now = TODAY
  const open = async () => Town.open(await service.authority('Département du Hasard'))

  await t.test('what is recorded later, or effective later, changes nothing', (t) =>
    holds(
      t,
      8,
      fc.asyncProperty(wishes(25), datedWishes(12), days, async (wished, more, asOf) => {
        const town = await open()
        const looks: { knownAt: string; findings: Body[] }[] = []
        for (const wish of wished) {
          await attempt(town, wish)
          if (wish.which % 4 === 0) looks.push(await look(town.authority, `asOf=${asOf}`))
        }
        const before = await look(town.authority, `asOf=${asOf}`)
        for (const wish of more) {
          if (wish.on > asOf && !(wish.deed === 'mandate' && wish.flag && wish.other <= asOf)) await attempt(town, wish)
        }
        const after = await look(town.authority, `asOf=${asOf}`)
        deepEqual(after.findings, before.findings, 'effective later')
        for (const { knownAt, findings } of looks) {
          const again = await look(town.authority, `asOf=${asOf}&knownAt=${knownAt}`)
          deepEqual(again.findings, findings, `known at ${knownAt}`)
        }
      }),
    ),
  )

  await t.test('since when is so, and not the day before', (t) =>
    holds(
      t,
      8,
      fc.asyncProperty(wishes(25), days, async (wished, asOf) => {
        const town = await open()
        for (const wish of wished) await attempt(town, wish)
        const { findings } = await look(town.authority, `asOf=${asOf}`)
        const on = new Map<string, Body[]>()
        const statesOn = async (day: string) => {
          if (!on.has(day)) on.set(day, (await look(town.authority, `asOf=${day}`)).findings)
          return on.get(day) ?? []
        }
        for (const { key, state, since } of findings.filter((finding) => finding.since !== null)) {
          ok(since <= asOf, `${key} since ${since}, after ${asOf}`)
          const isSo = async (day: string) =>
            (await statesOn(day)).some((one) => one.key === key && one.state === state)
          ok(await isSo(since), `${key} is ${state} on ${since}`)
          equal(await isSo(dayBefore(since)), false, `${key} is ${state} before ${since}, too`)
        }
      }),
    ),
  )

  await t.test(`${DRY_RUNS} dry runs announce what comes`, async (t) => {
    let announced = 0
    await holds(
      t,
      IS_LONG ? 14 : 8,
      fc.asyncProperty(wishes(40, 40), async (wished) => {
        const town = await open()
        for (const wish of wished) {
          const request = town.requestOf(wish)
          if (!request) continue
          if (FORESEEN.test(request.url)) announced += (await announce(town, request)) ? 1 : 0
          else await attempt(town, wish)
        }
      }),
    )
    t.ok(announced >= DRY_RUNS, `${announced} writes were announced`)
  })
})

const FORESEEN = /^\/v1\/(movements|decisions|mandates)/

/** Tries a request dry, then in earnest: both are refused alike, or what was announced came. */
async function announce(town: Town, request: Request): Promise<boolean> {
  const dry = await town.send(request, '?dryRun=true')
  const effects = dry.body?.effects
  const before = dry.status === 200 ? await figures(town.authority, effects.asOf) : undefined
  const done = await town.send(request)
  if (dry.status !== 200 || !before) {
    deepEqual(told(done.body), told(dry.body), 'refused alike')
    return false
  }
  ok(done.status < 300, `${request.url}: announced, and then ${done.status} ${done.text}`)
  town.learn(request, done.body)
  const { effects: _, ...recorded } = dry.body
  const real = pairs(idsIn(recorded), idsIn(done.body))
  deepEqual(renamed(timeless(recorded), real), timeless(done.body), 'what is recorded')
  const after = await figures(town.authority, effects.asOf)
  deepEqual(effects.totals, { before: before.totals, after: after.totals }, 'totals')
  const changed = new Set(effects.holdings.map(({ cooperativeId }: Body) => cooperativeId))
  for (const [cooperativeId, holding] of after.holdings) {
    const foreseen = effects.holdings.find((one: Body) => one.cooperativeId === cooperativeId)
    deepEqual(changed.has(cooperativeId) ? foreseen.after : before.holdings.get(cooperativeId), holding, 'holding')
  }
  const closed = new Set(effects.findings.closed.map(({ key, state }: Body) => `${key} ${state}`))
  const left = before.findings.filter(({ key, state }) => !closed.has(`${key} ${state}`))
  const keys = (findings: Body[]) => findings.map(({ key, state }) => `${key} ${state}`).sort()
  const opened = renamed(timeless(effects.findings.opened), real) as Body[]
  deepEqual(keys([...left, ...opened]), keys(after.findings), 'findings')
  for (const finding of opened) {
    const found = after.findings.find(({ key }) => key === finding.key)
    deepEqual(finding, timeless(found), 'a finding that opens')
  }
  return true
}

async function attempt(town: Town, wish: Wish): Promise<void> {
  const request = town.requestOf(wish)
  if (!request) return
  const { status, body } = await town.send(request)
  if (status < 300) town.learn(request, body)
}

async function look(authority: Authority, query: string): Promise<{ knownAt: string; findings: Body[] }> {
  const { items, next, knownAt } = await authority.get(`/v1/compliance/findings?limit=200&${query}`)
  equal(next, null, 'they fit on one page')
  return { knownAt, findings: items }
}

async function figures(authority: Authority, asOf: string) {
  const { findings } = await look(authority, `asOf=${asOf}`)
  const { totals } = await authority.get(`/v1/portfolio/summary?asOf=${asOf}`)
  const { items } = await authority.get(`/v1/holdings?asOf=${asOf}`)
  return { findings, totals, holdings: new Map<string, Body>(items.map((one: Body) => [one.cooperativeId, one])) }
}

/** Without the instants, which are those of each write. */
function timeless(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (/^(recordedAt|knownAt)$/.test(key) ? undefined : inner)))
}

/** In the order in which they stand. */
function idsIn(value: unknown): string[] {
  return JSON.stringify(value).match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g) ?? []
}

/** Ids of a dry run are new, and so are those of the real one: which stands for which. */
function pairs(dry: readonly string[], real: readonly string[]): ReadonlyMap<string, string> {
  return new Map(dry.map((id, index) => [id, real[index] ?? id]))
}

/** With the ids that were given in earnest. */
function renamed(value: unknown, real: ReadonlyMap<string, string>): unknown {
  let text = JSON.stringify(value)
  for (const [dry, done] of real) text = text.replaceAll(dry, done)
  return JSON.parse(text)
}

function told({ instance: _, ...problem }: Body): Body {
  return problem
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}
