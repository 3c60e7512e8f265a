// What somebody does with the pages, in a real browser: signs in, reads, asks for another date, asks why, opens, prints.
import type { Page } from 'playwright-core'
import { type Test, test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { frenchEuros } from '../../src/french/format.ts'
import { Service } from '../support/api.ts'
import { browser, listenTo, openBrowser, violationsOf } from '../support/browser.ts'
import { TestIssuer } from '../support/oidc-provider.ts'
import { freePort } from '../support/postgres-server.ts'

const FIRST_LOAD_BYTES = 150_000
/** Less its margins of 15 mm, at 96 points an inch. */
const A4_WIDTH = 680

const TOO_WIDE = `[...document.querySelectorAll('table')].filter((table) => table.scrollWidth > ${A4_WIDTH})
  .map((table) => table.caption.textContent + ': ' + table.scrollWidth)`
const BREAKABLE = `[...document.querySelectorAll('td.number, tfoot .number')]
  .filter((cell) => getComputedStyle(cell).whiteSpace !== 'nowrap').map((cell) => cell.textContent)`

/** The sample behind pages that an issuer’s accounts open, on a port of this machine. */
async function served(t: Test) {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const issuer = await TestIssuer.start(t, [`${address}/connexion/retour`])
  const service = await Service.start(t, 'postgres', { oidc: issuer.relyingParty(`${address}/`) })
  const authorityId = await loadSample(service.test.database)
  issuer.grant({ claims: { siret: authorityId, roles: ['board'] } })
  await service.app.listen({ port, host: '127.0.0.1' })
  const token = await service.mint('finance', authorityId)
  return { address, service, token, issuer }
}

async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/`)
  await page.click('text=Se connecter avec le compte')
  await page.fill('input[name=account]', 'elue@example.test')
  await page.click('text=Entrer')
  await page.waitForURL(`${address}/`)
}

test('an elected member reads the register', browser, async (t) => {
  const { address, service, token } = await served(t)
  const chromium = await openBrowser(t)
  const context = await chromium.newContext({ locale: 'fr-FR' })
  const said = listenTo(context)
  const page = await context.newPage()
  const loaded: Promise<number>[] = []
  page.on('response', (response) =>
    loaded.push(
      response.body().then(
        (body) => body.length,
        () => 0,
      ),
    ),
  )
  await signIn(page, address)

  loaded.length = 0
  await page.goto(`${address}/?asOf=2025-12-31`)
  await page.waitForLoadState('networkidle')
  const bytes = (await Promise.all(loaded)).reduce((sum, size) => sum + size, 0)
  t.ok(bytes > 0 && bytes < FIRST_LOAD_BYTES, `the first load has ${bytes} bytes`)

  const costOn = async (date: string) =>
    (await service.ok('GET', `/v1/portfolio/summary?asOf=${date}`, { token })).totals.cost
  const costShown = () => page.locator('.key [data-figure=cost]').first().textContent()
  t.equal(await costShown(), frenchEuros(await costOn('2025-12-31')), 'the summary')
  await page.fill('#asOf', '2022-06-30')
  await page.click('text=Afficher')
  t.match(page.url(), /asOf=2022-06-30/)
  t.equal(await costShown(), frenchEuros(await costOn('2022-06-30')), 'another date')

  await page.locator('.key [data-figure=cost]').first().click()
  await page.waitForURL(/\/pourquoi/)
  t.equal(await page.locator('[data-total]').textContent(), frenchEuros(await costOn('2022-06-30')), 'why')
  await page.locator('table a[href^="/mouvements/"]').first().click()
  await page.waitForURL(/\/mouvements\//)
  t.match(await page.locator('h1').textContent(), /Souscription|Achat|Apport/)
  await page.locator('dl a[href^="/cooperatives/"]').click()
  await page.waitForURL(/\/cooperatives\//)
  const pdf = await page.pdf({ format: 'A4' })
  t.ok(pdf.length > 10_000, 'printed')
  t.same(said, [], 'nothing is logged to the console')
})

test('every page is accessible, and fits a narrow screen', browser, async (t) => {
  const { address, service, token } = await served(t)
  const chromium = await openBrowser(t)
  const context = await chromium.newContext({ locale: 'fr-FR' })
  const said = listenTo(context)
  const page = await context.newPage()
  await page.goto(`${address}/connexion`)
  t.same(await violationsOf(page), [], 'the sign-in')
  await page.fill('#token', token)
  await page.click('form[action="/connexion"] button')
  await page.waitForURL(`${address}/`)

  const { items: cooperatives } = await service.ok('GET', '/v1/cooperatives', { token })
  const { items: decisions } = await service.ok('GET', '/v1/decisions', { token })
  const { items: movements } = await service.ok('GET', '/v1/movements', { token })
  const paths = [
    '/',
    '/?asOf=2015-01-01',
    '/cooperatives',
    `/cooperatives/${cooperatives[0].id}`,
    '/decisions',
    `/decisions/${decisions[0].id}`,
    '/sieges',
    '/echeances',
    '/constats',
    '/documents',
    '/pourquoi?figure=netBookValue',
    `/mouvements/${movements[0].id}`,
  ]
  for (const path of paths) {
    await page.setViewportSize({ width: 1200, height: 900 })
    await page.goto(address + path)
    t.same(await violationsOf(page), [], path)
    await page.setViewportSize({ width: 320, height: 700 })
    const width = await page.evaluate('document.documentElement.scrollWidth')
    t.ok(Number(width) <= 320, `${path} is ${width} wide on 320 (WCAG 1.4.10)`)
  }
  await page.setViewportSize({ width: 1200, height: 900 })
  await page.goto(`${address}/`)
  await page.keyboard.press('Tab')
  t.equal(await page.evaluate('document.activeElement.textContent'), 'Aller au contenu', 'by keyboard')
  t.same(said, [])
  for (const path of ['/cooperatives/019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61', '/?asOf=2025-02-30', '/nulle-part']) {
    await page.goto(address + path)
    t.same(await violationsOf(page), [], path)
  }
})

test('without JavaScript', browser, async (t) => {
  const { address, token } = await served(t)
  const chromium = await openBrowser(t)
  const context = await chromium.newContext({ locale: 'fr-FR', javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${address}/sieges`)
  await page.fill('#token', token)
  await page.click('form[action="/connexion"] button')
  await page.waitForURL(`${address}/sieges`)
  for (const place of ['Portefeuille', 'Coopératives', 'Décisions', 'Échéances', 'Constats', 'Documents', 'Sièges']) {
    await page.click(`nav >> text=${place}`)
    t.equal(await page.locator('h1').textContent(), place)
  }
  await page.click('text=Portefeuille')
  t.ok((await page.locator('figure svg').count()) >= 3, 'charts are there')
  await page.click('text=Se déconnecter')
  await page.waitForURL(`${address}/connexion`)
  await page.goto(`${address}/`)
  t.match(page.url(), /\/connexion$/)
})

