// The dossier says what the API says, for the same asOf and knownAt, and the same register gives the same file.
import { type Test, test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { titleInFrench } from '../../src/compliance/in-french.ts'
import type { Finding } from '../../src/compliance/schema.ts'
import { subjectInFrench } from '../../src/french/findings.ts'
import { frenchEuros, frenchNumber, frenchPercent, frenchShortDate } from '../../src/french/format.ts'
import { FIGURE_LABELS, label } from '../../src/french/labels.ts'
import { FIGURES } from '../../src/portfolio/figures.ts'
import { Decimal } from '../../src/values/amount.ts'
import { type Body, Service } from '../support/api.ts'
import { fetchDossier, NO_POPPLER, structureOf, tablesOf, textOf, withoutSpaces } from './reading.ts'

const MOMENTS = [
  { asOf: '2025-12-31', before: '2024-12-31', more: '&knownAt=2026-01-15T09:00:00Z' },
  { asOf: '2024-12-31', before: '2023-12-31', more: '&knownAt=2025-06-01T00:00:00Z' },
  { asOf: '2024-02-29', before: '2023-02-28', more: '' },
]

const spaced = (text: string) => text.replaceAll('\u00a0', ' ')
const said = (figure: string, value: string) => spaced(figure === 'shares' ? frenchNumber(value) : frenchEuros(value))

test('figures are those of the summary and of the holdings', { skip: NO_POPPLER }, async (t) => {
  const service = await Service.start(t, 'postgres')
  const authorityId = await loadSample(service.test.database)
  const token = await service.mint('board', authorityId)
  const get = (path: string): Promise<Body> => service.ok('GET', path, { token })
  for (const { asOf, before, more } of MOMENTS) {
    const now = await get(`/v1/portfolio/summary?asOf=${asOf}${more}`)
    const was = await get(`/v1/portfolio/summary?asOf=${before}${more}`)
    const { items: holdings } = await get(`/v1/holdings?asOf=${asOf}${more}&limit=200`)
    const pdf = await fetchDossier(service, token, `?asOf=${asOf}${more}`)
    const tables = tablesOf(structureOf(pdf))

    const key = tables.find(({ heading }) => heading === 'Chiffres clés')
    const expected = FIGURES.map((figure) => {
      const change = new Decimal(now.totals[figure]).minus(was.totals[figure])
      const text = said(figure, change.toFixed(figure === 'shares' ? 0 : 2))
      const values = [said(figure, now.totals[figure]), said(figure, was.totals[figure])]
      return [FIGURE_LABELS[figure], ...values, change.gt(0) ? `+${text}` : text]
    })
    t.same(key?.rows.slice(1), expected, `totals and changes on ${asOf}`)

    t.equal(tables.filter(({ heading }) => heading === 'Participation').length, holdings.length * 2)
    for (const holding of holdings) {
      const [table, classes] = tables.filter(
        ({ heading, under }) => heading === 'Participation' && under === spaced(holding.name),
      )
      const rows = FIGURES.map((figure) => [FIGURE_LABELS[figure], said(figure, holding[figure])])
      t.same(table?.rows.slice(1), rows, `${holding.name} on ${asOf}`)
      t.equal(classes?.rows.length, holding.shareClasses.length + 1)
      const capital = tables.find(({ heading, under }) => heading === 'Part du capital' && under === holding.name)
      const share = capital?.rows.find(([name]) => name === 'Part de la collectivité')
      t.equal(share?.[1], holding.capitalShare === null ? undefined : spaced(frenchPercent(holding.capitalShare)))
    }
    await checkFindings(t, { get, tables, at: `asOf=${asOf}${more}` })
    const byCooperative = tables.find(({ heading }) => heading === 'Par coopérative')
    t.equal(byCooperative?.rows.at(-1)?.[2], said('cost', now.totals.cost), 'the total')

    const text = textOf(pdf)
    for (const group of now.groups) {
      for (const value of Object.values<string>(group.figures).filter((one) => /\.\d\d$/.test(one))) {
        if (!text.includes(withoutSpaces(frenchEuros(value)))) t.fail(`${value} of ${group.label} is not there`)
      }
    }
    t.notMatch(text, '\u202f', 'no space that the fonts lack')
    const { items: decisions } = await get(`/v1/decisions?asOf=${asOf}${more}&limit=200`)
    for (const { number, steps } of decisions) {
      const isOfYear = steps.some(({ on }: Body) => on > before)
      if (isOfYear) t.match(text, withoutSpaces(number), number)
    }
    const { items: seats } = await get(`/v1/seats?asOf=${asOf}${more}&limit=200`)
    const listed = tables.find(({ heading }) => heading === 'Sièges et représentants')
    t.equal(Math.max((listed?.rows.length ?? 1) - 1, 0), seats.length, 'seats')
    for (const { titular } of seats) if (titular) t.match(text, withoutSpaces(titular.personName))
  }
})

interface Read {
  readonly get: (path: string) => Promise<Body>
  readonly tables: ReturnType<typeof tablesOf>
  readonly at: string
}

/** Under each cooperative, what breaks the law or nearly, and nothing less; the table is not there where there is none. */
async function checkFindings(t: Test, { get, tables, at }: Read): Promise<void> {
  const { items } = await get(`/v1/compliance/findings?state=broken&limit=200&${at}`)
  const grave = items.filter(({ severity }: Body) => ['error', 'high'].includes(severity))
  t.ok(grave.length > 0 && grave.length < items.length, `${grave.length} of ${items.length} findings are grave`)
  const drawn = tables
    .filter(({ heading }) => heading === 'Constats')
    .flatMap(({ under, rows }) => rows.slice(1).map(([title, severity, since]) => [under, title, severity, since]))
  const expected = grave.map((one: Body) => [
    spaced(one.cooperativeName),
    spaced([titleInFrench(one as Finding), one.subject && subjectInFrench(one.subject)].filter(Boolean).join(', ')),
    label('severity', one.severity),
    one.since === null ? 'l’origine' : frenchShortDate(one.since),
  ])
  t.same(drawn.map(String).sort(), expected.map(String).sort(), `findings at ${at}`)
}

test('a dossier says that nothing is wrong, what has no answer, and who took note', { skip: NO_POPPLER }, async (t) => {
  const service = await Service.start(t, 'postgres')
  service.now = new Date('2026-01-20T10:00:00Z')
  const finance = await service.authority()
  const cooperativeId = await finance.cooperative({ siren: '732829320' })
  const said = async () => textOf(await fetchDossier(service, finance.token, '?asOf=2026-01-20'))
  const { items } = await finance.get('/v1/compliance/findings?state=unknown&limit=200')
  const grave = items.filter(({ severity }: Body) => ['error', 'high'].includes(severity)).length
  const unanswered = (count: number) => withoutSpaces(`${count} questions de même gravité sont sans réponse`)
  const young = await said()
  t.match(young, withoutSpaces('Aucun constat grave à cette date.'))
  t.match(young, unanswered(grave))
  const stated = { on: '2024-12-31', totalCapital: '100000.00', publicCapital: '60000.00' }
  await finance.post(`/v1/cooperatives/${cooperativeId}/capital-statements`, stated)
  const reason = `Entrée d’un sociétaire privé prévue. ${'Vu en séance. '.repeat(60)}`.trim()
  const until = '2026-06-01'
  await finance.post('/v1/compliance/acknowledgements', { rule: 'public_cap', cooperativeId, reason, until })
  const grown = await said()
  t.notMatch(grown, withoutSpaces('Aucun constat grave'))
  t.match(grown, withoutSpaces('Part publique : 60,0000 %'))
  t.match(grown, withoutSpaces(`Pris en compte jusqu’au 1er juin 2026 exclu : Part publique du capital. ${reason}`))
})

test('the same register gives the same file, whenever it is asked', async (t) => {
  const service = await Service.start(t, 'postgres')
  const finance = await service.authority()
  const { cooperativeId, shareClassId } = await finance.position()
  await finance.move({
    kind: 'purchase',
    cooperativeId,
    shareClassId,
    shares: '3',
    amount: '150.00',
    effectiveOn: '2024-05-01',
  })
  const { knownAt } = await finance.get('/v1/portfolio/summary')
  const query = `?asOf=2024-12-31&knownAt=${knownAt}`
  const first = await fetchDossier(service, finance.token, query)
  service.now = new Date(Date.now() + 86_400_000)
  await finance.move({
    kind: 'purchase',
    cooperativeId,
    shareClassId,
    shares: '3',
    amount: '150.00',
    effectiveOn: '2024-05-01',
  })
  t.ok(first.equals(await fetchDossier(service, finance.token, query)), 'another day, after more was recorded')
  const [one, other] = await Promise.all([1, 2].map(() => fetchDossier(service, finance.token, '?asOf=2024-12-31')))
  t.ok(one && other && one.equals(other), 'two at once')
  t.notOk(other?.equals(first), 'another register, another file')
})
