// Constats: what elected members read of what is not in order, or not known; filtered, acknowledged, and of their own authority.
import { test } from 'tap'
import { type Authority, type Body, Service } from '../support/api.ts'
import { type PageRead, Visitor } from '../support/visit.ts'

const HOSTILE = '<script>alert(1)</script> & "L’Épicerie"'

/** A cooperative that public bodies hold too much of, one whose SIREN was mistyped, and a decision of the president's. */
async function register(t: import('tap').Test) {
  const service = await Service.start(t, 'postgres')
  service.now = new Date('2026-01-20T10:00:00Z')
  const finance = await service.authority()
  const overId = await finance.cooperative({ name: HOSTILE, siren: '732829320' })
  const typoId = await finance.cooperative({ name: 'Zinc & Cie', siren: '732829321' })
  const stated = { on: '2024-12-31', totalCapital: '100000.00', publicCapital: '60000.00' }
  await finance.post(`/v1/cooperatives/${overId}/capital-statements`, stated)
  const decision = await finance.decision({
    body: 'president',
    cooperativeIds: [overId],
    authorisations: [{ cooperativeId: overId, instrument: 'shares', ceiling: '1000.00' }],
  })
  const board = await Visitor.signedIn(service, await service.mint('board', finance.id))
  return { service, finance, overId, typoId, decision, board }
}

const spaced = (text: string) => text.replaceAll(/[\s\u00a0]+/g, ' ')

/** The rows of a table by its caption, cell by cell. */
function rowsUnder({ page }: PageRead, caption: RegExp): string[][] {
  const table = page.querySelectorAll('table').find((one) => caption.test(one.querySelector('caption')?.text ?? ''))
  const rows = table?.querySelectorAll('tbody tr') ?? []
  return rows.map((row) => row.childNodes.map((cell) => spaced(cell.text).trim()).filter((cell) => cell !== ''))
}

const findings = async (finance: Authority, query = ''): Promise<Body[]> =>
  (await finance.get(`/v1/compliance/findings?limit=200&${query}`)).items

test('what is not in order, and what has no answer, in words', async (t) => {
  const { finance, overId, typoId, board, decision } = await register(t)
  const until = '2026-06-01'
  const reason = `Vu <b>en séance</b>`
  await finance.post('/v1/compliance/acknowledgements', { rule: 'public_cap', cooperativeId: overId, reason, until })
  const answer = await board.get('/constats')
  t.equal(answer.status, 200)
  const titles = rowsUnder(answer, /^Irrégularité \(\d+\)$/).map(([title]) => title)
  t.same(titles.slice().sort(), ['Organe compétent', 'Part publique du capital', 'SIREN et SIRET'])
  const cap = rowsUnder(answer, /^Irrégularité/).find(([title]) => title === 'Part publique du capital')
  t.equal(cap?.[2], '31 décembre 2024', 'since when')
  for (const figure of ['Part publique : 60,0000 %', 'Plafond : 50,0000 %', 'Capital : 100 000,00 €']) {
    t.ok(cap?.[3]?.includes(figure), figure)
  }
  t.match(cap?.[4], /Loi nº 47-1775/)
  t.match(answer.text, 'Vu &lt;b&gt;en séance&lt;/b&gt;')
  t.match(spaced(answer.page.text), /jusqu’au 1er juin 2026 exclu/)

  t.notMatch(answer.text, '<script>alert', 'a name is text')
  const [caption] = answer.page.querySelectorAll('caption')
  t.match(caption?.text, /^Irrégularité/, 'the gravest first')
  const links = answer.page.querySelectorAll('a[href]').map((link) => link.getAttribute('href'))
  for (const href of [`/cooperatives/${overId}`, `/decisions/${decision.id}`, `/cooperatives/${overId}#comptes`]) {
    t.ok(links.includes(href), href)
  }

  const unknown = rowsUnder(answer, /^Ce qui ne peut être dit/)
  const stale = unknown.filter(([title]) => title === 'Ancienneté des comptes annuels')
  t.equal(stale.length, 1, 'one row for all cooperatives that lack the same')
  t.match(stale[0]?.[2], /des comptes annuels/)
  t.match(stale[0]?.[3], /Zinc/)
  const all = await findings(finance, 'state=unknown')
  const lacking = new Set(all.map(({ rule, missing }) => `${rule} ${missing.join(' ')}`))
  t.equal(unknown.length, lacking.size)
  t.notMatch(answer.page.querySelector('main')?.text, /[a-z]_[a-z]|[a-z]\.[a-z]/, 'no name of the API')

  const typo = await board.get(`/cooperatives/${typoId}`)
  t.same(
    rowsUnder(typo, /^Ce qui n’est pas en ordre/).map(([title]) => title),
    ['SIREN et SIRET'],
  )
  t.ok(typo.page.querySelector('section#comptes'), 'where links lead')
})

