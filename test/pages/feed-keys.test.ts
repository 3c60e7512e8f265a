// A calendar of the deadlines, subscribed to from the page: its key is shown once, and ends at once.
import { test } from 'tap'
import { Service } from '../support/api.ts'
import { noteSecret } from '../support/log-scan.ts'
import { Visitor } from '../support/visit.ts'

test('a key is made and revoked from the page', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const visitor = await Visitor.signedIn(service, office.token)
  const { page } = await visitor.get('/echeances')
  const csrf = page.querySelector('form[action="/echeances/agenda"] input[name=csrf]')?.getAttribute('value') ?? ''
  t.equal((await visitor.send('/echeances/agenda', { name: 'Agenda' })).status, 403, 'not without what the form holds')
  const bad = await visitor.send('/echeances/agenda', { csrf, name: '' })
  t.match({ status: bad.status, text: bad.text }, { status: 400, text: /ne doit pas être vide/ })
  const made = await visitor.send('/echeances/agenda', { csrf, name: 'Agenda <du> service' })
  const address = made.page.querySelector('.secret')?.text ?? ''
  noteSecret(address.split('/')[4] ?? '')
  t.equal(made.headers['cache-control'], 'no-store')
  t.match(address, /^http:\/\/localhost(:80)?\/calendar\/qpf_[\w-]{64}\/deadlines\.ics$/)
  const read = () => service.app.inject({ method: 'GET', url: new URL(address).pathname })
  t.equal((await read()).statusCode, 200)

  const again = await visitor.get('/echeances')
  t.ok(again.text.includes('Agenda &lt;du&gt; service'), 'its name stands there, harmless')
  t.notOk(again.text.includes('qpf_'), 'the key does not')
  const revoke = again.page.querySelector('form[action$="/revocation"]')?.getAttribute('action') ?? ''
  t.match(await visitor.send(revoke, { csrf }), { status: 303, headers: { location: '/echeances' } })
  t.equal((await read()).statusCode, 401, 'revoked')
  const { items } = await service.ok('GET', '/v1/audit-entries?limit=10', {
    token: await service.mint('auditor', office.id),
  })
  t.ok(
    items.some(({ operation }: { operation: string }) => operation === 'createFeedKey'),
    'in the audit trail',
  )

  const inMs = (ms: number) => new Date(Date.now() + ms)
  const { key } = await office.post('/v1/feed-keys', { name: 'Un jour', expiresAt: inMs(3_600_000).toISOString() })
  noteSecret(key)
  const offered = async () => (await visitor.get('/echeances')).text.includes('Un jour')
  t.ok(await offered())
  service.now = inMs(3_600_001)
  t.notOk(await offered(), 'what has ended is in service no more')

  const board = await Visitor.signedIn(service, await service.mint('board', office.id))
  const theirs = await board.get('/echeances')
  t.notOk(theirs.text.includes('/echeances/agenda'), 'who may not is not offered it')
  const theirCsrf = theirs.page.querySelector('input[name=csrf]')?.getAttribute('value') ?? ''
  t.equal((await board.send('/echeances/agenda', { csrf: theirCsrf, name: 'x' })).status, 403)
})
