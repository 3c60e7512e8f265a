// Walking the lists of decisions, seats and a cooperative's history: as they were at the first page, whatever is written
// meanwhile; and CSV is the same list.
import { type Test, test } from 'tap'
import { type Authority, type Body, EXECUTORY, Service } from '../support/api.ts'
import { rowsOf, walk } from './walk.ts'

test('lists of decisions and seats', async (t) => {
  const service = await Service.start(t, 'postgres')
  // Two registers: what the walks write would make the last histories long.
  for (const lists of [LISTS, HISTORIES]) {
    const register = new Register(await service.authority())
    await register.open()
    for (let count = 0; count < 4; count += 1) await register.fill()
    for (const list of lists) await t.test(list, (t) => walkAndCompare(t, register, register.at(list)))
    await t.test('a person who is erased meanwhile', (t) => erasedMeanwhile(t, register.authority))
  }
})

/** The ids are of the one cooperative, decision, organ and person that the register adds to. */
const LISTS = [
  ...['/v1/decisions', '/v1/decisions?kind=entry', '/v1/decisions?cooperativeId={cooperative}'],
  ...['steps', 'authorisations', 'documents'].map((part) => `/v1/decisions/{decision}/${part}`),
  ...['/v1/authorisations', '/v1/authorisations?instrument=grant', '/v1/authorisations?decisionId={decision}'],
  ...['/v1/authorisations?cooperativeId={cooperative}', '/v1/organs', '/v1/organs?kind=other', '/v1/persons'],
  ...['/v1/seats', '/v1/seats?organId={organ}', '/v1/seats?asOf=2022-01-01', '/v1/seats?personId={person}'],
  ...['/v1/mandates', '/v1/mandates?organId={organ}', '/v1/mandates?personId={person}'],
]

const HISTORIES = [
  ...['', '?order=newest', '?type=decision_step', '?type=mandate_start&order=newest', '?from=2021-01-15&to=2024-01-01'],
].map((query) => `/v1/cooperatives/{cooperative}/history${query}`)

/** One item a page, while a little of everything is added, changed, cancelled, ended and superseded. */
async function walkAndCompare(t: Test, register: Register, url: string): Promise<void> {
  const { authority } = register
  const and = url.includes('?') ? '&' : '?'
  const { items: expected, knownAt, next } = await authority.get(`${url}${and}limit=200`)
  t.equal(next, null, 'the whole list')
  t.ok(expected.length >= 4, `it has ${expected.length} items`)
  const { items, pages } = await walk(authority, `${url}${and}limit=1`, async (page) => {
    if (page === 1) await register.fill()
    if (page === 2) await register.change(expected)
  })
  t.same(items, expected, 'nothing is skipped, repeated or other than it was known')
  t.ok(
    pages.every((page) => page.items.length === 1),
    'one a page',
  )
  t.same(new Set(pages.map((page) => page.knownAt)), new Set([knownAt]), 'every page repeats knownAt')
  t.not(
    JSON.stringify((await authority.get(`${url}${and}limit=200`)).items),
    JSON.stringify(expected),
    'and it changed',
  )

  const csv = await authority.call('GET', `${url}${and}knownAt=${knownAt}`, undefined, { accept: 'text/csv' })
  t.equal(csv.headers['known-at'], knownAt)
  const rows = rowsOf(csv)
  t.same(rows.map(keyOf), expected.map(keyOf), 'CSV has the same rows')
  const columns = Object.keys(rows[0] ?? {}).filter((name) => expected.every((item: Body) => isPlain(item[name])))
  t.ok(columns.length > 3, `columns that are fields, too: ${columns}`)
  const texts = (item: Body) => columns.map((name) => String(item[name] ?? ''))
  t.same(rows.map(texts), expected.map(texts), 'with what the items say')
}

const isPlain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)
const keyOf = ({ id, type, decisionId, cooperativeId, instrument, recordedAt }: Body) =>
  (id === undefined ? [decisionId, cooperativeId, instrument] : [id, type]).concat(recordedAt).join(' ')

/** A portfolio that grows by a little of everything each time. */
class Register {
  readonly authority: Authority
  #number = 0
  #cooperativeId = ''
  #advanceId = ''
  #decision: Body
  #seat: Body
  #person: Body

  constructor(authority: Authority) {
    this.authority = authority
  }

