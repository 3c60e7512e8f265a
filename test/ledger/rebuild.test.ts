// npm run rebuild, as an operator runs it on a register whose read model was damaged: what comes back is what was sealed.
import { test } from 'tap'
import { unguarded } from '../bench/unguarded.ts'
import { execute } from '../postgres/servers.ts'
import { filledRegister } from '../proof/register.ts'
import { runCommand, type Settings, temporaryFolder } from '../support/process.ts'

const DAMAGE = [
  // Lost, altered, and made up.
  `delete from class_balance where (authority_id, cooperative_id, share_class_id, effective_on, seq) in (
     select authority_id, cooperative_id, share_class_id, effective_on, seq from class_balance order by seq limit 3)`,
  `update class_balance set payable = payable + 1, share_cost = share_cost + 1
   where (authority_id, seq) in (select authority_id, seq from class_balance order by seq desc limit 2)`,
  'delete from cooperative_balance',
  `insert into class_balance select authority_id, cooperative_id, share_class_id, effective_on + 1, seq, nominal_value, shares,
     share_cost, uncalled, payable, owed_purchase, impairment from class_balance order by seq limit 1`,
]
const BALANCES = `
  select to_jsonb(b)::text as row from class_balance b union all select to_jsonb(b)::text from cooperative_balance b order by 1`

test('npm run rebuild', async (t) => {
  const { service, authority } = await filledRegister(t)
  const url = String(service.test.url)
  const run = (script: string, settings: Settings, ...args: string[]) =>
    runCommand(t, `src/commands/${script}.ts`, { DATA_DIR: temporaryFolder(t), ...settings }, ...args)
  const settings = { DATABASE_URL: url }
  const before = (await execute(url, BALANCES)).rows
  const summary = await authority.get('/v1/portfolio/summary?asOf=2025-06-30')

  t.match(await run('rebuild', settings), {
    code: 0,
    stdout: `${before.length} running balances are what the postings come to.\n`,
  })

  await unguarded(url, async (client) => {
    for (const statement of DAMAGE) await client.query(statement)
  })
  const damaged = (await execute(url, BALANCES)).rows
  const told = await run('rebuild', settings, '--check')
  t.equal(told.code, 1)
  t.match(told.stdout, /^Authority [\da-f-]{36}: of its running balances, \d+ missing, \d+ wrong, \d+ too many\.\n/)
  t.match(told.stdout, /npm run rebuild puts them right\.\n$/)
  t.same((await execute(url, BALANCES)).rows, damaged, 'and nothing was done')
  t.match(await run('verify', settings), { code: 1 }, 'whoever verifies it is told, too')

  const repaired = await run('rebuild', settings)
  t.equal(repaired.code, 0)
  t.match(repaired.stdout, /too many; put right\.\n/)
  t.match(repaired.stdout, new RegExp(`${before.length} running balances are now what the postings come to\\.`))
  t.same((await execute(url, BALANCES)).rows, before, 'to the byte')
  t.match(await run('verify', settings), { code: 0 }, 'and as they were sealed')
  t.same(await authority.get('/v1/portfolio/summary?asOf=2025-06-30'), summary)
  await t.rejects(execute(url, 'delete from class_balance'), { code: '23001' }, 'guarded as before')

  t.match(await run('rebuild', settings, '--all'), { code: 1, stderr: /^Use: npm run rebuild/ })
  t.match(await run('rebuild', {}), { code: 1, stderr: /^There is no register in the folder / })
})