test('on paper, every table fits the page, and no amount is broken', browser, async (t) => {
  const { address, service, token } = await served(t)
  const chromium = await openBrowser(t)
  const context = await chromium.newContext({ locale: 'fr-FR', viewport: { width: A4_WIDTH, height: 1000 } })
  const page = await context.newPage()
  await page.goto(`${address}/connexion`)
  await page.fill('#token', token)
  await page.click('form[action="/connexion"] button')
  await page.waitForURL(`${address}/`)
  await page.emulateMedia({ media: 'print' })
  const { items: cooperatives } = await service.ok('GET', '/v1/cooperatives', { token })
  const ofEach = cooperatives.map(({ id }: { id: string }) => `/cooperatives/${id}`)
  const { items: decisions } = await service.ok('GET', '/v1/decisions', { token })
  for (const path of [
    '/',
    '/cooperatives',
    ...ofEach,
    '/decisions',
    ...decisions.map(({ id }: { id: string }) => `/decisions/${id}`),
    '/sieges',
    '/echeances',
    '/constats',
    '/pourquoi?figure=cost',
  ]) {
    await page.goto(address + path)
    t.same(await page.evaluate(TOO_WIDE), [], `${path} fits`)
    t.same(await page.evaluate(BREAKABLE), [], `${path} breaks no amount`)
  }
})
