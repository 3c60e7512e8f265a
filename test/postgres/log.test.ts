// What a process prints is JSON lines, and holds neither secrets nor what people wrote.
import { connect } from 'node:net'
import { type Test, test } from 'tap'
import type { Kind } from '../support/database.ts'
import {
  movementOf,
  must,
  openRegister,
  type Register,
  type Running,
  send,
  startService,
  temporaryFolder,
} from '../support/process.ts'
import { emptyDatabase, execute } from './servers.ts'

const BOOTSTRAP_TOKEN = 'test-administrator-token-0123456789abcdef'
const PASSWORD = 'the-password-of-the-database'
const FORGED = 'qp_forged-token-0123456789abcdef0123456789'
const WRITTEN = 'Mme Personne, 12 rue du Test'

for (const kind of ['embedded', 'postgres'] as const) {
  test(`what the service prints, ${kind}`, async (t) => {
    const { settings, breakIt } = await databaseOf(t, kind)
    const service = await startService(t, { ...settings, BOOTSTRAP_TOKEN, DATA_DIR: temporaryFolder(t) })
    const register = await openRegister(service.address, BOOTSTRAP_TOKEN)
    await ordinaryRun(service, register)
    await refusedRequests(service, register)
    await breakIt?.(service, register)
    service.kill('SIGTERM')
    const { code, stdout, stderr } = await service.ended

    t.equal(code, 0)
    t.equal(stderr, '', 'nothing beside the log')
    const lines = stdout.trimEnd().split('\n')
    t.ok(lines.length > 12, 'there is a log')
    for (const line of lines) t.match(parsed(line), { level: Number, time: Number, msg: String }, 'a line is JSON')
    if (breakIt)
      t.ok(
        lines.some((line) => parsed(line).level >= 50),
        'and tells of the error',
      )
    for (const secret of [BOOTSTRAP_TOKEN, register.token, FORGED, PASSWORD, WRITTEN]) t.notMatch(stdout, secret)
    t.notMatch(stdout, /authorization|bearer|qp_/i, 'no header of a caller')
  })
}

// biome-ignore lint/suspicious/noExplicitAny: a log line has whatever it has
function parsed(line: string): any {
  try {
    return JSON.parse(line)
  } catch {
    return { notJson: line }
  }
}

async function databaseOf(t: Test, kind: Kind) {
  if (kind === 'embedded') return { settings: {}, breakIt: undefined }
  const url = await emptyDatabase(t)
  const name = new URL(url).pathname.slice(1)
  // The server of the tests lets everyone in: a password is not asked for, but known.
  const DATABASE_URL = url.replace('postgres@', `postgres:${PASSWORD}@`)
  const breakIt = async (service: Running, register: Register) => {
    await execute(url.replace(name, 'postgres'), `drop database ${name} with (force)`)
    for (let times = 0; times < 5; times += 1) await ordinaryRun(service, register).catch(() => undefined)
  }
  return { settings: { DATABASE_URL }, breakIt }
}

async function ordinaryRun({ address }: Running, register: Register): Promise<void> {
  const { token } = register
  const body = movementOf(register, {
    kind: 'purchase',
    effectiveOn: '2021-01-01',
    shares: '3',
    amount: '150.00',
    note: WRITTEN,
  })
  await must(address, 'POST', '/v1/movements', { token, body, headers: { 'idempotency-key': register.token } })
  await must(address, 'POST', '/v1/persons', { token, body: { name: WRITTEN, contact: WRITTEN } })
  await must(address, 'GET', '/v1/movements?limit=1', { token })
  await must(address, 'GET', '/health/ready')
}

async function refusedRequests({ address }: Running, register: Register): Promise<void> {
  const { token } = register
  await send(address, 'GET', '/v1/movements', { token: FORGED })
  await send(address, 'GET', `/v1/movements?access_token=${token}`)
  await send(address, 'GET', `/nowhere?token=${token}`, { token })
  await send(address, 'GET', '/v1/tokens', { token })
  await send(address, 'POST', '/v1/movements', { token, body: { note: WRITTEN, [WRITTEN]: token } })
  await send(address, 'GET', '/v1/movements', { token, headers: { 'x-large': token.repeat(1000) } }).catch(
    () => undefined,
  )
  await send(address, 'POST', '/v1/persons', { token, body: { name: WRITTEN, [WRITTEN]: 1 } })
  const purchase = movementOf(register, { kind: 'purchase', effectiveOn: '2021-01-01', shares: '1', amount: '0.00' })
  await send(address, 'POST', '/v1/movements', { token, body: { ...purchase, shares: '999999999999999' } })
  await send(address, 'POST', '/v1/movements', { token, body: { ...purchase, shares: '999999999999999' } })
  await noHttp(address, `GET /v1/movements HTTP/9.9\r\nAuthorization: Bearer ${token}\r\n\r\n`)
  await noHttp(address, `GET /%zz?${token} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`)
  await noHttp(
    address,
    `POST /v1/movements HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 9\r\n\r\n{`,
  )
}

/** Sends bytes and hangs up. */
function noHttp(address: string, bytes: string): Promise<void> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.end(bytes))
    socket.on('error', () => undefined).on('close', () => resolve())
    socket.resume()
  })
}
