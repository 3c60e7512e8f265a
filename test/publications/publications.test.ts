// A summary that was published is shown again bit for bit, years later, and from another database.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import { test } from 'tap'
import { refused } from '../http/refusals.ts'
import { attacked } from '../proof/register.ts'
import { Service } from '../support/api.ts'

const digestOf = (summary: unknown) =>
  createHash('sha256')
    .update(String(canonicalize(summary)))
    .digest('hex')

test('published summaries', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const position = await authority.position()
  const buy = (effectiveOn: string) =>
    authority.move({ kind: 'purchase', ...position, effectiveOn, shares: '7', amount: '350.10' })
  await buy('2024-05-01')
  const url = `/v1/cooperatives/${position.cooperativeId}`
  await authority.post(`${url}/capital-statements`, { on: '2024-01-01', totalCapital: '1000.00' })
  const decision = await authority.decision()
  const publish = (more: object = {}) =>
    authority.post('/v1/published-summaries', { title: 'Au 31 décembre 2024', asOf: '2024-12-31', ...more })

  const published = await publish({ decisionId: decision.id })
  const { summary, digest } = published
  t.match(published, {
    decisionId: decision.id,
    groupBy: 'cooperative',
    reproduced: true,
    knownAt: published.recordedAt,
  })
  t.equal(digest, digestOf(summary), 'its digest is of its canonical JSON')
  const answered = await authority.get(`/v1/portfolio/summary?asOf=2024-12-31&knownAt=${published.knownAt}`)
  t.same(summary, answered, 'it is what the summary answers')
  const grouped = await Promise.all(['activity', 'legalForm', 'commune'].map((groupBy) => publish({ groupBy })))

  await t.test('whatever is recorded since, it is the same', async (t) => {
    await buy('2024-01-15')
    await authority.post(`${url}/capital-statements`, { on: '2024-01-01', totalCapital: '2000.00' })
    const { headers } = await authority.call('GET', url)
    await authority.service.call('PATCH', url, {
      token: authority.token,
      body: { name: 'Un autre nom', activity: 'textile' },
      headers: { 'if-match': String(headers.etag) },
    })
    for (const one of [published, ...grouped]) {
      const again = await authority.call('GET', `/v1/published-summaries/${one.id}`)
      t.same(again.body, one, one.groupBy)
      t.equal(digestOf(again.body.summary), one.digest, 'bit for bit')
    }
    const now = await authority.get('/v1/portfolio/summary?asOf=2024-12-31')
    t.not(now.totals.cost, summary.totals.cost, 'the register has gone on')
  })

  await t.test('as known earlier', async (t) => {
    const early = await publish({ knownAt: published.knownAt })
    t.same(early.summary, summary)
    const { items } = await authority.get('/v1/published-summaries')
    t.equal(items.length, 5)
    const known = await authority.get(`/v1/published-summaries?knownAt=${published.recordedAt}`)
    t.equal(known.items.length, 1)
  })

  await t.test('what is refused', async (t) => {
    const title = 'x'
    const post = (body: object) => authority.call('POST', '/v1/published-summaries', body)
    const late = await post({ title, asOf: '2024-12-31', knownAt: '2999-01-01T00:00:00Z' })
    refused(t, late, { status: 400, code: 'known_at_too_late', pointer: '#/knownAt' }, 'too late')
    refused(t, await post({ title, asOf: '2024-02-30' }), { status: 400, pointer: '#/asOf' }, 'no date')
    refused(t, await post({ asOf: '2024-12-31' }), { status: 400, pointer: '#/title' }, 'no title')
    const unknown = await post({ title, asOf: '2024-12-31', decisionId: authority.id })
    refused(t, unknown, { status: 404, code: 'decision_unknown', pointer: '#/decisionId' }, 'no decision')
  })

  await t.test('verify says when the register gives another one', async (t) => {
    const register = { service }
    t.same((await attacked(register, async () => undefined)).faults, [])
    const { faults } = await attacked(register, async (tx) => {
      await sql`update class_balance set share_cost = share_cost + 1`.execute(tx)
    })
    t.ok(faults.some((fault) => fault.includes(`${published.id} published is not what the register gives today`)))
  })
})
