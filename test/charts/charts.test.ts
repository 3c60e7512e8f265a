// Charts show what they are given, harm no page, and print no figure that was rounded.
import { test } from 'tap'
import { barChart } from '../../src/charts/bar-chart.ts'
import type { Drawing } from '../../src/charts/drawing.ts'
import { lineChart } from '../../src/charts/line-chart.ts'
import { scaleOf } from '../../src/charts/scale.ts'
import { svgOf } from '../../src/charts/svg.ts'
import { frenchEuros } from '../../src/french/format.ts'
import { Decimal } from '../../src/values/amount.ts'

const MOST_BYTES = 12_000
const RTL = '\u202e'
const ODD = `<script>alert("1")</script> 'quoted' & ${RTL}abc \u0000\ud800 عربي עברית 🧵`

const bar = (label: string, value: string) => ({ label, value, text: frenchEuros(value) })

const years = (count: number, amountOf: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ({
    at: new Date(Date.UTC(1990, 2 + index, 0)).toISOString().slice(0, 10),
    value: amountOf(index),
  }))

function texts(drawing: Drawing): string[] {
  return drawing.shapes.flatMap((shape) => (shape.shape === 'text' ? [shape.text] : []))
}

const CHARTS: Readonly<Record<string, Drawing>> = {
  bars: barChart({
    title: 'Détenu par activité',
    bars: [bar('Textile', '58354.90'), bar('Épicerie', '10000.00'), bar('Tiers-lieu', '8000.00')],
  }),
  'bars of losses, too': barChart({
    title: 'Résultat',
    bars: [bar('Textile', '154.90'), bar('Tiers-lieu', '-240.00')],
  }),
  'bars of nothing': barChart({ title: 'Détenu', bars: [bar('Textile', '0.00')] }),
  'no bars': barChart({ title: 'Détenu', bars: [] }),
  'twenty bars': barChart({
    title: 'Détenu',
    bars: Array.from({ length: 20 }, (_, index) =>
      bar(`Activité ${index} ${'très longue '.repeat(24)}`, `${index}.01`),
    ),
  }),
  'odd names': barChart({ title: ODD, bars: [bar(ODD, '1.00')] }),
  lines: lineChart({
    title: 'Engagé et versé',
    series: [
      { name: 'Engagé', points: years(10, (index) => `${index * 8354}.90`) },
      { name: 'Versé', points: years(10, (index) => `${index * 8000}.11`) },
    ],
  }),
  'one point': lineChart({ title: 'Valeur', series: [{ name: 'Valeur', points: years(1, () => '71625.49') }] }),
  'all zero': lineChart({ title: 'Valeur', series: [{ name: 'Valeur', points: years(5, () => '0.00') }] }),
  'below zero': lineChart({ title: 'Résultat', series: [{ name: 'Résultat', points: years(3, (i) => `-${i}.07`) }] }),
  '400 points, twice': lineChart({
    title: 'Engagé et versé',
    series: [
      { name: 'Engagé', points: years(400, (index) => `${index * 123_456}.78`) },
      { name: 'Versé', points: years(400, (index) => `${index * 98_765}.43`) },
    ],
  }),
  'no points': lineChart({ title: 'Valeur', series: [{ name: 'Valeur', points: [] }] }),
  'large amounts': lineChart({
    title: 'Valeur',
    series: [{ name: ODD, points: years(2, (index) => `${index}99999999999999.99`) }],
  }),
}

