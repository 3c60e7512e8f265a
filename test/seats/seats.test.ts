// Organs, seats and mandates through HTTP: how they follow each other, on both axes of time.
import { type Test, test } from 'tap'
import { type Authority, type Body, Service } from '../support/api.ts'

const ANY = { 'if-match': '*' }

test('seats and who holds them', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const cooperativeId = await authority.cooperative()
  const patch = async (url: string, body: object): Promise<Body> => {
    const answer = await authority.call('PATCH', url, body, ANY)
    if (answer.status !== 200) throw new Error(`PATCH ${url} → ${answer.status} ${answer.text}`)
    return answer.body
  }
  const lastKnown = async () => (await authority.get('/v1/seats')).knownAt

  await t.test('what changes of an organ goes on into versions that only repeat it', async (t) => {
    const { id } = await authority.post('/v1/organs', { cooperativeId, kind: 'other', name: 'Comité', totalVotes: 10 })
    const url = `/v1/organs/${id}`
    await patch(url, { effectiveOn: '2024-01-01', name: 'Comité de pilotage' })
    await patch(url, { effectiveOn: '2025-01-01', totalVotes: 14 })
    const before = await lastKnown()
    await patch(url, { effectiveOn: '2022-01-01', totalVotes: 12 })
    const says = async (asOf: string, knownAt = '') => {
      const { name, totalVotes } = await authority.get(`${url}?asOf=${asOf}${knownAt && `&knownAt=${knownAt}`}`)
      return `${name} ${totalVotes}`
    }
    t.equal(await says('2021-12-31'), 'Comité 10')
    t.equal(await says('2022-01-01'), 'Comité 12')
    t.equal(await says('2024-06-30'), 'Comité de pilotage 12', 'the new name, and the votes of before')
    t.equal(await says('2025-06-30'), 'Comité de pilotage 14', 'votes that were stated stay')
    t.equal(await says('2024-06-30', before), 'Comité de pilotage 10', 'as it was known before')
    const corrected = await patch(url, { name: 'Comité d’orientation' })
    t.equal(corrected.name, 'Comité d’orientation', 'a correction shows at once')
    t.equal(await says('2023-06-30'), 'Comité 12', 'and is of what is in force today, since its own day')
  })

  await t.test('a mandate without an end ends with its seat, and follows it', async (t) => {
    const seat = await authority.seat(cooperativeId)
    const url = `/v1/seats/${seat.id}`
    const open = await authority.mandate({ seatId: seat.id, from: '2022-01-01' })
    const until = { to: '2023-01-01', endReason: 'term_over' }
    const stand = await authority.mandate({ seatId: seat.id, role: 'alternate', ...until })
    const endOf = async (id: string) => {
      const { to, endReason } = await authority.get(`/v1/mandates/${id}`)
      return [to, endReason]
    }
    await patch(url, { to: '2025-01-01' })
    t.same(await endOf(open.id), ['2025-01-01', 'seat_closed'])
    t.same(await endOf(stand.id), ['2023-01-01', 'term_over'], 'one that ended before stays')
    await patch(url, { to: '2026-01-01' })
    t.same(await endOf(open.id), ['2026-01-01', 'seat_closed'], 'later')
    await patch(url, { to: null })
    t.same(await endOf(open.id), [null, null], 'open again')
    await patch(url, { to: '2024-01-01' })
    const within = await authority.mandate({ seatId: seat.id, role: 'alternate', from: '2023-01-01' })
    t.match(within, { to: '2024-01-01', endReason: 'seat_closed' }, 'one that is recorded later')
    t.match(await authority.get(`${url}?asOf=2024-01-01`), { state: 'not_valid', titular: null })
    t.match(await authority.get(`${url}?asOf=2023-12-31`), { state: 'ending', titular: { mandateId: open.id } })
  })

  await t.test('its own end stays its own, however its seat’s is moved', async (t) => {
    const seat = await authority.seat(cooperativeId)
    const url = `/v1/seats/${seat.id}`
    const own = { to: '2024-01-01', endReason: 'resignation' }
    const { id, personId } = await authority.mandate({ seatId: seat.id, from: '2022-01-01', ...own })
    const ends = async (to: string | null) => {
      await patch(url, { to })
      const mandate = await authority.get(`/v1/mandates/${id}`)
      return [mandate.to, mandate.endReason]
    }
    t.same(await ends('2023-01-01'), ['2023-01-01', 'seat_closed'])
    t.same(await ends('2027-01-01'), ['2024-01-01', 'resignation'], 'nobody sits on who had left')
    t.same(await ends(null), ['2024-01-01', 'resignation'])
    t.same(await ends('2023-01-01'), ['2023-01-01', 'seat_closed'])
    const other = await authority.post('/v1/seats', { organId: seat.organId, from: '2023-06-01' })
    await authority.mandate({ seatId: other.id, personId, from: '2023-06-01' })
    const answer = await authority.call('PATCH', url, { to: null }, ANY)
    t.match(
      [answer.status, answer.body.code],
      [409, 'person_already_sits'],
      'who sits elsewhere by then is not put back',
    )
  })

  await t.test('intervals touch, and do not overlap', async (t) => {
    const seat = await authority.seat(cooperativeId)
    const first = await authority.mandate({ seatId: seat.id, from: '2022-01-01', to: '2023-01-01' })
    await authority.mandate({ seatId: seat.id, from: '2023-01-01' })
    t.equal(first.endReason, 'term_over', 'an end that was fixed from the start')
    const { titular } = await authority.get(`/v1/seats/${seat.id}?asOf=2022-12-31`)
    t.equal(titular.mandateId, first.id, 'its last day')
    t.not((await authority.get(`/v1/seats/${seat.id}?asOf=2023-01-01`)).titular.mandateId, first.id)
    await patch(`/v1/mandates/${first.id}`, { to: '2022-01-01', endReason: 'entered_in_error' })
    t.equal((await authority.get(`/v1/seats/${seat.id}?asOf=2022-06-01`)).state, 'vacant', 'as if it had never been')
    const { items } = await authority.get(`/v1/cooperatives/${cooperativeId}/history?limit=200`)
    t.notOk(
      items.some(({ id }: Body) => id === first.id),
      'nor is it in the history',
    )
  })

  await t.test('a duplicate is merged with its history', (t) => merged(t, authority, cooperativeId, lastKnown))

  await t.test('whose mandate has lapsed does not vote', async (t) => {
    const seat = await authority.seat(cooperativeId, { from: '2020-01-01', votes: 3 })
    await authority.mandate({ seatId: seat.id, from: '2020-01-01' })
    const votes = async (asOf: string) => {
      const { votes, votesHeld, votingShare } = await authority.get(`/v1/organs/${seat.organId}?asOf=${asOf}`)
      return [votes, votesHeld, votingShare]
    }
    t.same(await votes('2021-06-30'), [3, 3, '0.250000'])
    t.same(await votes('2021-07-01'), [3, 0, '0.250000'], 'the council was renewed')
    const lapsed = (await authority.get(`/v1/mandates?state=lapsed&asOf=2021-07-01&organId=${seat.organId}`)).items
    t.same(
      lapsed.map(({ seatId }: Body) => seatId),
      [seat.id],
    )
  })

  await t.test('elected members see names, and no contacts', async (t) => {
    const { id } = await authority.post('/v1/persons', { name: 'Camille Exemple', contact: 'camille@exemple.invalid' })
    const board = await service.mint('board', authority.id)
    t.match(await service.ok('GET', `/v1/persons/${id}`, { token: board }), { name: 'Camille Exemple', contact: null })
    for (const accept of ['application/json', 'text/csv']) {
      const { text } = await service.call('GET', '/v1/persons?limit=200', { token: board, headers: { accept } })
      t.ok(text.includes('Camille Exemple') && !text.includes('exemple.invalid'), accept)
    }
  })
})

