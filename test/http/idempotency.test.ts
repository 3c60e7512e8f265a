// A request sent twice under one key counts once; the second answer is the first one again.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { type Test, test } from 'tap'
import { ADMIN_TOKEN, type Answer, type Authority, EXECUTORY, Service } from '../support/api.ts'
import { DOCUMENT_FILE } from '../support/generate.ts'
import { lastSeq, refused } from './refusals.ts'

const key = (name: string) => ({ 'idempotency-key': name })

test('idempotency', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const { cooperativeId, shareClassId } = await authority.position()
  const grant = (amount = '1.00') => ({
    kind: 'grant',
    cooperativeId,
    effectiveOn: '2024-01-01',
    amount,
    noDecisionReason: 'Reprise',
  })
  const send = (body: object, name: string, url = '/v1/movements') => authority.call('POST', url, body, key(name))
  const auditor = await service.mint('auditor', authority.id)
  const count = async () => (await authority.get('/v1/movements?limit=200')).items.length

  /** Runs work that must record so many movements. */
  async function recording(t: Test, movements: number, work: () => Promise<void>): Promise<void> {
    const before = await count()
    await work()
    t.equal(await count(), before + movements, `${movements} recorded`)
  }

  await t.test('the same again: the first answer, marked', async (t) => {
    await recording(t, 1, async () => {
      const first = await send(grant(), 'again')
      t.equal(first.status, 201)
      t.notOk('idempotency-replayed' in first.headers, 'the first is not marked')
      for (let times = 0; times < 3; times += 1) sameAnswer(t, await send(grant(), 'again'), first)
    })
  })

  await t.test('every POST replays', async (t) => {
    const url = `/v1/cooperatives/${cooperativeId}`
    const movement = await authority.move(grant('3.00'))
    const decision = await authority.decision({ steps: EXECUTORY.slice(0, 3) })
    const seat = await authority.seat(cooperativeId)
    const person = await authority.person()
    const duplicate = await authority.person()
    const under = `/v1/decisions/${decision.id}`
    const closing = await authority.post('/v1/closings', { year: 2018 })
    const organ = { cooperativeId, kind: 'other', name: 'Comité' }
    const mandate = { seatId: seat.id, personId: person.id, from: '2021-03-01', noDecisionReason: 'Reprise' }
    const document = { name: 'Délibération', url: 'https://www.example.fr/actes/45.pdf' }
    const lines = `kind,cooperativeId,effectiveOn,amount\nshare_interest,${cooperativeId},2024-01-01,1.00\n`
    const posts: [string, object | string, string?][] = [
      ['/v1/movement-imports', lines],
      ['/v1/cooperatives', { name: 'Une autre', legalForm: 'other' }],
      [`${url}/share-classes`, { name: 'Parts B', nominalValue: '10.00' }],
      [`${url}/capital-statements`, { on: '2024-01-01', totalCapital: '1000.00' }],
      [`${url}/annual-accounts`, { year: 2024 }],
      [`${url}/audits`, { on: '2024-06-14' }],
      [`${url}/state-aids`, { grantedOn: '2024-01-01', regulation: 'de_minimis', grossGrantEquivalent: '5.00' }],
      [`${url}/advance-conventions`, { reference: 'CONV-1', signedOn: '2024-01-01', endsOn: '2025-01-01' }],
      [`/v1/movements/${movement.id}/reversal`, { reason: 'Erreur' }],
      ['/v1/decisions', { number: 'Essai', body: 'assembly', kind: 'entry', object: 'Entrée', steps: EXECUTORY }],
      [`${under}/steps`, { kind: 'transmitted', on: '2021-01-18', receiptNumber: '062-2021-01' }],
      [`${under}/authorisations`, { cooperativeId, instrument: 'grant', ceiling: '1.00' }],
      [`${under}/documents`, document],
      ['/v1/organs', organ],
      ['/v1/seats', { organId: seat.organId, from: '2021-02-01' }],
      ['/v1/mandates', mandate],
      ['/v1/persons', { name: 'Camille Exemple', contact: 'camille@exemple.fr' }],
      [`/v1/persons/${duplicate.id}/merge`, { into: person.id }],
      [`/v1/persons/${duplicate.id}/erasure`, { reason: 'Demande de la personne' }],
      ['/v1/authorities', { name: 'Un autre département' }, ADMIN_TOKEN],
      ['/v1/account-numbers', { account: 'share_cost', number: '266', fromYear: 2024, cooperativeId }],
      ['/v1/compliance/acknowledgements', { rule: 'public_cap', cooperativeId, reason: 'Vu', until: '2030-01-01' }],
      ['/v1/compliance/parameters', { rule: 'public_cap', parameter: 'cap', value: '0.400000', source: 'Essai' }],
      ['/v1/closings', { year: 2019 }],
      [`/v1/closings/${closing.id}/reopening`, { reason: 'Oubli' }],
      ['/v1/published-summaries', { title: 'Au 31 décembre 2023', asOf: '2023-12-31' }],
      ['/v1/origin-erasures', { before: '2021-01-01T00:00:00Z', reason: 'Durée échue' }, ADMIN_TOKEN],
    ]
    t.same(
      new Set(posts.map(([url]) => url.replace(/[\da-f]{8}-[\da-f-]{27}/, '{id}'))),
      // A replayed token or feed key has no secret, and a replayed movement is what the other tests are about.
      new Set(postsOfTheDocument().filter((path) => !['/v1/tokens', '/v1/feed-keys', '/v1/movements'].includes(path))),
      'every POST of the document',
    )
    for (const [url, body, token = authority.token] of posts) {
      const headers = { ...key(`every ${url}`), ...(typeof body === 'string' && { 'content-type': 'text/csv' }) }
      const post = () => service.call('POST', url, { token, body, headers })
      const first = await post()
      t.equal(first.status, 201, url, { text: first.text })
      const before = await lastSeq(service, auditor)
      sameAnswer(t, await post(), first)
      t.equal(await lastSeq(service, auditor), before, 'and nothing more is written')
    }
  })

  await t.test('a name is replayed, and kept nowhere', (t) => namesReplayed(t, service, authority, cooperativeId))

  await t.test('another request under the key: 422', async (t) => {
    await recording(t, 1, async () => {
      t.equal((await send(grant(), 'other')).status, 201)
      const reused = { status: 422, code: 'idempotency_key_reused', pointer: 'Idempotency-Key' }
      refused(t, await send(grant('1.01'), 'other'), reused, 'another body')
      refused(t, await send({ ...grant(), note: 'x' }, 'other'), reused, 'a field more')
      refused(t, await send(grant(), 'other', '/v1/movements?dryRun=false'), reused, 'another query')
      refused(t, await send({ name: 'x', legalForm: 'other' }, 'other', '/v1/cooperatives'), reused, 'another path')
      sameAnswer(t, await send(grant(), 'other'), await send(grant(), 'other'))
    })
  })

  await t.test('a refusal leaves the key free', async (t) => {
    await recording(t, 1, async () => {
      refused(t, await send(grant('1'), 'free'), { status: 400 }, '400')
      refused(t, await send({ ...grant(), cooperativeId: authority.id }, 'free'), { status: 404 }, '404')
      const sale = { ...grant(), kind: 'sale', shareClassId, shares: '1' }
      refused(t, await send(sale, 'free'), { status: 409, code: 'more_shares_than_held' }, '409')
      refused(
        t,
        await send({ ...sale, kind: 'subscription', amount: '0.01' }, 'free'),
        { status: 422, code: 'amount_below_nominal' },
        '422',
      )
      t.equal((await send(grant(), 'free')).status, 201, 'then it is used')
    })
  })

  await t.test('a dry run keeps nothing, and replays nothing', async (t) => {
    await recording(t, 1, async () => {
      const dry = () => send(grant(), 'dry', '/v1/movements?dryRun=true')
      for (const answer of [await dry(), await dry()]) {
        t.equal(answer.status, 200)
        t.notOk('idempotency-replayed' in answer.headers)
      }
      t.equal((await send(grant(), 'dry')).status, 201, 'the key is free for the request itself')
      const after = await dry()
      t.equal(after.status, 200, 'and a dry run under a used key is still one')
      t.notOk('idempotency-replayed' in after.headers)
    })
  })

  await t.test('quoted or bare, 1 to 255 characters', async (t) => {
    await recording(t, 3, async () => {
      const first = await send(grant(), 'bare')
      sameAnswer(t, await send(grant(), '"bare"'), first)
      const quoted = await send(grant(), '"quoted"')
      sameAnswer(t, await send(grant(), 'quoted'), quoted)
      const longest = 'k'.repeat(255)
      sameAnswer(t, await send(grant(), longest), await send(grant(), `"${longest}"`), 'second')
      for (const bad of ['k'.repeat(256), `"${'k'.repeat(256)}"`, '', '""', 'clé', 'a\tb']) {
        refused(t, await send(grant(), bad), { status: 400, pointer: 'Idempotency-Key' }, `not ${bad.slice(0, 9)}`)
      }
    })
  })

  await t.test('a key is one token’s, and one authority’s', async (t) => {
    const colleague = await service.mint('finance', authority.id)
    const stranger = await service.authority('Département voisin')
    const theirs = await stranger.cooperative()
    const first = await send(grant(), 'mine')
    const second = await service.call('POST', '/v1/movements', {
      token: colleague,
      body: grant(),
      headers: key('mine'),
    })
    t.equal(second.status, 201, 'a colleague’s key is another')
    t.not(second.body.id, first.body.id)
    t.notOk('idempotency-replayed' in second.headers)
    const third = await stranger.call('POST', '/v1/movements', { ...grant(), cooperativeId: theirs }, key('mine'))
    t.equal(third.status, 201, 'another authority’s is another')
    const same = await stranger.call('POST', '/v1/movements', grant(), key('mine2'))
    t.equal(same.status, 404, 'and our cooperative is not theirs')
  })

  await t.test('a replayed token has no secret; a revoked one replays nothing', async (t) => {
    const mint = () =>
      service.call('POST', '/v1/tokens', {
        token: ADMIN_TOKEN,
        body: { name: 'Essai', role: 'finance', authorityId: authority.id },
        headers: key('mint'),
      })
    const first = await mint()
    t.match(first.body.token, /^qp_/)
    const again = await mint()
    t.equal(again.status, 201)
    t.equal(again.headers['idempotency-replayed'], 'true')
    t.notOk('token' in again.body, 'no secret')
    const { token: secret, ...rest } = first.body
    t.same(again.body, rest, 'all else is the same')
    t.equal(again.headers.location, first.headers.location)
    const byIt = () => service.call('POST', '/v1/movements', { token: secret, body: grant(), headers: key('last') })
    t.equal((await byIt()).status, 201)
    await service.call('DELETE', `/v1/tokens/${first.body.id}`, { token: ADMIN_TOKEN })
    refused(t, await byIt(), { status: 401 }, 'revoked')
  })

  await t.test('a replayed feed key has no secret', async (t) => {
    const mint = (url = '/v1/feed-keys') => send({ name: 'Agenda' }, 'feed', url)
    const first = await mint()
    t.match(first.body, { key: /^qpf_/, url: /^\/calendar\/qpf_/ })
    const again = await mint()
    t.equal(again.headers['idempotency-replayed'], 'true')
    const { key: _, url: __, ...rest } = first.body
    t.same(again.body, rest, 'all else is the same')
    const dry = await mint('/v1/feed-keys?dryRun=true')
    t.notOk('key' in dry.body || 'url' in dry.body, 'nor has a dry run, whose key would never work')
  })

  await t.test('kept for 24 hours at least', async (t) => {
    const first = await send(grant(), 'day')
    service.now = new Date(Date.now() + 24 * 3_600_000)
    t.teardown(() => {
      service.now = undefined
    })
    await send(grant(), 'another, that purges')
    sameAnswer(t, await send(grant(), 'day'), first)
    service.now = new Date(Date.now() + 90 * 24 * 3_600_000)
    await send(grant(), 'a third, that purges')
    t.ok([201, 422].includes((await send(grant(), 'day')).status), 'long after, it may be new')
  })

  await t.test('twenty at once: one movement', (t) => concurrently(t, authority, grant('7.77')))
})

