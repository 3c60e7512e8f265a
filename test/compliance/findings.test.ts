// How findings are read: filtered, counted, acknowledged, by the law of the day or what the authority has set.
import { test } from 'tap'
import { type Authority, type Body, Service } from '../support/api.ts'

const MISSING_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'

test('findings', async (t) => {
  for (const kind of ['embedded', 'postgres'] as const) {
    await t.test(kind, async (t) => {
      const service = await Service.start(t, kind)
      service.now = new Date('2026-01-20T10:00:00Z')
      const authority = await service.authority()
      const cooperativeId = await authority.cooperative({ siren: '732829320' })
      const otherId = await authority.cooperative({ siren: '732829321' })
      const state = (publicCapital: string) => ({ on: '2024-12-31', totalCapital: '100000.00', publicCapital })
      await authority.post(`/v1/cooperatives/${cooperativeId}/capital-statements`, state('60000.00'))

      await t.test('filters', async (t) => {
        const all = await findings(authority)
        t.ok(all.every(({ state }) => state === 'broken' || state === 'unknown'))
        t.same(new Set(all.map((one) => one.cooperativeId)), new Set([cooperativeId, otherId]), 'held or not')
        const errors = await findings(authority, 'severity=error')
        t.same(
          errors,
          all.filter(({ severity }) => severity === 'error'),
          'by severity',
        )
        t.same(all.slice(0, errors.length), errors, 'errors come first')
        t.same(
          await findings(authority, 'state=unknown'),
          all.filter(({ state }) => state === 'unknown'),
        )
        const ofOther = await findings(authority, `cooperativeId=${otherId}`)
        t.same(
          ofOther,
          all.filter((one) => one.cooperativeId === otherId),
          'by cooperative',
        )
        t.match(await findings(authority, 'rule=identifiers'), [
          {
            rule: 'identifiers',
            cooperativeId: otherId,
            state: 'broken',
            severity: 'error',
            figures: { siren: '732829321' },
          },
        ])
        t.same(await findings(authority, `cooperativeId=${MISSING_ID}`), [])
        const pages = await Promise.all([authority.get('/v1/compliance/findings?limit=3'), all])
        const { items } = await authority.get(`/v1/compliance/findings?limit=200&cursor=${pages[0].next}`)
        t.same([...pages[0].items, ...items], all, 'page by page')
      })

      await t.test('the summary counts them, where it is asked to', async (t) => {
        const all = await findings(authority)
        const { findings: counts } = await authority.get('/v1/portfolio/summary?findings=true')
        for (const severity of ['error', 'high', 'medium', 'low', 'info']) {
          t.equal(counts[severity], all.filter((one) => one.severity === severity).length, severity)
        }
        t.notOk('findings' in (await authority.get('/v1/portfolio/summary')))
      })

      await t.test('an acknowledgement says why, until when, and hides no error', (t) =>
        acknowledging(t, authority, cooperativeId),
      )

      await t.test('the history has them on the day since which they are so', async (t) => {
        const read = async (query: string) =>
          (await authority.get(`/v1/cooperatives/${cooperativeId}/history?${query}`)).items as Body[]
        const said = ({ on, type, event }: Body) => `${on} ${type} ${event}`
        t.notOk(
          (await read('limit=200')).some(({ type }) => type === 'finding'),
          'where they are asked for',
        )
        const all = await read('findings=true&limit=200')
        t.ok(all.map(said).includes('2024-12-31 finding public_cap'))
        t.same(
          (await read('type=finding&limit=200')).map(said),
          all.map(said).filter((line) => /finding/.test(line)),
        )
        t.same((await read('findings=true&limit=200&order=newest')).reverse(), all)
        const first = await authority.get(`/v1/cooperatives/${cooperativeId}/history?findings=true&limit=2`)
        t.same([...first.items, ...(await read(`findings=true&limit=200&cursor=${first.next}`))], all, 'page by page')
        t.same(await read('findings=true&to=2024-12-31'), [])
      })

      await t.test('rules, with the law of the day', async (t) => {
        const capOn = async (asOf: string) => {
          const { items } = await authority.get(`/v1/compliance/rules?limit=200&asOf=${asOf}`)
          const rule = items.find(({ id }: Body) => id === 'public_cap')
          return rule.parameters.find(({ name }: Body) => name === 'cap')
        }
        t.match(await capOn('2014-08-01'), { value: '0.200000', unit: 'ratio', source: /2001-624/ })
        t.match(await capOn('2014-08-02'), { value: '0.500000', source: /2014-856/ })
        const setting = { rule: 'public_cap', parameter: 'cap', value: '0.65', from: '2026-01-01', source: 'Essai' }
        const before = await authority.get('/v1/compliance/findings?rule=public_cap')
        t.match(before.items, [
          { state: 'broken', since: '2024-12-31', figures: { cap: '0.500000' } },
          { state: 'unknown' },
        ])
        await authority.post('/v1/compliance/parameters', setting)
        t.match(await capOn('2025-12-31'), { value: '0.500000' })
        t.match(await capOn('2026-01-01'), { value: '0.65', values: [{ isSet: true, to: null }, { isSet: false }, {}] })
        t.match(await findings(authority, `rule=public_cap&cooperativeId=${cooperativeId}`), [], 'it holds now')
        const then = `rule=public_cap&cooperativeId=${cooperativeId}&knownAt=${before.knownAt}`
        t.match(await findings(authority, then), [{ state: 'broken' }], 'as known before')
        t.match(await findings(authority, `rule=public_cap&cooperativeId=${cooperativeId}&asOf=2025-12-31`), [
          { state: 'broken' },
        ])
      })
    })
  }
})