test('filters are kept from one moment to another', async (t) => {
  const { board, overId, typoId } = await register(t)
  const errors = await board.get('/constats?severity=error&cooperativeId=')
  t.ok(rowsUnder(errors, /^Irrégularité/).length > 0)
  t.notMatch(errors.page.text, /À examiner \(|Ancienneté des comptes/)
  const ofOne = await board.get(`/constats?asOf=2026-01-10&severity=&cooperativeId=${typoId}`)
  t.same(
    rowsUnder(ofOne, /^Irrégularité/).map(([title]) => title),
    ['SIREN et SIRET'],
  )
  const [moment, filters] = ofOne.page.querySelectorAll('main form')
  t.equal(moment?.querySelector('input[name=cooperativeId]')?.getAttribute('value'), typoId)
  t.equal(filters?.querySelector('input[name=asOf]')?.getAttribute('value'), '2026-01-10')
  t.equal(filters?.querySelector('#cooperativeId option[selected]')?.getAttribute('value'), typoId)
  t.same(
    filters?.querySelectorAll('#cooperativeId option').map((one) => one.getAttribute('value')),
    ['', overId, typoId],
    'by name',
  )
  const none = await board.get('/constats?asOf=2026-01-10&severity=low')
  t.match(none.page.text, 'Aucun constat dans cette sélection.')
  t.notMatch(none.page.text, /Aucun constat à cette date|Toutes les règles/, 'no more than was looked at')
  const unborn = await board.get(`/constats?knownAt=2020-01-01&cooperativeId=${typoId}`)
  const chosen = unborn.page.querySelector('#cooperativeId option[selected]')
  t.match({ id: chosen?.getAttribute('value'), words: chosen?.text }, { id: typoId, words: 'Inconnue à cette date' })
  t.match(unborn.page.text, 'Rien n’est sans réponse dans cette sélection.')
  const before = await board.get('/constats?asOf=2024-12-30')
  t.notMatch(before.page.text, /Part publique : 60/, 'another day')
  t.equal((await board.get('/constats?severity=grave')).status, 400)
  t.equal((await board.get('/constats?cooperativeId=x')).status, 400)
})

test('the portfolio counts them, and a decision has its own', async (t) => {
  const { board, finance, typoId, decision, service } = await register(t)
  const portfolio = await board.get('/')
  const broken = await findings(finance, 'state=broken')
  const links = portfolio.page.querySelectorAll('a[href^="/constats?severity="]')
  t.same(
    links.map((link) => [link.getAttribute('href')?.split('=')[1], Number(link.text)]),
    ['error', 'high', 'medium', 'low', 'info'].map((severity) => [
      severity,
      broken.filter((one) => one.severity === severity).length,
    ]),
  )
  const unanswered = portfolio.page.querySelector('a[href="/constats#sans-reponse"]')
  t.equal(Number(unanswered?.text), (await findings(finance, 'state=unknown')).length)

  const page = await board.get(`/decisions/${decision.id}`)
  const own = broken.filter(({ subject }) => subject?.id === decision.id)
  t.same(
    rowsUnder(page, /^Ce qui n’est pas en ordre/).map(([title]) => title),
    own.map(() => 'Organe compétent'),
  )
  t.ok(own.length > 0)
  const other = await finance.decision()
  t.match((await board.get(`/decisions/${other.id}`)).page.text, 'Aucun constat à cette date.')

  const delegated = await finance.decision({
    body: 'standing_committee',
    cooperativeIds: [typoId],
    authorisations: [{ cooperativeId: typoId, instrument: 'shares', ceiling: '1000.00' }],
  })
  const linksOf = ({ page }: PageRead) =>
    page
      .querySelectorAll('table')
      .filter((one) => /^Ce qui ne peut être dit/.test(one.querySelector('caption')?.text ?? ''))
      .flatMap((one) => one.querySelectorAll('a').map((link) => link.getAttribute('href')))
  const ofDelegation = await board.get('/constats?severity=error')
  t.ok(linksOf(ofDelegation).includes(`/decisions/${delegated.id}`), 'what a rule is not told leads to what it judges')
  const itself = await board.get(`/decisions/${delegated.id}`)
  t.match(rowsUnder(itself, /^Ce qui ne peut être dit/)[0]?.[2], /un paramètre que la collectivité peut fixer/)
  t.notOk(linksOf(itself).includes(`/decisions/${delegated.id}`), 'a page does not lead to itself')

  const empty = await Visitor.signedIn(service, (await service.authority('Autre')).token)
  const theirs = await empty.get('/constats')
  t.match(
    { status: theirs.status, text: theirs.page.text },
    { status: 200, text: 'Toutes les règles ont une réponse.' },
  )
  t.notMatch(theirs.text, /Zinc|alert/, 'of another authority')
})
