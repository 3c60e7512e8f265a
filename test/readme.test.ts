// What the README shows is what happens: the demo starts, and its calls answer as printed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { createAuthority } from '../src/administration/authority.ts'
import { ensureFirstAdministrator } from '../src/administration/bootstrap.ts'
import { asService } from '../src/journal/as-service.ts'
import { openEmbeddedDatabase } from '../src/postgres/database.ts'
import { migrate } from '../src/postgres/migrate.ts'

const readme = readFileSync('README.md', 'utf8')

test('the README’s first question, and the calls that the demo prints', async (t) => {
  const { printed, address } = await startDemo(t)
  const [, token = ''] = /finance token: (\S+)/.exec(printed) ?? []

  const [, question = '', shown = ''] =
    /```sh\n(curl[^`]*portfolio\/summary[^`]*)```\s+```json\n([^`]*)```/.exec(readme) ?? []
  t.same(await (await send(question, { token, address })).json(), JSON.parse(shown), 'the summary is the one shown')
  const [, postings = ''] = /```sh\n(curl[^`]*v1\/movements[^`]*)```/.exec(readme) ?? []
  const movements = (await (await send(postings, { token, address })).json()) as { items: { postings: unknown[] }[] }
  t.ok(movements.items[0]?.postings.length, 'the postings behind a figure')

  const cooperatives = (await (
    await send('"http://127.0.0.1:0/v1/cooperatives" -H "Authorization: Bearer $TOKEN"', { token, address })
  ).json()) as { items: { id: string }[] }
  const questions = readme
    .split('\n')
    .filter((line) => /^curl .*v1\/(authorisations|seats|cooperatives|compliance)/.test(line))
  t.equal(questions.length, 4)
  for (const asked of questions) {
    const response = await send(asked.replace('$ID', cooperatives.items[1]?.id ?? ''), { token, address })
    const { items } = (await response.json()) as { items: { state?: string }[] }
    t.ok(response.status === 200 && items.length >= 5, asked)
    if (asked.includes('/seats'))
      t.ok(
        items.some(({ state }) => state === 'vacant'),
        'a seat was vacant',
      )
  }

  const calls = printed.split('\n').filter((line) => line.startsWith('curl '))
  t.equal(calls.length, 3)
  for (const call of calls) {
    const response = await send(call, { token, address })
    t.equal(response.status, 200, call.replace(/qp_\S+/, 'qp_…'))
    t.ok((await response.text()).length > 200)
  }
})

test('the checkpoint and its verification, as the README shows them', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-demo-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const { printed, address, stop } = await startDemo(t, folder)
  const [, token = ''] = /finance token: (\S+)/.exec(printed) ?? []
  const [, curl = '', script = '', shown = ''] =
    /```sh\n(curl[^\n]*v1\/checkpoint[^\n]*) > checkpoint\.json\nnpm run (\w+)[^\n]*\n```\s+```\n([^`]*)```/.exec(
      readme,
    ) ?? []
  const checkpoint = join(folder, 'checkpoint.json')
  writeFileSync(checkpoint, await (await send(curl, { token, address })).text())
  await stop()
  const { status, stdout } = spawnSync(process.execPath, [`src/commands/${script}.ts`, '--checkpoint', checkpoint], {
    env: environmentOf(folder),
    encoding: 'utf8',
  })
  t.equal(status, 0)
  const numbersOut = (text: string) => text.replace(/\d+ rows at \d+ places/, 'N rows at N places')
  t.equal(numbersOut(stdout), numbersOut(shown))
})

test('the sample is loaded once: a second start finds it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-demo-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  for (const start of ['first', 'second']) {
    const { printed, address, stop } = await startDemo(t, folder)
    const [, token = ''] = /board token: +(\S+)/.exec(printed) ?? []
    const response = await fetch(`${address}/v1/cooperatives`, { headers: { authorization: `Bearer ${token}` } })
    const { items } = (await response.json()) as { items: unknown[] }
    t.equal(items.length, 3, `${start} start`)
    await stop()
  }
})

test('a load that was cut is taken up where it stopped', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-demo-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const cut = spawn(process.execPath, ['src/commands/demo.ts'], { env: environmentOf(folder), stdio: 'ignore' })
  const ended = new Promise((resolve) => cut.once('exit', resolve))
  while (!existsSync(join(folder, 'bootstrap-token'))) await sleep(20)
  await sleep(400)
  cut.kill('SIGKILL')
  await ended
  const { printed, address } = await startDemo(t, folder)
  const [, token = ''] = /board token: +(\S+)/.exec(printed) ?? []
  const url = `${address}/v1/movements?to=2027-01-01&limit=200`
  const { items } = (await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).json()) as Page
  t.equal(items.length, 39, 'every movement of the sample, once')
})

test('a register that is not the sample is left alone', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-demo-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const database = await openEmbeddedDatabase(folder)
  await migrate(database, undefined, () => ensureFirstAdministrator(database, folder, undefined, new Date()))
  await asService(
    database,
    () => new Date(),
    'somebody',
    'createAuthority',
    async (writing) => {
      const authority = await createAuthority(writing, { name: 'Département réel' })
      return { targetId: authority.id, content: authority, result: authority }
    },
  )
  await database.close()
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/commands/demo.ts'], {
    env: environmentOf(folder),
    encoding: 'utf8',
  })
  t.equal(status, 1)
  t.equal(stdout, '')
  t.match(stderr, /^This database holds a register that is not the sample[^\n]*\n$/)
})

interface Page {
  readonly items: unknown[]
}

function environmentOf(folder: string): NodeJS.ProcessEnv {
  const { BOOTSTRAP_TOKEN: _, ...environment } = process.env
  return { ...environment, DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1' }
}

interface Demo {
  readonly printed: string
  readonly address: string
  readonly stop: () => Promise<void>
}

async function startDemo(t: Test, folder = mkdtempSync(join(tmpdir(), 'quotepart-demo-'))): Promise<Demo> {
  const demo = spawn(process.execPath, ['src/commands/demo.ts'], {
    env: environmentOf(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => demo.once('exit', () => resolve()))
  const stop = async () => {
    demo.kill('SIGTERM')
    await ended
  }
  t.teardown(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  let printed = ''
  for await (const chunk of demo.stdout) {
    printed += chunk
    if (printed.includes('Ctrl+C')) break
  }
  const [, address = ''] = /sample portfolio at (\S+)/.exec(printed) ?? []
  return { printed, address, stop }
}

/** Sends what a curl line sends: its headers and its address, on the demo's own port. */
function send(curl: string, { token, address }: { token: string; address: string }): Promise<Response> {
  const headers = [...curl.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(
    ([, name = '', value = '']) => [name, value.replace('$TOKEN', token)] as [string, string],
  )
  const [, path = ''] = /"http:\/\/127\.0\.0\.1:\d+([^"]*)"/.exec(curl) ?? []
  return fetch(`${address}${path}`, { headers })
}