async function acknowledging(t: import('tap').Test, authority: Authority, cooperativeId: string): Promise<void> {
  const about = `cooperativeId=${cooperativeId}`
  const acknowledge = (rule: string, until: string, more: object = {}) =>
    authority.post('/v1/compliance/acknowledgements', { rule, cooperativeId, reason: 'Vu en séance', until, ...more })
  const error = await acknowledge('public_cap', '2026-06-01')
  await acknowledge('three_categories', '2026-06-01')
  const acknowledged = await findings(authority, `${about}&acknowledged=true`)
  t.same(
    acknowledged.map(({ rule }) => rule),
    ['public_cap', 'three_categories'],
  )
  t.match(acknowledged[0], { acknowledgement: { id: error.id, reason: 'Vu en séance', until: '2026-06-01' } })
  const left = await findings(authority, `${about}&acknowledged=false`)
  t.ok(
    left.some(({ rule }) => rule === 'public_cap'),
    'an error is never hidden',
  )
  t.notOk(
    left.some(({ rule }) => rule === 'three_categories'),
    'another finding is, where that is asked for',
  )
  t.match(await findings(authority, `${about}&rule=three_categories&asOf=2026-05-31`), [
    { acknowledgement: { until: '2026-06-01' } },
  ])
  t.match(await findings(authority, `${about}&rule=three_categories&asOf=2026-06-01`), [{ acknowledgement: null }])
  const { items } = await authority.get(`/v1/deadlines?kind=acknowledgement_end&${about}`)
  t.same(
    items.map(({ dueOn, subject }: Body) => `${dueOn} ${subject}`).sort(),
    ['2026-06-01 public_cap', '2026-06-01 three_categories'],
    'and its end is a deadline',
  )
  await acknowledge('three_categories', '2026-01-20')
  t.match(
    await findings(authority, `${about}&rule=three_categories`),
    [{ acknowledgement: null }],
    'ended by a later one',
  )
  t.equal((await authority.get(`/v1/compliance/acknowledgements?${about}`)).items.length, 3)
}

async function findings(authority: Authority, query = ''): Promise<Body[]> {
  return (await authority.get(`/v1/compliance/findings?limit=200&${query}`)).items
}
