// The dossier says what the API says, for the same asOf and knownAt, and the same register gives the same file.
import { test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { frenchEuros, frenchNumber, frenchPercent } from '../../src/french/format.ts'
import { FIGURE_LABELS } from '../../src/french/labels.ts'
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
