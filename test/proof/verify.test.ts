// npm run verify, as an auditor runs it: on the database, on an export, on a proof.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { execute } from '../postgres/servers.ts'
import { runCommand, type Settings, temporaryFolder } from '../support/process.ts'
import { filledRegister } from './register.ts'

test('npm run verify', async (t) => {
  const { service, authority } = await filledRegister(t)
  const folder = temporaryFolder(t)
  const DATABASE_URL = String(service.test.url)
  const verify = (settings: Settings, ...args: string[]) =>
    runCommand(t, 'src/commands/verify.ts', { DATA_DIR: folder, ...settings }, ...args)
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const auditor = await service.mint('auditor', authority.id)
  const line = { kind: 'share_interest', cooperativeId: await authority.cooperative(), effectiveOn: '2025-01-01' }
  await authority.move({ ...line, amount: '1.00', note: 'ligne un\u2028ligne deux\u2029trois' })
  const get = async (url: string) => (await service.call('GET', url, { token: auditor })).text
  const exported = file('register.ndjson', await get('/v1/exports/register'))
  const checkpoint = file('checkpoint.json', await get('/v1/checkpoint'))
  const { items } = JSON.parse(await get('/v1/movements?limit=1'))
  const { knownAt } = JSON.parse(readFileSync(checkpoint, 'utf8'))
  const proof = file('proof.json', await get(`/v1/movements/${items[0].id}/proof?knownAt=${knownAt}`))

  await t.test('of the database', async (t) => {
    const { code, stdout } = await verify({ DATABASE_URL }, '--checkpoint', checkpoint)
    t.equal(code, 0)
    t.match(stdout, /^\d+ rows at \d+ places of 3 authorities are as they were sealed\. Without a checkpoint/)
  })

  await t.test('of an export, offline', async (t) => {
    const whole = await verify({}, '--export', exported, '--checkpoint', checkpoint)
    t.match(whole, {
      code: 0,
      stdout: /of 1 authorities are as they were sealed\. Every chain goes through its checkpoint;/,
    })
    const text = readFileSync(exported, 'utf8')
    const altered = file('altered.ndjson', text.replace('\\"effective_on\\": \\"2021-', '\\"effective_on\\": \\"2020-'))
    t.match(await verify({}, '--export', altered), {
      code: 1,
      stdout:
        /^Authority [\da-f-]{36}, journal \d+: the row \w+ \S+ is not what was sealed\.\nThe register was altered\.\n$/,
    })
    const lines = text.split('\n')
    const forged = lines[7]?.replace('"seq":7', '"seq":0').replace('"seq":7', '"seq":0') ?? ''
    for (const [name, more] of [
      ['first.ndjson', [lines[0], forged, ...lines.slice(1)]],
      ['twice.ndjson', [...lines.slice(0, 9), lines[8], ...lines.slice(9)]],
      ['swapped.ndjson', [...lines.slice(0, 5), lines[6], lines[5], ...lines.slice(7)]],
    ] as const) {
      const { code, stderr } = await verify({}, '--export', file(name, more.join('\n')), '--checkpoint', checkpoint)
      t.equal(code, 1, name)
      t.match(stderr, /^Line \d+ of .*(stands out of order|is not one of an export)/, name)
    }
    const without = file('without.ndjson', lines.filter((_, index) => index !== 7).join('\n'))
    t.match(await verify({}, '--export', without), { code: 1, stdout: /journal 7: the row seal journal\/7 is missing/ })
    const cut = file('cut.ndjson', lines.slice(0, 20).join('\n'))
    t.match(await verify({}, '--export', cut), { code: 1, stderr: /breaks off after line 20: export it again\.\n$/ })
    t.match(await verify({}, '--export', checkpoint), { code: 1, stderr: /^Line 1 of .* is not one of an export/ })
  })

  await t.test('of a proof', async (t) => {
    t.match(await verify({}, '--proof', proof), { code: 0, stdout: /Compare it with a checkpoint that you kept/ })
    const held = await verify({}, '--proof', proof, '--checkpoint', checkpoint)
    t.match(held, { code: 0, stdout: /That is the checkpoint that you kept\.\n$/ })
    const altered = file('altered.json', readFileSync(proof, 'utf8').replace('\\"kind\\": \\"', '\\"kind\\": \\"x'))
    t.match(await verify({}, '--proof', altered), {
      code: 1,
      stdout: /^The row movement .* is not the one that was sealed/,
    })
  })

  await t.test('what cannot be read is said in one sentence', async (t) => {
    const cases: [string[], RegExp][] = [
      [['--checkpoint', join(folder, 'nowhere')], /^The file .* cannot be read \(ENOENT\)\.\n$/],
      [['--checkpoint', exported], /^The file .* does not hold a checkpoint of this register\.\n$/],
      [['--proof', checkpoint], /^The file .* does not hold a proof of this register\.\n$/],
      [['--everything'], /^Use: npm run verify[^\n]*\n$/],
      [[], /^There is no register in the folder [^\n]*\n$/],
    ]
    for (const [args, sentence] of cases) t.match(await verify({}, ...args), { code: 1, stdout: '', stderr: sentence })
  })

  await t.test('one cent in the database', async (t) => {
    await execute(
      DATABASE_URL,
      `begin; set local session_replication_role = replica;
       update class_balance set share_cost = share_cost + 0.01 where ctid = (select min(ctid) from class_balance); commit`,
    )
    const { code, stdout } = await verify({ DATABASE_URL })
    t.equal(code, 1)
    t.match(stdout, /the row class_balance \S+ is not what was sealed\.\nThe register was altered\.\n$/)
  })
})
