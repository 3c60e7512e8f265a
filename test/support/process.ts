// The service as an operator runs it: a process of its own, with settings, log lines and an exit code.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'
import type { Body } from './api.ts'
import { assertDocumented } from './api.ts'
import { LogScan, noteSecret, noteSent } from './log-scan.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** How the script `start` has Node run the service. */
export const START_FLAGS: readonly string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .filter((word: string) => word.startsWith('--'))

export interface Exit {
  /** null: it was ended by a signal. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A service that was started; perhaps it will listen. */
export interface Launched {
  readonly listening: Promise<string>
  /** Everything it has printed so far. */
  readonly printed: () => string
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<Exit>
}

/** A service that listens. */
export interface Running extends Omit<Launched, 'listening'> {
  readonly address: string
}

export type Settings = Readonly<Record<string, string | undefined>>

/** Starts `src/main.ts` and waits until it listens. It ends with the test at the latest. */
export async function startService(t: Test, settings: Settings): Promise<Running> {
  const { listening, ...running } = launchService(t, settings)
  const refused = running.ended.then(({ code, stderr }) => {
    throw new Error(`the service ended before it listened (${code}): ${stderr}`)
  })
  return { ...running, address: await Promise.race([listening, refused]) }
}

/** Runs `src/main.ts` where it is expected to refuse the start; one that listens after all is ended. */
export async function refusedStart(t: Test, settings: Settings): Promise<Exit> {
  const { listening, kill, ended } = launchService(t, settings)
  void listening.then(() => kill('SIGKILL'))
  return ended
}

/** A folder that is removed with the test. */
export function temporaryFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-process-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs another command of the service to its end. */
export function runCommand(t: Test, script: string, settings: Settings, ...args: string[]): Promise<Exit> {
  return launchService(t, settings, script, args).ended
}

/** Starts `src/main.ts`, and leaves the waiting to the test. */
export function launchService(
  t: Test,
  settings: Settings,
  script = 'src/main.ts',
  args: readonly string[] = [],
): Launched {
  for (const secret of secretsOf(settings)) noteSecret(secret)
  // Nothing of this shell's settings: a DATABASE_URL that an operator exported must not meet a test.
  const child = spawn(process.execPath, [...START_FLAGS, script, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, HOST: '127.0.0.1', PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  const listening = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output.stdout += chunk
      const address = LISTENING.exec(output.stdout)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.stderr += chunk
  })
  // "close", not "exit": only then has everything that it printed arrived.
  const ended = new Promise<Exit>((resolve) => child.once('close', (code) => resolve({ code, ...output })))
  t.teardown(async () => {
    child.kill('SIGKILL')
    scanned(await ended).conclude()
  })
  return {
    listening,
    printed: () => output.stdout + output.stderr,
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

/** The log lines of standard output (a command may print a new token beside them), and all of standard error. */
function scanned({ stdout, stderr }: Exit): LogScan {
  const scan = new LogScan()
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  for (const line of [...lines, ...stderr.split('\n')]) scan.write(line)
  return scan
}

function secretsOf({ BOOTSTRAP_TOKEN = '', DATABASE_URL, DATABASE_OWNER_URL }: Settings): string[] {
  const urls = [DATABASE_URL, DATABASE_OWNER_URL].filter((url) => url !== undefined && URL.canParse(url))
  return [BOOTSTRAP_TOKEN, ...urls.map((url) => decodeURIComponent(new URL(url as string).password))]
}

const LISTENING = /"msg":"Server listening at (http:[^"]+)"/

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

export interface HttpCall {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** One request over a real connection. */
export async function send(address: string, method: string, path: string, call: HttpCall = {}): Promise<HttpAnswer> {
  noteSent(call)
  const { token, body, headers } = call
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer = {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
  assertDocumented(method, path, { ...answer, headers: Object.fromEntries(response.headers) })
  return answer
}

/** One request that must succeed; gives its body. */
export async function must(address: string, method: string, path: string, call: HttpCall = {}): Promise<Body> {
  const { status, body } = await send(address, method, path, call)
  if (status >= 300) throw new Error(`${method} ${path} → ${status} ${JSON.stringify(body)}`)
  return body
}

/** An authority of a running service, with a finance token and a position that shares can be subscribed for. */
export interface Register {
  readonly authorityId: string
  readonly token: string
  readonly cooperativeId: string
  readonly shareClassId: string
}

export async function openRegister(address: string, admin: string): Promise<Register> {
  const { id: authorityId } = await must(address, 'POST', '/v1/authorities', {
    token: admin,
    body: { name: 'Département du Test' },
  })
  const { token } = await must(address, 'POST', '/v1/tokens', {
    token: admin,
    body: { name: 'finances', role: 'finance', authorityId },
  })
  const { id: cooperativeId } = await must(address, 'POST', '/v1/cooperatives', {
    token,
    body: { name: 'L’Épicerie du Test', legalForm: 'scic_sas', activity: 'grocery' },
  })
  const { id: shareClassId } = await must(address, 'POST', `/v1/cooperatives/${cooperativeId}/share-classes`, {
    token,
    body: { name: 'Parts A', nominalValue: '50.00' },
  })
  return { authorityId, token, cooperativeId, shareClassId }
}

/** A movement of that position; without a decision, as history that is taken over. */
export function movementOf({ cooperativeId, shareClassId }: Register, movement: object): object {
  return { cooperativeId, shareClassId, noDecisionReason: 'Reprise de l’historique', ...movement }
}

/** What a service says that it has in memory; it counts once a second. */
export async function residentBytes(address: string): Promise<number> {
  const metrics = await (await fetch(`${address}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1])
}
