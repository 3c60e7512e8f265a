// Every figure on every page is the API's answer for the same asOf and knownAt: a walk over all links of all pages.
import type { HTMLElement, Node } from 'node-html-parser'
import { type Test, test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { frenchEuros, frenchNumber, frenchPercent } from '../../src/french/format.ts'
import { Decimal } from '../../src/values/amount.ts'
import { type Body, Service } from '../support/api.ts'
import { ACCOUNTS_OF } from '../support/figure-accounts.ts'
import { Visitor } from '../support/visit.ts'

/** The moments that are walked: before all, in the middle as known then and now, at the end of a year, today. */
const MOMENTS = [
  '?asOf=2019-06-30',
  '?asOf=2024-12-31&knownAt=2025-06-01T00:00:00.000000Z',
  '?asOf=2024-12-31',
  '?asOf=2025-12-31&knownAt=2026-01-15',
  '',
]

test('every figure on every page is the API’s', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authorityId = await loadSample(service.test.database)
  const token = await service.mint('finance', authorityId)
  const visitor = await Visitor.signedIn(service, token)
  const ask = createAsk(service, token)
  for (const moment of MOMENTS) {
    const pages = await walk(visitor, `/${moment}`)
    let figures = 0
    for (const [url, page] of pages) figures += await compare(t, url, page, ask)
    t.ok(figures > (moment.includes('2019') ? 30 : 300), `${figures} figures on ${pages.size} pages ${moment}`)
  }
})

type Ask = (path: string) => Promise<Body>

/** Asks the API, once for each address. */
function createAsk(service: Service, token: string): Ask {
  const answers = new Map<string, Promise<Body>>()
  return (path) => {
    const answer = answers.get(path) ?? service.ok('GET', path, { token })
    answers.set(path, answer)
    return answer
  }
}

/** All pages that links lead to from one on; those of another day, a year before, are looked at, and not gone on from. */
async function walk(visitor: Visitor, start: string): Promise<Map<string, HTMLElement>> {
  const pages = new Map<string, HTMLElement>()
  const waiting = [start]
  const dayOf = (page: HTMLElement) => page.querySelector('input[name=asOf]')?.getAttribute('value')
  let day: string | undefined
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (pages.has(url)) continue
    const { status, page } = await visitor.get(url)
    if (status !== 200) throw new Error(`${url} answered ${status}`)
    pages.set(url, page)
    day ??= dayOf(page)
    if (dayOf(page) !== day) continue
    const links = page.querySelectorAll('a[href]').map((link) => link.getAttribute('href') as string)
    waiting.push(...links.filter((href) => href.startsWith('/') && !href.startsWith('/documents/')))
  }
  return pages
}

/** Holds each figure of a page against the API; gives how many there were. */
async function compare(t: Test, url: string, page: HTMLElement, ask: Ask): Promise<number> {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const shown = page.querySelector('input[name=asOf]')?.getAttribute('value') ?? ''
  const knownAt = page.querySelector('#knownAt-help time')?.getAttribute('datetime') ?? ''
  const at = `asOf=${shown}&knownAt=${knownAt}`
  const links = page.querySelectorAll('[data-figure]')
  for (const link of links) await compareFigure(t, url, link, ask)

  const answers = await Promise.all(sourcesOf(pathname, at, shown, searchParams, links).map(ask))
  const parts = pathname === '/pourquoi' ? compareParts(t, url, page, searchParams, answers) : []
  const shares = answers.flatMap(publicSharesOf)
  const known = new Set([...answers.flatMap((answer) => [...valuesOf(answer)]), ...parts, ...shares])
  const amounts = page.querySelectorAll('[data-value]').filter((one) => one.getAttribute('data-figure') === undefined)
  for (const amount of amounts) {
    const value = amount.getAttribute('data-value') ?? ''
    if (!known.has(value)) t.fail(`${url}: ${value} is no answer of the API`)
    if (!readings(value).includes(amount.text)) t.fail(`${url}: ${value} reads ${amount.text}`)
  }
  // Whatever else looks like an amount: the sentences of a history, the changes of a year.
  for (const [text] of textOf(page).matchAll(/[−+]?\d[\d\u00a0]*,\d\d\u00a0€/g)) {
    const amount = decimalOf(text)
    const isKnown = known.has(amount) || known.has(new Decimal(amount).neg().toFixed(2)) || isChange(amount, answers)
    if (!isKnown && !links.some((link) => link.text.includes(text))) t.fail(`${url}: ${text} is no answer of the API`)
  }
  return links.length + amounts.length
}