async function concurrently(t: Test, authority: Authority, body: object): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const headers = key(`at once ${round}`)
    const send = () => authority.call('POST', '/v1/movements', body, headers)
    const answers = await Promise.all(Array.from({ length: 20 }, send))
    const made = answers.filter(({ status }) => status === 201)
    const waiting = answers.filter(({ status }) => status !== 201)
    t.ok(made.length > 0, 'one at least is made')
    t.same([...new Set(made.map(({ text }) => text))].length, 1, 'all that are made are the same')
    t.equal(made.filter(({ headers }) => !('idempotency-replayed' in headers)).length, 1, 'one of them is the first')
    for (const answer of waiting) {
      refused(t, answer, { status: 409, code: 'idempotency_in_progress' }, 'still running')
      t.ok(Number(answer.headers['retry-after']) > 0, 'with a time to wait')
    }
    sameAnswer(t, await send(), made[0] as Answer)
  }
  const { items } = await authority.get('/v1/movements?limit=200')
  t.equal(items.filter(({ amount }: { amount: string }) => amount === '7.77').length, 5, 'one movement a round')
}

function postsOfTheDocument(): string[] {
  const { paths } = JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8'))
  return Object.keys(paths).filter((path) => paths[path].post)
}

const NAME = 'Hyacinthe Inoubliable'
const CONTACT = 'hyacinthe@inoubliable.fr'

