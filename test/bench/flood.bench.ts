// One token that floods the service does not slow another one down: p99 of the other's summary, with the flood and without.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { emptyDatabase } from '../postgres/servers.ts'
import { movementOf, must, openRegister, type Register, startService, temporaryFolder } from '../support/process.ts'
import { keepFigure } from './figures.ts'
import type { Flooded } from './flooder.ts'

const BAR = '<=2'
const HOLDINGS = 40
const SUMMARY = '/v1/portfolio/summary?groupBy=cooperative'
const EVERY_MS = 25
const ROUNDS = 8
const ROUND_MS = 4000
const BOOTSTRAP_TOKEN = 'bench-administrator-token-0123456789abcdef'

test('a flood from one token', async (t) => {
  const DATABASE_URL = await emptyDatabase(t)
  const settings = { DATABASE_URL, BOOTSTRAP_TOKEN, DATA_DIR: temporaryFolder(t) }
  const { address } = await startService(t, settings)
  const register = await openRegister(address, BOOTSTRAP_TOKEN)
  await fillPortfolio(address, register)
  const flooder = startFlooder(t, address, await mintReader(address, register))
  const victim = { address, token: await mintReader(address, register) }

  await askSteadily(victim) // warms up
  const quiet: number[] = []
  const flooded: number[] = []
  const floods: Flooded[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    quiet.push(...(await askSteadily(victim)))
    flooder.send('start')
    flooded.push(...(await askSteadily(victim)))
    flooder.send('stop')
    floods.push((await once(flooder, 'message'))[0] as Flooded)
  }

  for (const [name, times] of Object.entries({ quiet, flooded }))
    t.comment(`${name}: p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms of ${times.length}`)
  for (const { answers } of floods) t.comment(`the flood got ${JSON.stringify(answers)}`)
  t.ok(
    floods.every(({ answers }) => Object.keys(answers).every((status) => status === '200' || status === '429')),
    'a flood is answered or refused, and nothing else',
  )
  t.match(
    floods.at(-1)?.refusal,
    { 'retry-after': /^\d+$/, ratelimit: /"\w+";r=0;t=1$/, 'ratelimit-policy': /"token";q=500;w=1/ },
    'with 429 and its fields',
  )
  keepFigure(t, 'flood.summary.p99.flooded_over_quiet', {
    ratio: percentile(flooded, 0.99) / percentile(quiet, 0.99),
    bar: BAR,
    what: `p99 latency of one token’s summary of ${HOLDINGS} holdings at 40 a second, while another floods over 50 connections ÷ without`,
  })
})

async function fillPortfolio(address: string, register: Register): Promise<void> {
  const { token } = register
  for (let number = 0; number < HOLDINGS; number += 1) {
    const body = { name: `Coopérative ${number}`, legalForm: 'scic_sas', activity: 'grocery' }
    const { id: cooperativeId } = await must(address, 'POST', '/v1/cooperatives', { token, body })
    const { id: shareClassId } = await must(address, 'POST', `/v1/cooperatives/${cooperativeId}/share-classes`, {
      token,
      body: { name: 'Parts A', nominalValue: '50.00' },
    })
    const purchase = { kind: 'purchase', effectiveOn: '2024-01-01', shares: '10', amount: '500.00' }
    await must(address, 'POST', '/v1/movements', {
      token,
      body: movementOf({ ...register, cooperativeId, shareClassId }, purchase),
    })
  }
}

async function mintReader(address: string, { authorityId }: Register): Promise<string> {
  const body = { name: 'bench', role: 'integration', authorityId }
  return (await must(address, 'POST', '/v1/tokens', { token: BOOTSTRAP_TOKEN, body })).token
}

function startFlooder(t: Test, address: string, token: string): ChildProcess {
  const flooder = fork(new URL('./flooder.ts', import.meta.url), [address, token, SUMMARY])
  t.teardown(() => flooder.kill('SIGKILL'))
  return flooder
}

/** Latencies in milliseconds of a summary asked at a steady pace, each from when it was due. */
async function askSteadily({ address, token }: { address: string; token: string }): Promise<number[]> {
  const start = performance.now()
  const latencies: Promise<number>[] = []
  for (let due = 0; due < ROUND_MS; due += EVERY_MS) {
    await sleep(start + due - performance.now())
    latencies.push(ask(start + due))
  }
  return Promise.all(latencies)

  async function ask(dueAt: number): Promise<number> {
    const response = await fetch(`${address}${SUMMARY}`, { headers: { authorization: `Bearer ${token}` } })
    await response.text()
    if (response.status !== 200) throw new Error(`the summary answered ${response.status}`)
    return performance.now() - dueAt
  }
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return Number((sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN).toFixed(2))
}
