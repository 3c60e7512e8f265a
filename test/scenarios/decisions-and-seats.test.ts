// What an officer asks before a meeting, on the sample portfolio: each question is one call, on both axes of time.
import { parse } from 'csv-parse/sync'
import { test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { Authority, type Body, Service } from '../support/api.ts'

test('before a meeting', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authorityId = await loadSample(service.test.database)
  const board = new Authority(service, authorityId, await service.mint('board', authorityId))
  const cooperatives: Body[] = (await board.get('/v1/cooperatives')).items
  const idOf = (activity: string) => cooperatives.find((cooperative) => cooperative.activity === activity).id
  const textile = idOf('textile')

  await t.test('what did the assembly allow for the textile SCIC, what was used, what is left', async (t) => {
    const ask = async (more = '') =>
      (await board.get(`/v1/authorisations?cooperativeId=${textile}&asOf=2024-06-30${more}`)).items.map(
        ({ number, instrument, authorised, consumed, left, state }: Body) =>
          [number, instrument, authorised, consumed, left, state].join(' '),
      )
    t.same(await ask(), [
      '2021-CD-045 shares 42000.00 42000.00 0.00 open',
      '2022-CD-058 advance 20000.00 20000.00 0.00 open',
      '2022-CP-077 grant 15000.00 15000.00 0.00 open',
      '2023-CD-021 shares 25000.00 19500.00 5500.00 open',
    ])
    // The purchase of 20 March was recorded on the 25th; the decision of 2023 itself on 20 April 2023.
    t.match(await ask('&knownAt=2024-03-22T00:00:00Z'), { 3: '2023-CD-021 shares 25000.00 15000.00 10000.00 open' })
    t.same((await ask('&knownAt=2023-04-01T00:00:00Z')).length, 3, 'before it was recorded, it is not known')
    const { items } = await board.get(`/v1/authorisations?cooperativeId=${textile}&asOf=2025-06-30&instrument=shares`)
    t.match(items[1], { consumed: '20300.00', left: '4700.00', leftShares: '40', state: 'ended' }, 'a year later')
    t.same(
      (await board.get(`/v1/authorisations?cooperativeId=${textile}&asOf=2021-06-27`)).items,
      [],
      'before the vote',
    )
  })

  await t.test('who sat for us, where, with how many votes', async (t) => {
    const ask = async (more = '') =>
      (await board.get(`/v1/seats?asOf=2024-06-30${more}`)).items.map(
        ({ cooperativeName, organName, title, votes, state, titular }: Body) =>
          [cooperativeName, organName, title, votes, state, titular?.personName].join(' | '),
      )
    const now: string[] = await ask()
    t.same(now, [
      'L’Épicerie du Marais | Assemblée générale | Représentant du Département | 1 | lapsed | Morgan Inventé',
      'Fil d’Artois et de Flandre | Conseil d’administration | Administrateur, premier siège | 1 | held | Camille Fictive',
      'Fil d’Artois et de Flandre | Conseil d’administration | Administrateur, second siège | 1 | vacant | ',
      'Fil d’Artois et de Flandre | Assemblée générale | Représentant du Département | 1 | held | Camille Fictive',
      'La Fabrique des Rives | Assemblée des associés | Représentant du Département | 1 | held | Sacha Modèle',
    ])
    // The resignation of 1 June was only known in September.
    const then: string[] = await ask('&knownAt=2024-07-01T00:00:00Z')
    t.equal(
      then[2],
      'Fil d’Artois | Conseil d’administration | Administrateur, second siège | 1 | held | Dominique Imaginaire',
    )
  })

  await t.test('our weight on each organ, and a person’s seats', async (t) => {
    const shares = async (asOf: string) =>
      (await board.get(`/v1/organs?cooperativeId=${textile}&asOf=${asOf}`)).items.map(
        ({ name, votes, votesHeld, votingShare }: Body) => [name, votes, votesHeld, votingShare].join(' '),
      )
    t.same(await shares('2023-06-30'), ['Conseil d’administration 2 2 0.166667', 'Assemblée générale 1 1 0.100000'])
    t.same(await shares('2024-06-30'), ['Conseil d’administration 2 1 0.133333', 'Assemblée générale 1 1 0.100000'])
    const sacha = (await board.get('/v1/persons')).items.find(({ name }: Body) => name === 'Sacha Modèle')
    const mandates: Body[] = (await board.get(`/v1/mandates?personId=${sacha.id}&asOf=2026-11-24`)).items
    t.same(
      mandates.map(({ organName, from, state }) => [organName, from, state].join(' ')),
      ['Assemblée des associés 2022-06-01 running', 'Conseil d’administration 2024-10-15 running'],
    )
    t.same((await board.get(`/v1/seats?personId=${sacha.id}&asOf=2024-06-30`)).items.length, 1)
  })

  await t.test('where each decision stands, on any date', async (t) => {
    const statusOf = async (number: string, query = '') =>
      (await board.get(`/v1/decisions${query}`)).items.find((decision: Body) => decision.number === number)?.status
    t.equal(await statusOf('2023-CP-052', '?asOf=2024-05-13'), 'executory')
    t.equal(await statusOf('2023-CP-052', '?asOf=2024-05-14'), 'annulled')
    t.equal(await statusOf('2023-CP-052', '?asOf=2024-05-14&knownAt=2024-06-02T00:00:00Z'), 'executory')
    t.equal(await statusOf('2021-CD-045', '?asOf=2021-07-05'), 'executory', 'with the right date of publication')
    t.equal(
      await statusOf('2021-CD-045', '?asOf=2021-07-05&knownAt=2021-09-06T09:15:00Z'),
      'transmitted',
      'with the wrong one',
    )
    t.equal(await statusOf('2024-CD-033'), 'rejected')
  })

  await t.test('the history of the textile SCIC, page by page', async (t) => {
    const url = `/v1/cooperatives/${textile}/history?asOf=2026-01-15`
    const walked: Body[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page: Body = await board.get(`${url}&limit=7${next && `&cursor=${next}`}`)
      walked.push(...page.items)
      next = page.next
    }
    const dates = walked.map(({ on }) => on)
    t.same(dates, dates.toSorted(), 'in the order of time')
    t.same(walked, (await board.get(`${url}&limit=200`)).items)
    t.same(walked.toReversed(), (await board.get(`${url}&limit=200&order=newest`)).items, 'or the other way round')
    const types = new Set(walked.map(({ type }) => type))
    t.same([...types].sort(), [
      'annual_accounts',
      'capital_statement',
      'decision_step',
      'mandate_end',
      'mandate_start',
      'movement',
    ])
    const publication = walked.find(({ event, label }) => event === 'published' && label.startsWith('2021-CD-045'))
    t.match(publication, { on: '2021-07-02', effect: { status: 'executory', executoryOn: '2021-07-02' } })
    t.notOk(
      walked.some(({ on, event }) => event === 'published' && on === '2021-07-12'),
      'a cancelled step is not in it',
    )
    const sale = walked.find(({ event }) => event === 'sale')
    t.match(sale, {
      on: '2025-04-10',
      effect: { shares: '-40', cost: '-3945.10', receivable: '4100.00', treasury: '0.00' },
    })
    for (const { link } of walked) t.ok((await board.get(link)).knownAt, `${link} can be read`)
    const csv = await board.call('GET', url, undefined, { accept: 'text/csv' })
    t.equal(parse(csv.text, { columns: true }).length, walked.length)
  })

  await t.test('the same as CSV, for a spreadsheet', async (t) => {
    for (const path of ['decisions', 'authorisations', 'organs', 'seats', 'mandates', 'persons']) {
      const json: Body[] = (await board.get(`/v1/${path}?asOf=2025-12-31&limit=200`)).items
      const csv = await board.call('GET', `/v1/${path}?asOf=2025-12-31`, undefined, { accept: 'text/csv' })
      t.match(csv.headers, { 'content-type': /^text\/csv/ })
      t.ok(json.length > 3, `${path}: there are some`)
      t.equal(parse(csv.text, { columns: true }).length, json.length, path)
    }
  })
})
