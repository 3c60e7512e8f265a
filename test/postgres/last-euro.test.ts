// Writers that race for the last euro, the last share and the last seat, on a real PostgreSQL.
import { type Test, test } from 'tap'
import { type Answer, type Authority, Service } from '../support/api.ts'
import { booksBalanced } from '../support/books.ts'

const times = (count: number) => Array.from({ length: count }, (_, index) => index)
const accepted = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 201)
const refusals = (answers: readonly Answer[]) => answers.filter(({ status }) => status !== 201)

async function figures(authority: Authority, decisionId: string) {
  const { items } = await authority.get(`/v1/authorisations?decisionId=${decisionId}`)
  return items[0]
}

async function booksAreRight(t: Test, service: Service, authority: Authority): Promise<void> {
  t.same(await booksBalanced(service.test.database, authority.id), [], 'the books are balanced and whole')
}

test('racing for what is left', async (t) => {
  const service = await Service.start(t, 'postgres')

  await t.test('thirty subscriptions under one authorisation: exactly its ceiling', async (t) => {
    const authority = await service.authority()
    const position = await authority.position('1.00')
    const authorisation = { cooperativeId: position.cooperativeId, instrument: 'shares', ceiling: '1000.00' }
    const { id: decisionId } = await authority.decision({ authorisations: [authorisation] })
    // 30 × 70.00 are 2 100.00: fourteen fit, with 20.00 left that none of them may take.
    const subscription = { kind: 'subscription', ...position, shares: '1', amount: '70.00', decisionId }
    const answers = await Promise.all(
      times(30).map((index) => authority.tryMove({ ...subscription, effectiveOn: `2021-0${1 + (index % 9)}-25` })),
    )
    t.equal(accepted(answers).length, 14, 'fourteen are recorded')
    for (const { status, body } of refusals(answers)) {
      t.equal(status, 409)
      t.match(body.code, /^(authorisation_exceeded|later_movement_impossible)$/)
    }
    t.match(await figures(authority, decisionId), { authorised: '1000.00', consumed: '980.00', left: '20.00' })

    const last = times(30).map(() => authority.tryMove({ ...subscription, effectiveOn: '2021-12-31', amount: '1.00' }))
    const cents = await Promise.all(last)
    t.equal(accepted(cents).length, 20, 'twenty take the twenty euros that were left')
    for (const { body } of refusals(cents)) {
      t.match(body, { code: 'authorisation_exceeded', authorised: '1000.00', consumed: '1000.00', left: '0.00' })
    }
    t.match(await figures(authority, decisionId), { authorised: '1000.00', consumed: '1000.00', left: '0.00' })
    const cent = await authority.tryMove({
      ...subscription,
      effectiveOn: '2021-12-31',
      kind: 'purchase',
      amount: '0.01',
    })
    t.match([cent.status, cent.body.left], [409, '0.00'], 'never a cent more')
    await booksAreRight(t, service, authority)
  })

  await t.test('the last euro, once: one of thirty', async (t) => {
    const authority = await service.authority()
    const cooperativeId = await authority.cooperative()
    const authorisation = { cooperativeId, instrument: 'grant', ceiling: '1.00' }
    const { id: decisionId } = await authority.decision({ authorisations: [authorisation] })
    const grant = { kind: 'grant', cooperativeId, effectiveOn: '2021-06-01', amount: '1.00', decisionId }
    const answers = await Promise.all(times(30).map(() => authority.tryMove(grant)))
    t.equal(accepted(answers).length, 1)
    for (const { status, body } of refusals(answers)) t.match([status, body.left], [409, '0.00'])
    const [winner] = accepted(answers)
    // What a reversal gives back can be raced for again.
    await authority.post(`/v1/movements/${winner?.body.id}/reversal`, { reason: 'Erreur' })
    const again = await Promise.all(times(10).map(() => authority.tryMove(grant)))
    t.equal(accepted(again).length, 1, 'after its reversal, one again')
    await booksAreRight(t, service, authority)
  })

  await t.test('a number of shares, and a ceiling that is lowered meanwhile', async (t) => {
    const authority = await service.authority()
    const position = await authority.position('1.00')
    const terms = {
      cooperativeId: position.cooperativeId,
      instrument: 'disposal',
      ceiling: '100.00',
      ceilingShares: '10',
    }
    const { id: decisionId } = await authority.decision({ authorisations: [terms] })
    await authority.move({ kind: 'purchase', ...position, effectiveOn: '2021-01-01', shares: '100', amount: '100.00' })
    const sale = { kind: 'write_off', ...position, effectiveOn: '2021-06-01', shares: '1', decisionId }
    const lower = authority.call('POST', `/v1/decisions/${decisionId}/authorisations`, { ...terms, ceilingShares: '5' })
    const answers = await Promise.all([...times(15).map(() => authority.tryMove(sale)), lower])
    const lowered = answers.at(-1)?.status === 201
    const { authorisedShares, consumedShares } = await figures(authority, decisionId)
    t.equal(authorisedShares, lowered ? '5' : '10')
    t.equal(consumedShares, authorisedShares, 'all of what is allowed, and no more')
    t.equal(accepted(answers.slice(0, -1)).length, Number(consumedShares))
    await booksAreRight(t, service, authority)
  })

  await t.test('thirty for one seat: one sits', async (t) => {
    const authority = await service.authority()
    const cooperativeId = await authority.cooperative()
    const seat = await authority.seat(cooperativeId)
    const persons = await Promise.all(times(30).map((index) => authority.person(`Personne ${index}`)))
    const mandate = { seatId: seat.id, from: '2022-01-01', noDecisionReason: 'Reprise' }
    const answers = await Promise.all(
      persons.map(({ id }) => authority.call('POST', '/v1/mandates', { ...mandate, personId: id })),
    )
    t.equal(accepted(answers).length, 1)
    for (const { status, body } of refusals(answers)) t.match([status, body.code], [409, 'seat_taken'])
  })
})
