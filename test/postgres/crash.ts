// The service dies by kill -9 in the middle of a stream of writes: what it answered is kept, nothing is kept by half.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { openEmbeddedDatabase } from '../../src/postgres/database.ts'
import type { Body } from '../support/api.ts'
import { booksBalanced } from '../support/books.ts'
import { createDatabase, type Kind } from '../support/database.ts'
import {
  type HttpAnswer,
  launchService,
  movementOf,
  must,
  openRegister,
  type Register,
  type Running,
  type Settings,
  send,
  startService,
  temporaryFolder,
} from '../support/process.ts'

const BOOTSTRAP_TOKEN = 'test-administrator-token-0123456789abcdef'
const WRITERS = 4
const FEWEST_ANSWERS = 5
const INSTALLATION = '00000000-0000-0000-0000-000000000000'

/** Kills the service `rounds` times while it writes, and starts it again on what it left. */
export async function survivesKills(t: Test, kind: Kind, rounds: number): Promise<void> {
  const { settings, wrongIn } = await databaseOf(t, kind)
  const registers: Register[] = []
  let answered = 0
  let service = await startService(t, settings)
  for (let round = 1; round <= rounds; round += 1) {
    const register = await openRegister(service.address, BOOTSTRAP_TOKEN)
    registers.push(register)
    const requests = await writeUntilKilled(service, register)
    service = await startService(t, settings)
    answered += await everyAnswerHolds(t, service, register, requests, `round ${round}`)
  }
  service.kill('SIGKILL')
  await service.ended
  t.comment(`${answered} movements were answered before ${rounds} kills of the service on ${kind}`)
  // What is recorded is never changed: whatever a round had spoilt is still there.
  for (const authorityId of [INSTALLATION, ...registers.map((register) => register.authorityId)]) {
    t.same(await wrongIn(authorityId), [], 'the books are balanced and whole')
  }
}

interface Place {
  readonly settings: Settings
  /** What is wrong with an authority's books, while no service runs. */
  readonly wrongIn: (authorityId: string) => Promise<string[]>
}

async function databaseOf(t: Test, kind: Kind): Promise<Place> {
  const folder = temporaryFolder(t)
  const settings = { DATA_DIR: folder, BOOTSTRAP_TOKEN, RATE_LIMIT_PER_TOKEN: '1000000' }
  if (kind === 'embedded') return { settings, wrongIn: (id) => wrongInFolder(folder, id) }
  const { url, drop } = await createDatabase('postgres')
  t.teardown(drop)
  return { settings: { ...settings, DATABASE_URL: url }, wrongIn: (id) => booksBalanced(url as string, id) }
}

async function wrongInFolder(folder: string, authorityId: string): Promise<string[]> {
  const database = await openEmbeddedDatabase(folder)
  try {
    return await booksBalanced(database, authorityId)
  } finally {
    await database.close()
  }
}

interface Request {
  readonly key: string
  readonly body: object
  /** undefined: the service died before it answered. */
  answer?: HttpAnswer
}

/** Several writers at once, until the kill cuts them off: at some moment after some number of answers. */
async function writeUntilKilled(service: Running, register: Register): Promise<Request[]> {
  const requests: Request[] = []
  let answersLeft = FEWEST_ANSWERS + Math.floor(Math.random() * 50)
  const answered = () => {
    answersLeft -= 1
    if (answersLeft === 0) setTimeout(() => service.kill('SIGKILL'), Math.random() * 20)
  }
  const writer = () => writeUntilCutOff(service.address, register, requests, answered)
  await Promise.all([...Array.from({ length: WRITERS }, writer), service.ended])
  return requests
}

async function writeUntilCutOff(
  address: string,
  register: Register,
  requests: Request[],
  answered: () => void,
): Promise<void> {
  for (;;) {
    const request: Request = { key: `request ${requests.length}`, body: nextMovement(register, requests.length) }
    requests.push(request)
    try {
      request.answer = await post(address, register, request)
    } catch {
      return
    }
    answered()
  }
}

function post(address: string, { token }: Register, { key, body }: Request): Promise<HttpAnswer> {
  return send(address, 'POST', '/v1/movements', { token, body, headers: { 'idempotency-key': key } })
}

// Backdated purchases before sales: one movement then writes many rows, adjustments and later balances among them.
function nextMovement(register: Register, index: number): object {
  const day = String(1 + (index % 28)).padStart(2, '0')
  return index % 8 === 1
    ? movementOf(register, { kind: 'sale', effectiveOn: `2023-06-${day}`, shares: '1', amount: '60.00' })
    : movementOf(register, {
        kind: 'purchase',
        effectiveOn: `2021-01-${day}`,
        shares: '3',
        amount: `${100 + index}.07`,
      })
}

/** @returns how many movements had been answered */
async function everyAnswerHolds(
  t: Test,
  { address }: Running,
  register: Register,
  requests: readonly Request[],
  round: string,
): Promise<number> {
  const recorded = await movementsOf(address, register)
  const answers = requests.flatMap(({ answer }) => answer ?? [])
  const cut = requests.filter(({ answer }) => answer === undefined)
  const done = answers.filter(({ status }) => status === 201).map(({ body }) => body)
  const odd = answers.filter(({ status }) => status !== 201 && status !== 409)
  t.same(odd, [], `${round}: nothing but done or refused`)
  t.ok(done.length > 0 && cut.length > 0, `${round}: ${done.length} answered, ${cut.length} cut off`)
  const lost = done.filter(({ id, recordedAt }) => recorded.get(id)?.recordedAt !== recordedAt)
  t.same(lost, [], `${round}: every movement that was answered is there`)
  // Whoever was cut off cannot know: the same request again, under its key, counts once.
  const again = await Promise.all(cut.map((request) => post(address, register, request)))
  const expected = [...done, ...again.filter(({ status }) => status === 201).map(({ body }) => body)].map(
    ({ id }) => id,
  )
  const all = await movementsOf(address, register)
  t.same([...all.keys()].sort(), expected.sort(), `${round}: and nothing else`)
  return done.length
}

async function movementsOf(address: string, { token }: Register): Promise<Map<string, Body>> {
  const movements = new Map<string, Body>()
  for (let cursor = ''; ; ) {
    const { items, next } = await must(address, 'GET', `/v1/movements?limit=200${cursor}`, { token })
    for (const movement of items) movements.set(movement.id, movement)
    if (next === null) return movements
    cursor = `&cursor=${encodeURIComponent(next)}`
  }
}

/**
 * Kills the first start of an embedded database while it makes its files: the folder that is left starts again.
 *
 * @param moments milliseconds after the first file
 */
export async function survivesKillsOfTheFirstStart(t: Test, moments: readonly number[]): Promise<void> {
  for (const moment of moments) {
    const settings = { DATA_DIR: temporaryFolder(t), BOOTSTRAP_TOKEN }
    const first = launchService(t, settings)
    await firstFile(join(settings.DATA_DIR, 'pg'))
    await sleep(moment)
    first.kill('SIGKILL')
    await first.ended
    const service = await startService(t, settings)
    t.ok(await openRegister(service.address, BOOTSTRAP_TOKEN), `killed ${moment} ms after its first file, it starts`)
    service.kill('SIGKILL')
    await service.ended
  }
}

async function firstFile(folder: string): Promise<void> {
  while (!existsSync(folder) || readdirSync(folder).length === 0) await sleep(5)
}
