// Answers that are kept: the same bytes while nothing is written, and never an old one after, whichever instance wrote.
import { test } from 'tap'
import { Answers } from '../../src/http/answers.ts'
import { Service } from '../support/api.ts'
import { secondInstance } from '../support/browser-sign-in.ts'

const SUMMARY = '/v1/portfolio/summary?asOf=2024-12-31'

test('what one instance writes, the other answers at once', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const { cooperativeId, shareClassId } = await office.position()
  const other = await secondInstance(t, service)
  const ask = (url = SUMMARY, token = office.token) =>
    other.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  const costs = async () => JSON.parse((await ask()).body).totals.cost
  t.equal(await costs(), '0.00')
  const { knownAt } = JSON.parse((await ask()).body)
  for (const [index, cost] of ['500.00', '1000.00', '1500.00'].entries()) {
    const on = { cooperativeId, shareClassId, effectiveOn: `2024-0${index + 1}-01` }
    await office.move({ kind: 'subscription', ...on, shares: '10', amount: '500.00' })
    t.equal(await costs(), cost)
    t.equal(await costs(), cost, 'kept')
  }
  t.equal(JSON.parse((await ask(`${SUMMARY}&knownAt=${knownAt}`)).body).totals.cost, '0.00', 'as it was known then')
  t.equal(JSON.parse((await ask('/v1/portfolio/summary?asOf=2024-02-15')).body).totals.cost, '1000.00', 'another date')

  const reader = await service.mint('board', office.id)
  const { headers, body } = await ask()
  t.equal((await ask()).body, body, 'the same bytes')
  const board = await ask(SUMMARY, reader)
  t.equal(board.body, body)
  t.not(board.headers.etag, headers.etag, 'of another role')
  const neighbour = await service.authority('Département Voisin')
  t.equal(JSON.parse((await ask(SUMMARY, neighbour.token)).body).totals.cost, '0.00', 'of another authority')
  t.equal((await ask('/v1/portfolio/summary?asOf=2024-13-01')).statusCode, 400, 'and no refusal is kept')
})

test('a new day is another question', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const { cooperativeId, shareClassId } = await office.position()
  const on = { cooperativeId, shareClassId, effectiveOn: '2026-11-27' }
  await office.move({ kind: 'subscription', ...on, shares: '10', amount: '500.00' })
  for (const [day, cost] of Object.entries({ '2026-11-26': '0.00', '2026-11-27': '500.00' })) {
    service.now = new Date(`${day}T12:00:00Z`)
    const { asOf, totals } = await office.get('/v1/portfolio/summary')
    t.same([asOf, totals.cost], [day, cost])
  }
})

test('no more is kept than there is room for, and no failure', async (t) => {
  const answers = new Answers(10_000)
  const caller = { authorityId: 'a', role: 'finance', lastSeq: 1 } as Parameters<Answers['get']>[0]
  let made = 0
  const make = async () => {
    made += 1
    return { json: Buffer.alloc(1000), etag: '"e"' }
  }
  const twenty = async () => {
    for (let question = 0; question < 20; question += 1) await answers.get(caller, String(question), make)
  }
  await twenty()
  await twenty()
  t.equal(made, 40, 'what was asked for once is not kept')
  await answers.get(caller, '19', make)
  t.equal(made, 40, 'the newest is kept')
  await answers.get(caller, '0', make)
  t.equal(made, 41, 'the oldest is not')
  await t.rejects(answers.get(caller, 'no', () => Promise.reject(new Error('the database is away'))))
  await answers.get(caller, 'no', make)
  t.equal(made, 42)
})
