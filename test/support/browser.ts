// A real browser: Debian's Chromium, headless, driven over its own protocol.
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'
import { needs } from './program.ts'

export const browser = needs('chromium')

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser(t: Test): Promise<Browser> {
  const opened = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS })
  t.teardown(() => opened.close())
  return opened
}

/** What the pages of a context print to the console, or fail at: nothing is what is wanted. */
export function listenTo(context: BrowserContext): string[] {
  const said: string[] = []
  context.on('console', (message) => said.push(`${message.type()}: ${message.text()} (${message.location().url})`))
  context.on('weberror', (error) => said.push(`error: ${error.error().message}`))
  context.on('requestfailed', (request) => said.push(`failed: ${request.url()}`))
  return said
}

/** What axe-core finds wrong with a page (WCAG 2.2 A and AA, and good practice), in words. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: it was put into the page as text
    const { violations } = await (globalThis as any).axe.run({ resultTypes: ['violations'] })
    return violations.map(
      ({ id, help, nodes }: { id: string; help: string; nodes: { html: string }[] }) =>
        `${id}: ${help} ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    )
  })
}