  async open(): Promise<void> {
    this.#cooperativeId = await this.authority.cooperative({ name: 'Fil d’Artois' })
    const advance = { kind: 'advance', cooperativeId: this.#cooperativeId, effectiveOn: '2022-01-01', amount: '1.00' }
    this.#advanceId = (await this.authority.move(advance)).id
    this.#decision = await this.authority.decision({ kind: 'entry', cooperativeIds: [this.#cooperativeId] })
    this.#seat = await this.authority.seat(this.#cooperativeId)
    this.#person = await this.authority.person('Camille Exemple')
  }

  at(list: string): string {
    return list
      .replace('{cooperative}', this.#cooperativeId)
      .replace('{decision}', this.#decision.id)
      .replace('{organ}', this.#seat.organId)
      .replace('{person}', this.#person.id)
  }

  /** One more of everything, at the end of some lists and in the midst of others. */
  async fill(): Promise<void> {
    const { authority } = this
    const cooperativeId = this.#cooperativeId
    this.#number += 1
    const number = this.#number
    const grant = { cooperativeId, instrument: 'grant', ceiling: `${number}.00` }
    await authority.decision({ kind: 'entry', authorisations: [grant] })
    await this.#part('documents', { name: `Pièce ${number}`, url: `https://www.example.fr/${number}.pdf` })
    await this.#part('authorisations', { ...grant, cooperativeId: await authority.cooperative() })
    await this.#publishAnew()
    const { id: organId } = await authority.post('/v1/organs', {
      cooperativeId,
      kind: 'other',
      name: `Comité ${number}`,
    })
    const from = '2021-02-01'
    const seat = await authority.post('/v1/seats', { organId: this.#seat.organId, from, title: `Siège ${number}` })
    await authority.mandate({ seatId: seat.id, personId: (await authority.person(`Personne ${number}`)).id })
    // One person may sit on each organ.
    const elsewhere = await authority.post('/v1/seats', { organId, from })
    await authority.mandate({ seatId: elsewhere.id, personId: this.#person.id, from: '2022-01-01' })
    await authority.move({ kind: 'grant', cooperativeId, effectiveOn: '2023-01-01', amount: '1.00' })
    const papers = `/v1/cooperatives/${cooperativeId}`
    await authority.post(`${papers}/capital-statements`, { on: '2021-12-31', totalCapital: `${number}.00` })
    await authority.post(`${papers}/annual-accounts`, { year: 2021, equity: `${number}.00` })
    await authority.post(`${papers}/audits`, { on: '2021-12-31', auditor: `Réviseur ${number}` })
    const aid = { grantedOn: '2022-01-01', regulation: 'de_minimis', grossGrantEquivalent: `${number}.00` }
    await authority.post(`${papers}/state-aids`, { ...aid, movementId: this.#advanceId })
    const convention = { reference: `CONV-${number % 3}`, signedOn: '2021-06-01', endsOn: '2023-06-01' }
    await authority.post(`${papers}/advance-conventions`, { ...convention, ceiling: `${number}.00` })
  }

  /** Changes the last of what is being walked, so that it is otherwise, or no longer in the list, when the walk comes. */
  async change(items: readonly Body[]): Promise<void> {
    const { authority } = this
    this.#number += 1
    const renamed = `Autre ${this.#number}`
    const last = items.at(-1)
    const [of, id] = String(last.link ?? '/v1//')
      .split('/')
      .slice(2)
    const at = (name: string) => (of === name ? id : last.id)
    await this.#patch(`/v1/decisions/${last.decisionId ?? last.id}`, {
      kind: 'other',
      object: renamed,
      cooperativeIds: [],
    })
    await this.#patch(`/v1/organs/${last.organId ?? last.id}`, { kind: 'college', name: renamed })
    await this.#patch(`/v1/mandates/${at('mandates')}`, { to: '2024-01-01', endReason: 'resignation' })
    await this.#patch(`/v1/seats/${last.seatId ?? last.id}`, { to: '2025-01-01', title: renamed })
    await this.#patch(`/v1/persons/${last.personId ?? last.id}`, { name: renamed })
    await this.#patch(`/v1/cooperatives/${this.#cooperativeId}`, { name: renamed })
    await this.#part('authorisations', {
      cooperativeId: this.#cooperativeId,
      instrument: 'shares',
      ceiling: `${this.#number}.00`,
    })
    if (last.instrument === 'grant') {
      const { decisionId = this.#decision.id, cooperativeId, instrument } = last
      const terms = { cooperativeId, instrument, ceiling: '999.00' }
      await authority.post(`/v1/decisions/${decisionId}/authorisations`, terms)
    }
    const [movement] = (await authority.get('/v1/movements?kind=grant&limit=200')).items.filter(
      ({ reversedBy }: Body) => reversedBy === null,
    )
    await authority.post(`/v1/movements/${movement.id}/reversal`, { reason: 'Erreur' })
    await this.#publishAnew()
    const duplicate = await authority.person(renamed)
    await authority.post(`/v1/persons/${duplicate.id}/merge`, { into: this.#person.id })
  }

  #part(name: string, body: object): Promise<Body> {
    return this.authority.post(`/v1/decisions/${this.#decision.id}/${name}`, body)
  }

  /** Cancels the publication of the decision, and records it anew. */
  async #publishAnew(): Promise<void> {
    const { steps } = await this.authority.get(`/v1/decisions/${this.#decision.id}`)
    const cancels = steps.find(({ kind }: Body) => kind === 'published').id
    await this.#part('steps', { kind: 'cancellation', cancels, reason: 'Erreur' })
    await this.#part('steps', EXECUTORY.at(-1) as object)
  }

  /** Changes what is there; the ids of other lists are not. */
  async #patch(url: string, body: object): Promise<void> {
    const { status, headers, body: found } = await this.authority.call('GET', url)
    // A duplicate is changed no more.
    if (status !== 200 || found.mergedInto) return
    const changed = await this.authority.call('PATCH', url, body, { 'if-match': String(headers.etag) })
    if (changed.status !== 200) throw new Error(`PATCH ${url} → ${changed.status} ${changed.text}`)
  }
}

/** What is erased is gone at every knownAt, in the midst of a walk, too: the name, and not the person. */
async function erasedMeanwhile(t: Test, authority: Authority): Promise<void> {
  const { items: expected } = await authority.get('/v1/persons?limit=200')
  const last = expected.findLast(({ erased, mergedInto }: Body) => !erased && mergedInto === null)
  const { items } = await walk(authority, '/v1/persons?limit=1', async (page) => {
    if (page === 1) await authority.post(`/v1/persons/${last.id}/erasure`, { reason: 'Demande de la personne' })
  })
  const ids = (list: Body[]) => list.map(({ id }) => id)
  t.same(ids(items), ids(expected), 'each person once')
  t.match(items[ids(items).indexOf(last.id)], { name: null, contact: null }, 'the name is gone')
}