/** Names stand in one erasable place: what is kept for replay has none, and the replay has it from there. */
async function namesReplayed(t: Test, service: Service, authority: Authority, cooperativeId: string): Promise<void> {
  const register = () => authority.call('POST', '/v1/persons', { name: NAME, contact: CONTACT }, key('person'))
  const person = await register()
  t.match([person.status, person.body], [201, { name: NAME, contact: CONTACT }])
  const { id: personId } = person.body
  const { id: seatId } = await authority.seat(cooperativeId)
  const sitting = { seatId, personId, from: '2021-03-01', noDecisionReason: 'Reprise' }
  const sit = () => authority.call('POST', '/v1/mandates', sitting, key('mandate'))
  const mandate = await sit()
  t.match([mandate.status, mandate.body], [201, { personId, personName: NAME }])
  sameAnswer(t, await register(), person)
  sameAnswer(t, await sit(), mandate)
  await nowhere(t, service, /inoubliable/i)

  const etag = { 'if-match': String(person.headers.etag) }
  t.equal((await authority.call('PATCH', `/v1/persons/${personId}`, { name: 'Autre' }, etag)).status, 200)
  sameAnswer(t, await register(), person)
  sameAnswer(t, await sit(), mandate)

  await authority.post(`/v1/persons/${personId}/erasure`, { reason: 'Demande de la personne' })
  const again = await sit()
  t.match([again.status, again.body], [201, { ...mandate.body, personName: null }], 'once erased, without the name')
  t.equal(again.headers['idempotency-replayed'], 'true')
  const reborn = await register()
  t.ok(reborn.status !== 201 || reborn.body.id === personId, 'and who was erased is not registered anew', {
    text: reborn.text,
  })
}

/** Looks where answers are kept, and what the journal says, as the database's owner. */
async function nowhere(t: Test, service: Service, secret: RegExp): Promise<void> {
  const client = new pg.Client({ connectionString: service.test.url })
  await client.connect()
  try {
    for (const table of ['idempotency_key', 'journal']) {
      const { rows } = await client.query(`select r::text as line from ${table} r`)
      t.ok(rows.length > 0, `${table} has rows`)
      t.same(
        rows.filter(({ line }) => secret.test(line)),
        [],
        `${table} has no name`,
      )
    }
  } finally {
    await client.end()
  }
}

/** The first answer again: status, body to the letter, Location, ETag; and marked. */
function sameAnswer(t: Test, again: Answer, first: Answer, marked: 'first' | 'second' = 'first'): void {
  t.equal(again.status, first.status, 'the same status')
  t.equal(again.text, first.text, 'the same body')
  t.equal(again.headers.location, first.headers.location, 'the same Location')
  t.equal(again.headers.etag, first.headers.etag, 'the same ETag')
  t.equal((marked === 'first' ? again : first).headers['idempotency-replayed'], 'true', 'marked')
}
