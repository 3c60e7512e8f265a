// Whatever an address or a form says, a page answers, or says in French what is wrong with it; of a register with a
// portfolio, and of one without anything.
import { test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { Service } from '../support/api.ts'
import { Visitor } from '../support/visit.ts'

const ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
const DOCUMENTS = ['journal', 'workbook', 'board-dossier', 'budget-annex', 'year-movements']
const SIRET = 'siret=22620001200012'
const QUERIES = [
  '',
  'asOf=0001-01-01',
  'asOf=9999-12-31',
  'asOf=2024-01-01&asOf=2025-01-01',
  'asOf=%00',
  'knownAt=0001-01-01',
  'knownAt=9999-12-31',
  'knownAt=0001-01-01T00:00:00Z',
  'knownAt=%F0%9F%98%80',
  'after=zzz',
  `after=${ID}`,
  'afterOn=2024-01-01&afterSeq=99999999999999999999',
  'afterOn=2024-01-01&afterSeq=-1&afterRank=9&afterId=',
  'afterSeq=1e300',
  'from=2024-01-01&to=2020-01-01',
  'from=9999-12-31',
  'year=1900',
  'year=2199',
  'year=0000',
  'kind=mandate_end',
  'kind=entry',
  'state=vacant',
  'severity=error',
  'severity=__proto__',
  'format=xlsx',
  'format=zzz',
  'dialect=fr',
  'figure=__proto__',
  'cooperativeId=x',
  'retour=//elsewhere.example',
]
const FORMS = [
  '/connexion',
  '/connexion/demo',
  '/deconnexion',
  '/echeances/agenda',
  `/echeances/agenda/${ID}/revocation`,
]
const BODIES: readonly (readonly [type: string | undefined, body: string])[] = [
  [undefined, ''],
  ['application/x-www-form-urlencoded', ''],
  ['application/x-www-form-urlencoded', 'a=b&a=c&token=&csrf='],
  ['application/x-www-form-urlencoded', '%%%=%%&__proto__=1'],
  ['application/x-www-form-urlencoded', 'x'.repeat(20_000)],
  ['application/json', '{"token":5,"csrf":[]}'],
  ['application/json', '[1]'],
  ['text/plain', 'x'],
]
const ENGLISH = /must |is required|Invalid input/

test('odd addresses and forms', async (t) => {
  const service = await Service.start(t, 'postgres')
  const token = await service.mint('finance', await loadSample(service.test.database))
  const { items } = await service.ok('GET', '/v1/cooperatives', { token })
  const paths = [
    ...[
      '/',
      '/cooperatives',
      `/cooperatives/${items[0].id}`,
      '/decisions',
      '/sieges',
      '/echeances',
      '/constats',
      '/documents',
    ],
    ...['/pourquoi?figure=cost', `/pourquoi?figure=shares&cooperativeId=${items[0].id}`, '/connexion'],
    ...DOCUMENTS.map((name) => `/documents/${name}`),
    ...['deliberations', 'subventions'].map((name) => `/documents/scdl-${name}?${SIRET}`),
  ]
  const faults: string[] = []
  const full = await Visitor.signedIn(service, token)
  for (const visitor of [full, await Visitor.signedIn(service, (await service.authority('Vide')).token)]) {
    for (const path of paths) {
      for (const query of QUERIES) {
        const url = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`
        const { status, text } = await visitor.get(url)
        if (status >= 500 || (status === 400 && ENGLISH.test(text))) faults.push(`${url}: ${status}`)
      }
    }
  }
  const headers = {
    cookie: full.cookie ?? '',
    host: 'localhost:80',
    accept: 'text/html',
    'sec-fetch-site': 'same-origin',
  }
  for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    for (const url of paths) {
      const { statusCode } = await service.app.inject({ method, url, headers })
      if (statusCode >= 500) faults.push(`${method} ${url}: ${statusCode}`)
    }
  }
  for (const url of FORMS) {
    for (const [type, payload] of BODIES) {
      const sent = { ...headers, ...(type && { 'content-type': type }) }
      const { statusCode } = await service.app.inject({ method: 'POST', url, headers: sent, ...(type && { payload }) })
      if (statusCode >= 500) faults.push(`POST ${url} ${type} ${payload.slice(0, 30)}: ${statusCode}`)
    }
  }
  t.same(faults, [])

  const long = await full.send('/connexion', { token: 'x'.repeat(20_000) })
  t.match({ status: long.status, text: long.text }, { status: 413, text: 'plus de 16384 octets' }, 'of a form')
  const json = await full.send('/connexion', {}, { 'content-type': 'application/json' })
  t.match({ status: json.status, text: json.text }, { status: 415, text: 'application/x-www-form-urlencoded' })
  const late = await full.get('/echeances?from=1990-01-01&to=1990-02-01')
  t.match(late.text, /Rien n’est attendu avant le 1er\sfévrier\s1990/)
})
