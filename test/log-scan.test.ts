// The scanner that reads what every test logs can fail, for each kind of secret, and fails the test that logged it.
import { spawnSync } from 'node:child_process'
import { test } from 'tap'
import { LogScan, leakIn, noteSent } from './support/log-scan.ts'

const LEAKS: Readonly<Record<string, string>> = {
  'a token': '{"msg":"qp_mJ0abcdefghijklmnopqrstuvwxyz0123456789ABCDEF"}',
  'an Authorization header': '{"req":{"headers":{"authorization":"Bearer anything"}}}',
  'a JSON Web Token': '{"msg":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"}',
  'a cursor': `{"url":"/v1/movements?cursor=${'a'.repeat(80)}.${'b'.repeat(43)}"}`,
  'a password of a database': '{"err":"connect to postgres://quotepart:secret@db.example.org/quotepart"}',
  'the address of a client': '{"req":{"ip":"203.0.113.7"}}',
}

test('what no log line may look like', async (t) => {
  for (const [what, line] of Object.entries(LEAKS)) t.equal(leakIn(line), what, what)
  t.equal(leakIn('{"remoteAddress":"fe80::1","remotePort":50000}'), 'the address of a client', 'of IPv6')
  t.equal(leakIn('{"ip":"::ffff:192.0.2.1"}'), 'the address of a client', 'mapped to IPv6')
  for (const line of [
    '{"level":30,"time":1795575600000,"pid":7,"hostname":"h","msg":"Server listening at http://127.0.0.1:3000"}',
    '{"level":30,"reqId":"019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61","req":{"method":"GET","route":"/v1/movements"},"res":{"statusCode":200},"responseTime":1.25,"msg":"request completed"}',
    '{"level":50,"err":{"message":"connect ECONNREFUSED 127.0.0.1:5432"}}',
  ])
    t.equal(leakIn(line), undefined, line)
})

test('what was sent shows in no log line', async (t) => {
  noteSent({
    token: 'a-token-of-no-known-form',
    headers: { 'Idempotency-Key': 'key-of-the-caller', accept: 'application/json' },
    body: { name: 'Jean « dit "Jo" » Exemple', kind: 'purchase', inner: [{ note: 'Deux mots' }] },
  })
  for (const secret of ['a-token-of-no-known-form', 'key-of-the-caller', 'Jean « dit "Jo" » Exemple', 'Deux mots'])
    t.equal(leakIn(JSON.stringify({ msg: `before ${secret} after` })), 'what was sent', secret)
  for (const harmless of ['application/json', 'purchase'])
    t.equal(leakIn(JSON.stringify({ msg: harmless })), undefined, harmless)
  const scan = new LogScan()
  scan.write('{"msg":"harmless"}')
  scan.conclude()
  scan.write('{"msg":"Deux mots"}')
  t.throws(() => scan.conclude(), { message: /^1 log lines hold what was sent: / })
})

test('a test whose service leaks fails, whatever its own assertions say', async (t) => {
  const run = (env: object) =>
    spawnSync(process.execPath, ['test/support/leaky.ts'], { encoding: 'utf8', env: { ...process.env, ...env } })
  t.equal(run({}).status, 0, 'without the leak it passes')
  const { status, stdout } = run({ LEAK: '1' })
  t.equal(status, 1)
  t.match(stdout, /1 log lines hold what was sent/)
})
