// A workbook that is not read to its end, or whose rows cannot be: neither holds a transaction, nor harms another request.
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { test } from 'tap'
import { makeHistory } from '../bench/long-history.ts'
import { type Authority, Service } from '../support/api.ts'

const FORMATS = ['xlsx', 'ods'] as const

/** An answer of which a first chunk was read; no more comes before somebody reads on. */
async function begun(address: string, { token }: Authority, format: string): Promise<IncomingMessage> {
  const request = get(`${address}/v1/exports/workbook?format=${format}`, {
    headers: { authorization: `Bearer ${token}` },
    agent: false,
  })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  if (answer.statusCode !== 200) throw new Error(`answered ${answer.statusCode}`)
  const [first] = (await once(answer, 'data')) as [Buffer]
  if (first[0] !== 'P'.charCodeAt(0)) throw new Error('no archive')
  answer.pause()
  return answer
}

test('a workbook that is cut short', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  await office.person()
  const cooperativeId = await office.cooperative()
  await office.seat(cooperativeId)
  await makeHistory(String(service.test.url), office.id, cooperativeId, 30_000)
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 })
  const watch = new pg.Client({ connectionString: String(service.test.url) })
  await watch.connect()
  t.teardown(() => watch.end())
  /** Transactions under way, and when the last statement began. */
  const underWay = async () => {
    const { rows } = await watch.query(
      `select count(*) filter (where xact_start is not null)::int as open, max(query_start) as last
       from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    )
    return rows[0] as { open: number; last: Date }
  }

  for (const format of FORMATS) {
    const slow = await begun(address, office, format)
    slow.destroy()
    await sleep(500)
    const after = await underWay()
    t.equal(after.open, 0, `${format}: no transaction stays open`)
    await sleep(500)
    t.same((await underWay()).last, after.last, `${format}: and nothing more is asked`)
    t.equal((await office.call('GET', '/v1/cooperatives')).status, 200)
  }

  await t.test('rows that cannot be read any more', async (t) => {
    for (const format of FORMATS) {
      const answer = await begun(address, office, format)
      await watch.query('alter table seat_version rename to seat_version_away')
      await t.rejects(answer.resume().toArray(), `${format}: it does not end as if it were whole`)
      await watch.query('alter table seat_version_away rename to seat_version')
      t.equal((await office.call('GET', '/v1/seats')).status, 200, `${format}: the service goes on`)
    }
  })
})
