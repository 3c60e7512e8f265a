// What is changed under If-Match holds a version of the register, not a moment of reading it: whoever read that version,
// on whatever date, may change it; whoever read an earlier one may not.
import { randomUUID } from 'node:crypto'
import { type Test, test } from 'tap'
import { type Answer, type Authority, type Body, Service } from '../support/api.ts'
import { refused } from './refusals.ts'

/** How one of a kind comes to be, and how it is changed. */
interface Kind {
  readonly path: string
  /** A body that a POST takes; another each time. */
  readonly make: (authority: Authority, cooperativeId: string) => Promise<object>
  /** A change that is another for each number, and the field that shows it. */
  readonly change: (number: number) => Record<string, string>
  /** Writes next to it, that leave its version. */
  readonly beside: (authority: Authority, made: Body) => Promise<unknown>
}

const ON_SEAT = { from: '2021-03-01', noDecisionReason: 'Reprise' }

const KINDS: readonly Kind[] = [
  {
    path: '/v1/decisions',
    make: async (_, cooperativeId) => ({
      number: `D-${randomUUID()}`,
      body: 'assembly',
      kind: 'entry',
      object: 'Entrée au capital',
      cooperativeIds: [cooperativeId],
    }),
    change: (number) => ({ object: `Objet ${number}` }),
    beside: async (authority, { id, cooperativeIds }) => {
      const part = (name: string, body: object) => authority.post(`/v1/decisions/${id}/${name}`, body)
      await part('steps', { kind: 'drafted', on: '2021-01-01' })
      await part('authorisations', { cooperativeId: cooperativeIds[0], instrument: 'grant', ceiling: '1.00' })
      await part('documents', { name: 'Délibération', url: 'https://www.example.fr/1.pdf' })
    },
  },
  {
    path: '/v1/organs',
    make: async (_, cooperativeId) => ({ cooperativeId, kind: 'other', name: 'Comité' }),
    change: (number) => ({ name: `Comité ${number}` }),
    beside: (authority, { id }) => authority.post('/v1/seats', { organId: id, from: '2021-02-01' }),
  },
  {
    path: '/v1/seats',
    make: async (authority, cooperativeId) => {
      const { organId } = await authority.seat(cooperativeId)
      return { organId, from: '2021-02-01' }
    },
    change: (number) => ({ title: `Siège ${number}` }),
    beside: (authority, { id }) => authority.mandate({ seatId: id }),
  },
  {
    path: '/v1/mandates',
    make: async (authority, cooperativeId) => {
      const { id: seatId } = await authority.seat(cooperativeId)
      return { seatId, personId: (await authority.person()).id, ...ON_SEAT }
    },
    change: (number) => ({ noDecisionReason: `Reprise ${number}` }),
    beside: (authority, { seatId }) => authority.mandate({ seatId, role: 'alternate' }),
  },
  {
    path: '/v1/persons',
    make: async () => ({ name: 'Camille Exemple' }),
    change: (number) => ({ name: `Camille Exemple ${number}` }),
    beside: async (authority, { id }) => {
      const duplicate = await authority.person()
      await authority.post(`/v1/persons/${duplicate.id}/merge`, { into: id })
    },
  },
]

const etagOf = ({ headers }: Answer) => String(headers.etag)
const FAILED = { status: 412, code: 'precondition_failed' }

test('If-Match', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const auditor = await service.mint('auditor', authority.id)
  const cooperativeId = await authority.cooperative()
  for (const kind of KINDS) {
    const changed = async () => new Changed(authority, kind, await create(authority, kind, cooperativeId))
    await t.test(kind.path, async (t) => {
      await t.test('absent, stale or of something else', async (t) => {
        const foreign = await service.call('GET', (await changed()).url, { token: authority.token })
        await staleRefused(t, await changed(), { auditor, foreign: etagOf(foreign) })
      })
      await t.test('of the version that is there, however it was read', async (t) => currentServes(t, await changed()))
      await t.test('of the creation, one of several, *', async (t) => otherForms(t, await changed()))
      await t.test('a dry run', async (t) => dryRun(t, await changed()))
      await t.test('several at once: one holds', async (t) => atOnce(t, await changed()))
    })
  }
  await t.test('changed by what happens elsewhere', (t) => changedElsewhere(t, authority, cooperativeId))
  await t.test('an organ that is otherwise from a day on', async (t) => {
    const [, organs] = KINDS
    await fromADayOn(t, new Changed(authority, organs as Kind, await create(authority, organs as Kind, cooperativeId)))
  })
})