/** A figure and the address that explains it say the same moment. */
async function compareFigure(t: Test, url: string, link: HTMLElement, ask: Ask): Promise<void> {
  const figure = link.getAttribute('data-figure') ?? ''
  const value = link.getAttribute('data-value') ?? ''
  const { searchParams } = new URL(link.getAttribute('href')?.replaceAll('&amp;', '&') ?? '', 'http://localhost')
  const at = `asOf=${searchParams.get('asOf')}&knownAt=${searchParams.get('knownAt')}`
  const answer = await explained(searchParams, at, ask)
  const reading = figure === 'shares' ? frenchNumber(value) : frenchEuros(value)
  if (answer[figure] !== value || link.text !== reading) {
    t.fail(`${url}: ${figure} is ${answer[figure]}, and reads ${link.text}`)
  }
}

/** What the API says of that of which a figure is: everything, an activity, a cooperative, or a class of its shares. */
async function explained(asked: URLSearchParams, at: string, ask: Ask): Promise<Body> {
  const [cooperativeId, shareClassId, activity] = ['cooperativeId', 'shareClassId', 'activity'].map((name) =>
    asked.get(name),
  )
  if (activity) {
    const { groups } = await ask(`/v1/portfolio/summary?groupBy=activity&${at}`)
    return groups.find(({ key }: Body) => (key ?? '-') === activity).figures
  }
  if (!cooperativeId) return (await ask(`/v1/portfolio/summary?groupBy=cooperative&${at}`)).totals
  const holding = await ask(`/v1/holdings/${cooperativeId}?${at}`)
  return shareClassId ? holding.shareClasses.find((one: Body) => one.shareClassId === shareClassId) : holding
}

/** Each movement of an explanation adds what its postings say, and all of them come to the figure. */
function compareParts(t: Test, url: string, page: HTMLElement, asked: URLSearchParams, answers: Body[]): string[] {
  const figure = asked.get('figure') ?? ''
  const [, { items }, cooperatives] = answers
  const ofActivity = cooperatives?.items.filter(({ activity }: Body) => (activity ?? '-') === asked.get('activity'))
  const parts = items
    .filter((movement: Body) => ofActivity?.some(({ id }: Body) => id === movement.cooperativeId) ?? true)
    .map(({ sharesMoved, postings }: Body) => {
      if (figure === 'shares') return sharesMoved
      const [sign, ...accounts] = ACCOUNTS_OF[figure] ?? [1]
      const sum = postings
        .filter(({ account }: Body) => accounts.includes(account))
        .reduce((total: Decimal, { amount }: Body) => total.plus(amount), new Decimal(0))
      return sum.times(sign).plus(0).toFixed(2)
    })
    .filter((part: string) => !new Decimal(part).isZero())
  const shown = page.querySelectorAll('[data-part]').map((one) => one.getAttribute('data-part'))
  const total = page.querySelector('[data-total]')?.getAttribute('data-total') ?? ''
  const sum = shown.reduce((all, part) => all.plus(part ?? 0), new Decimal(0))
  if (shown.join() !== parts.join()) t.fail(`${url}: ${shown} is not what the movements post, ${parts}`)
  if (!sum.equals(total)) t.fail(`${url}: the parts come to ${sum}, not ${total}`)
  return [...parts, total]
}