for (const [name, drawing] of Object.entries(CHARTS)) {
  test(`${name}: one small element that a strict page can show, and that says what it is`, async (t) => {
    const svg = svgOf(drawing)
    t.ok(Buffer.byteLength(svg) < MOST_BYTES, `${Buffer.byteLength(svg)} bytes`)
    t.notMatch(svg, /<(?!\/?(svg|title|desc|rect|circle|polygon|polyline|text)\b)/, 'shapes and text alone')
    const attributes = [...svg.matchAll(/<\w+((?: [\w-]+="[^"<>]*")*)\/?>/g)].map(([, list = '']) => list).join('')
    const names = new Set([...attributes.matchAll(/ ([\w-]+)="/g)].map(([, attribute = '']) => attribute))
    for (const attribute of names) t.notMatch(attribute, /^(style|href|on)/, attribute)
    t.notMatch(svg, /NaN|Infinity|undefined|\d{3}\.\d{2,}"/, 'every place is a number')
    t.notMatch(svg, /[^\n\P{Cc}]|[\ufffe\uffff\u202f]/u, 'nothing that XML or a font lacks')
    t.ok(svg.isWellFormed())
    const [, id = '', text = ''] = /role="img" aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? []
    t.match(svg, `<title id="${id}">`)
    t.match(svg, `<desc id="${text}">`)
    t.equal(svg.match(/<(title|desc)/g)?.length, 2)
    t.equal(svgOf(drawing), svg, 'the same text again')
    for (const shape of drawing.shapes) {
      if (shape.shape !== 'text') continue
      t.ok(shape.at[0] >= 0 && shape.at[0] <= drawing.width && shape.at[1] <= drawing.height, shape.text)
    }
  })
}

test('ids differ where charts do, so that they can share a page', async (t) => {
  const ids = Object.values(CHARTS).map((drawing) => /id="([^"]+)"/.exec(svgOf(drawing))?.[1])
  t.equal(new Set(ids).size, ids.length)
})

test('a name is escaped, and shown whole where it fits', async (t) => {
  const svg = svgOf(barChart({ title: 'T', bars: [bar('"Ô" <b>&\'', '1.00')] }))
  t.match(svg, '>&quot;Ô&quot; &lt;b&gt;&amp;&#39;</text>')
})

test('a long name is cut visibly, between characters', async (t) => {
  const [label = ''] = texts(barChart({ title: 'T', bars: [bar('e\u0301🧵'.repeat(150), '1.00')] }))
  t.match(label, /^(e\u0301🧵)+(e\u0301)?…$/u)
  t.ok(label.length < 300)
})

test('figures are printed as they are given', async (t) => {
  t.match(texts(CHARTS.bars as Drawing), ['Textile', '58\u00a0354,90\u00a0€'])
  t.ok(texts(CHARTS['400 points, twice'] as Drawing).includes('49\u00a0258\u00a0944,78\u00a0€'))
  t.ok(texts(CHARTS['one point'] as Drawing).includes('71\u00a0625,49\u00a0€'))
  t.match((CHARTS['one point'] as Drawing).description, '71\u00a0625,49\u00a0€')
})

test('bars are as long as their values are, on both sides of zero', async (t) => {
  const drawing = barChart({ title: 'T', bars: [bar('a', '30.00'), bar('b', '-10.00'), bar('c', '15.00')] })
  const [gain, loss, half] = drawing.shapes.flatMap((shape) =>
    shape.shape === 'rect' && shape.height === 11 ? [shape] : [],
  )
  t.ok(gain && loss && half)
  if (!gain || !loss || !half) return
  t.equal(Math.round((gain.width / loss.width) * 1000), 3000)
  t.equal(Math.round((gain.width / half.width) * 1000), 2000)
  t.equal(Math.round(loss.at[0] + loss.width), Math.round(gain.at[0]))
})

test('lines are told apart without their colours, and labelled at their ends', async (t) => {
  const { shapes } = CHARTS.lines as Drawing
  const lines = shapes.flatMap((shape) => (shape.shape === 'polyline' && shape.width === 2 ? [shape] : []))
  t.same(
    lines.map(({ dash }) => dash),
    [undefined, [7, 4]],
  )
  t.equal(shapes.filter(({ shape }) => shape === 'circle').length, 10)
  const labels = shapes.flatMap((shape) =>
    shape.shape === 'text' && ['Engagé', 'Versé'].includes(shape.text) ? [shape.at[1]] : [],
  )
  t.equal(labels.length, 2)
  t.ok(Math.abs((labels[0] ?? 0) - (labels[1] ?? 0)) >= 30, 'neither stands on the other')
})

test('points stand in the order of their dates, whatever order they come in', async (t) => {
  const points = years(6, (index) => `${index}.00`)
  const of = (given: typeof points) => lineChart({ title: 'T', series: [{ name: 'A', points: given }] })
  t.same(of(points.toReversed()), of(points))
})

test('an axis has zero on it, and round amounts, exactly', async (t) => {
  const scale = (...amounts: string[]) => scaleOf(amounts.map((amount) => new Decimal(amount))).ticks.map(String)
  t.same(scale('76354.90'), ['0', '20000', '40000', '60000', '80000'])
  t.same(scale('0.02', '-0.01'), ['-0.01', '0', '0.01', '0.02'])
  t.same(scale('-5'), ['-5', '-4', '-3', '-2', '-1', '0'])
  t.same(scale('0'), ['0'])
  t.same(scale('99999999999999999.99').at(-1), '100000000000000000')
})