async function create(authority: Authority, { path, make }: Kind, cooperativeId: string): Promise<Answer> {
  const answer = await authority.call('POST', path, await make(authority, cooperativeId))
  if (answer.status !== 201) throw new Error(`POST ${path} → ${answer.status} ${answer.text}`)
  return answer
}

/** Something that was created, and what is done to it. */
class Changed {
  readonly authority: Authority
  readonly kind: Kind
  readonly created: Answer
  readonly url: string
  #number = 0

  constructor(authority: Authority, kind: Kind, created: Answer) {
    this.authority = authority
    this.kind = kind
    this.created = created
    this.url = String(created.headers.location)
  }

  get(query = '', token = this.authority.token): Promise<Answer> {
    return this.authority.service.call('GET', `${this.url}${query}`, { token })
  }

  /** Changes it to what it was never before. */
  patch(ifMatch: string | undefined, query = ''): Promise<Answer> {
    this.#number += 1
    const headers: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': ifMatch }
    return this.authority.call('PATCH', `${this.url}${query}`, this.kind.change(this.#number), headers)
  }

  /** What its last change must have left. */
  get said(): object {
    return this.kind.change(this.#number)
  }

  beside(): Promise<unknown> {
    return this.kind.beside(this.authority, this.created.body)
  }
}

interface Others {
  readonly auditor: string
  /** Of another of its kind. */
  readonly foreign: string
}

async function staleRefused(t: Test, changed: Changed, { auditor, foreign }: Others): Promise<void> {
  const first = await changed.get()
  const etag = etagOf(first)
  t.match(etag, /^"[\x21\x23-\x7e]+"$/, 'a strong ETag')
  refused(t, await changed.patch(undefined), { status: 428, code: 'precondition_required' }, 'absent')
  const [state = ''] = etag.slice(1).split('.')
  const others = [`"${'x'.repeat(state.length)}${etag.slice(1 + state.length)}`, etagOf(await changed.get('', auditor))]
  for (const stale of ['"x"', '', '""', '"', etag.slice(1, -1), `W/${etag}`, `"x", W/${etag}`, foreign, ...others]) {
    refused(t, await changed.patch(stale), FAILED, `stale: ${stale}`)
  }
  t.same((await changed.get()).body, first.body, 'nothing has changed')
  const then = [etag, etagOf(await changed.get('?asOf=2022-01-01')), etagOf(changed.created)]
  t.equal((await changed.patch(etag)).status, 200, 'current')
  for (const stale of then) refused(t, await changed.patch(stale), FAILED, 'a change later it is stale')
  const { recordedAt } = first.body
  const earlier = etagOf(await changed.get(`?knownAt=${recordedAt}`))
  refused(t, await changed.patch(earlier), FAILED, 'so is what was known before the change')
}

async function currentServes(t: Test, changed: Changed): Promise<void> {
  const { recordedAt, version } = changed.created.body
  const before = await changed.get()
  await changed.beside()
  await changed.authority.cooperative()
  for (const query of ['', '?asOf=2022-01-01', `?knownAt=${recordedAt}`, `?asOf=2199-01-01&knownAt=${recordedAt}`]) {
    const read = await changed.get(query)
    t.equal(read.body.version, version, `${query}: the version that is there`)
    t.equal((await changed.patch(etagOf(read), '?dryRun=true')).status, 200, `${query}: serves`)
    if (query.includes('asOf')) t.not(etagOf(read), etagOf(before), 'another representation has another ETag')
  }
  const answer = await changed.patch(etagOf(before))
  t.match([answer.status, answer.body], [200, changed.said], 'writes elsewhere do not make it stale')
  t.equal(answer.body.version, version + 1, 'a version more')
  const now = await changed.get()
  t.same(now.body, answer.body, 'what was answered is what is there')
  t.equal(etagOf(now), etagOf(answer), 'its ETag is that of a GET')
}

async function otherForms(t: Test, changed: Changed): Promise<void> {
  const now = await changed.get()
  t.same(now.body, changed.created.body, 'what was created is what is there')
  t.equal(etagOf(now), etagOf(changed.created), 'with its ETag')
  const first = await changed.patch(etagOf(changed.created))
  t.equal(first.status, 200, 'the ETag of the POST serves')
  const second = await changed.patch(etagOf(first))
  t.match([second.status, second.body], [200, changed.said], 'and that of a PATCH, the next')
  const third = await changed.patch(`"x", ${etagOf(second)}, "y"`)
  t.match([third.status, third.body], [200, changed.said], 'one of several')
  const fourth = await changed.patch('*')
  t.match([fourth.status, fourth.body], [200, changed.said], '* is whatever is there')
}

async function dryRun(t: Test, changed: Changed): Promise<void> {
  const now = await changed.get()
  const dry = await changed.patch(etagOf(now), '?dryRun=true')
  t.match([dry.status, dry.body], [200, changed.said], 'answers what would be')
  t.notOk('etag' in dry.headers, 'of what is not there it has no ETag')
  t.same((await changed.get()).body, now.body, 'and changes nothing')
  t.equal(etagOf(await changed.get()), etagOf(now), 'nor the ETag')
  refused(t, await changed.patch(undefined, '?dryRun=true'), { status: 428 }, 'it needs If-Match, too')
  refused(t, await changed.patch('"x"', '?dryRun=true'), FAILED, 'that is not stale')
}

async function atOnce(t: Test, changed: Changed): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const { body, headers } = await changed.get()
    const answers = await Promise.all(['A', 'B', 'C'].map(() => changed.patch(String(headers.etag))))
    t.same(answers.map(({ status }) => status).sort(), [200, 412, 412], 'one 200, the others 412')
    const kept = answers.find(({ status }) => status === 200)
    t.same((await changed.get()).body, kept?.body, 'what was answered is what is there')
    t.equal(kept?.body.version, body.version + 1)
  }
}

/** A mandate that ends with its seat, or changes hands with its person, is another version; so is an erased person. */
async function changedElsewhere(t: Test, authority: Authority, cooperativeId: string): Promise<void> {
  const read = (url: string) => authority.call('GET', url)
  const stale = async (url: string, etag: string, body: object, what: string) =>
    refused(t, await authority.call('PATCH', url, body, { 'if-match': etag }), FAILED, what)
  const seat = await authority.seat(cooperativeId)
  const mandate = `/v1/mandates/${(await authority.mandate({ seatId: seat.id })).id}`
  const before = etagOf(await read(mandate))
  const closing = { 'if-match': etagOf(await read(`/v1/seats/${seat.id}`)) }
  t.equal((await authority.call('PATCH', `/v1/seats/${seat.id}`, { to: '2030-01-01' }, closing)).status, 200)
  await stale(mandate, before, { noDecisionReason: 'x' }, 'a mandate whose seat was closed')

  const { personId } = (await read(mandate)).body
  const [held, person] = [etagOf(await read(mandate)), etagOf(await read(`/v1/persons/${personId}`))]
  const into = (await authority.person()).id
  const other = etagOf(await read(`/v1/persons/${into}`))
  await authority.post(`/v1/persons/${personId}/merge`, { into })
  await stale(mandate, held, { noDecisionReason: 'x' }, 'a mandate whose person was merged')
  await stale(`/v1/persons/${personId}`, person, { name: 'x' }, 'a person who was merged')
  await authority.post(`/v1/persons/${into}/erasure`, { reason: 'Demande' })
  await stale(`/v1/persons/${into}`, other, { name: 'x' }, 'a person who was erased')
}

async function fromADayOn(t: Test, organ: Changed): Promise<void> {
  const { authority, url } = organ
  const before = await organ.get('?asOf=2022-12-31')
  const change = { effectiveOn: '2023-01-01', totalVotes: 15 }
  const changed = await authority.call('PATCH', url, change, { 'if-match': etagOf(before) })
  t.match([changed.status, changed.body], [200, change], 'the ETag of a day before serves')
  const earlier = await organ.get('?asOf=2022-12-31')
  t.match(earlier.body, { totalVotes: null, effectiveOn: null, version: 2 }, 'before that day it is as it was')
  t.equal((await organ.patch(etagOf(earlier))).status, 200, 'and read there, it still is the version that is changed')
  refused(t, await organ.patch(etagOf(before)), FAILED, 'read before the change, it is stale')
}