/** What of the API stands on a page. */
function sourcesOf(path: string, at: string, asOf: string, asked: URLSearchParams, links: HTMLElement[]): string[] {
  const [, place = '', id] = path.split('/')
  const year = Number(asOf.slice(0, 4))
  const before = [...new Set(links.map((link) => /asOf=([\d-]+)/.exec(link.getAttribute('href') ?? '')?.[1] ?? asOf))]
  const knownAt = at.slice(at.indexOf('&'))
  switch (place) {
    case '':
      return [
        ...before.map((day) => `/v1/portfolio/summary?groupBy=cooperative&asOf=${day}${knownAt}`),
        `/v1/portfolio/summary?groupBy=activity&${at}`,
        `/v1/portfolio/timeline?from=${year - 10}-12-31&to=${asOf}&interval=year&${at}`,
      ]
    case 'cooperatives':
      return id === undefined
        ? []
        : [
            `/v1/holdings/${id}?${at}`,
            `/v1/authorisations?cooperativeId=${id}&limit=200&${at}`,
            `/v1/cooperatives/${id}/capital-statements?limit=200&${at}`,
            `/v1/cooperatives/${id}/annual-accounts?limit=200&${at}`,
            `/v1/cooperatives/${id}/history?limit=200&${at}`,
            `/v1/seats?cooperativeId=${id}&limit=200&${at}`,
            `/v1/compliance/findings?cooperativeId=${id}&limit=200&${at}`,
          ]
    case 'decisions':
      return id === undefined
        ? [`/v1/authorisations?limit=200&${at}`]
        : [
            `/v1/decisions/${id}?${at}`,
            `/v1/authorisations?decisionId=${id}&${at}`,
            `/v1/compliance/findings?limit=200&${at}`,
          ]
    case 'sieges':
      return [`/v1/seats?limit=200&${at}`]
    case 'mouvements':
      return [`/v1/movements/${id}?${at}`]
    case 'constats':
      return [`/v1/compliance/findings?limit=200&${at}`]
    case 'echeances':
      return [`/v1/deadlines?limit=200&${at}`]
    case 'pourquoi': {
      const cooperativeId = asked.get('cooperativeId')
      const shareClassId = asked.get('shareClassId')
      const only = shareClassId ? `&shareClassId=${shareClassId}` : ''
      return cooperativeId === null
        ? [
            `/v1/portfolio/summary?groupBy=${asked.has('activity') ? 'activity' : 'cooperative'}&${at}`,
            `/v1/movements?limit=200&${at}`,
            ...(asked.has('activity') ? [`/v1/cooperatives?limit=200&${at}`] : []),
          ]
        : [`/v1/holdings/${cooperativeId}?${at}`, `/v1/movements?cooperativeId=${cooperativeId}${only}&limit=200&${at}`]
    }
    default:
      return []
  }
}

/** What public bodies hold of a capital, over that capital. */
function publicSharesOf({ items = [] }: Body): string[] {
  const stated = items.filter(({ publicCapitalTotal }: Body) => publicCapitalTotal)
  return stated.map((one: Body) => new Decimal(one.publicCapitalTotal).div(one.totalCapital).toFixed(6))
}

/** What is read, cell by cell. */
function textOf(page: HTMLElement): string {
  return textsOf(page).join(' ')
}

function textsOf(node: { childNodes: readonly Node[] }): string[] {
  return node.childNodes.flatMap((child) => (child.childNodes.length === 0 ? [child.text] : textsOf(child)))
}

function* valuesOf(answer: unknown): Generator<string> {
  if (typeof answer === 'string' || typeof answer === 'number') yield String(answer)
  else if (answer !== null && typeof answer === 'object') {
    for (const value of Object.values(answer)) yield* valuesOf(value)
  }
}

function readings(value: string): string[] {
  return [frenchEuros(value), frenchNumber(value), ...(/^-?\d+\.\d{6}$/.test(value) ? [frenchPercent(value)] : [])]
}

function decimalOf(text: string): string {
  return text
    .replaceAll(/[\u00a0€+]/g, '')
    .replace('−', '-')
    .replace(',', '.')
}

/** The difference of one figure between the two summaries of the first page; or what a movement adds to a figure. */
function isChange(amount: string, answers: Body[]): boolean {
  const [now, before] = answers.filter((answer) => answer?.groupBy === 'cooperative')
  const names = Object.keys(now?.totals ?? {})
  const differs = (name: string) =>
    new Decimal(now.totals[name]).minus((before ?? now).totals[name]).toFixed(2) === amount
  return names.some(differs)
}