async function merged(
  t: Test,
  authority: Authority,
  cooperativeId: string,
  lastKnown: () => Promise<string>,
): Promise<void> {
  const [one, two, three] = [await authority.person(), await authority.person(), await authority.person()]
  const seats = [await authority.seat(cooperativeId), await authority.seat(cooperativeId)]
  const mandates = []
  for (const [index, person] of [one, two].entries()) {
    mandates.push(await authority.mandate({ seatId: seats[index].id, personId: person.id, from: '2022-01-01' }))
  }
  const before = await lastKnown()
  await authority.post(`/v1/persons/${one.id}/merge`, { into: two.id })
  await authority.post(`/v1/persons/${two.id}/merge`, { into: three.id })
  const seatsOf = async (id: string, knownAt = '') =>
    (await authority.get(`/v1/mandates?personId=${id}${knownAt && `&knownAt=${knownAt}`}`)).items.map(
      (mandate: Body) => mandate.id,
    )
  t.same(
    await seatsOf(three.id),
    mandates.map(({ id }) => id),
    'both mandates are the survivor’s',
  )
  t.same([await seatsOf(one.id), await seatsOf(two.id)], [[], []])
  t.same(await seatsOf(one.id, before), [mandates[0].id], 'and were their own before')
  t.equal((await authority.get(`/v1/persons/${one.id}`)).mergedInto, three.id, 'also of a duplicate of a duplicate')
}
