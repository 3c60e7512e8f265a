// What a test logs is read as an attacker would: every line of every service that any test starts. A line with a secret
// or with somebody's data fails the test that wrote it.
import type { Test } from 'tap'

/** What no log line may look like. */
const FORMS: Readonly<Record<string, RegExp>> = {
  'a token': /qpf?_[\w-]{16}/,
  'an Authorization header': /bearer\s/i,
  'a JSON Web Token': /\beyJ[\w-]+\.[\w-]+\.[\w-]+/,
  'a cursor': /[\w-]{60,}\.[\w-]{43}(?![\w-])/,
  'a password of a database': /postgres(ql)?:\/\/[^\s"/@]*:[^\s"/@]+@/,
  // With a port, it is a server: this one, or the database.
  'the address of a client': /(?<![\d.])(\d{1,3}\.){3}\d{1,3}(?![\d.]|:\d)|"::1"|::ffff:|"remote(Address|Port)"/,
}

// Shared by all services of a test file: what was sent to one may not show in the log of another either.
const sent: string[] = []
const known = new Set<string>()
/** Lines that only differ in when and for which request they were written, and how much of `sent` they were held against. */
const clean = new Map<string, number>()
const WHEN_AND_WHICH = /"(time|reqId|responseTime)":("[\da-f-]{36}"|[\d.]+),?/g

/** Remembers what was sent: no log line may repeat it. */
export function noteSent({ token, body, headers = {} }: Sent): void {
  if (token !== undefined) noteSecret(token)
  for (const [name, value] of Object.entries(headers)) {
    if (/^(authorization|cookie|idempotency-key)$/i.test(name)) noteSecret(value)
  }
  noteTexts(body)
}

interface Sent {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export function noteSecret(secret: string): void {
  // Shorter ones stand in every line by chance.
  if (secret.length < 8 || known.has(secret)) return
  known.add(secret)
  sent.push(JSON.stringify(secret).slice(1, -1))
}

// Names, notes and reasons: whatever people write has a space, a capital or a letter beyond ASCII. Ids, dates and kinds do not.
function noteTexts(value: unknown): void {
  if (typeof value === 'string' && /[\sA-Z\u0080-\uffff]/.test(value)) noteSecret(value)
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) noteTexts(inner)
}

/** What a line holds that it may not; undefined: nothing. */
export function leakIn(line: string): string | undefined {
  for (const [what, form] of Object.entries(FORMS)) if (form.test(line)) return what
  const told = line.replace(WHEN_AND_WHICH, '')
  const unseen = sent.slice(clean.get(told) ?? 0)
  if (unseen.some((secret) => told.includes(secret))) return 'what was sent'
  clean.set(told, sent.length)
  return undefined
}

/** Reads lines as they come; `conclude` throws when one of them leaked. */
export class LogScan {
  readonly #leaks: string[] = []

  write(line: string): void {
    if (process.env.TEST_LOG) process.stderr.write(line)
    const leak = leakIn(line)
    if (leak !== undefined) this.#leaks.push(`${leak}: ${line}`)
  }

  conclude(): void {
    if (this.#leaks.length > 0) throw new Error(`${this.#leaks.length} log lines hold ${this.#leaks[0]}`)
  }
}

/** A log for `buildApp` that is read as it is written, and concluded with the test: start it before what logs. */
export function scannedLog(t: Test): { readonly logLevel: string; readonly logTo: LogScan } {
  const logTo = new LogScan()
  t.teardown(() => logTo.conclude())
  return { logLevel: process.env.TEST_LOG ?? 'debug', logTo }
}
