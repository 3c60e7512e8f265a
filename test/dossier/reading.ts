// Dossiers as others read them: through poppler's tools, and through their bytes.
import { spawnSync } from 'node:child_process'
import type { Service } from '../support/api.ts'
import { takeApart } from '../support/pdf.ts'

/** Why tests that read through poppler do not run here; false: they do. */
export const NO_POPPLER = ['pdfinfo', 'pdftotext'].some((tool) => spawnSync(tool, ['-v']).error)
  ? 'poppler-utils is not installed'
  : false

/** The dossier, as bytes. */
export async function fetchDossier(service: Service, token: string, query = ''): Promise<Buffer> {
  const url = `/v1/exports/board-dossier${query}`
  const answer = await service.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  if (answer.statusCode !== 200) throw new Error(`${url} → ${answer.statusCode} ${answer.body}`)
  return answer.rawPayload
}

function throughPoppler(tool: string, args: readonly string[], pdf: Buffer): string {
  const { stdout, stderr, status } = spawnSync(tool, args, { input: pdf, maxBuffer: 64 * 2 ** 20 })
  if (status !== 0 || stderr.length > 0) throw new Error(`${tool} ${args.join(' ')}: ${stderr}`)
  return stdout.toString('utf8')
}

/** `Title`, `Tagged` and so on, as pdfinfo says them. */
export function propertiesOf(pdf: Buffer): Record<string, string> {
  const lines = throughPoppler('pdfinfo', ['-'], pdf).split('\n')
  return Object.fromEntries(lines.map((line) => [line.split(':', 1)[0] ?? '', line.replace(/^[^:]*:\s*/, '')]))
}

/** The text without any white space, in the order of reading: neither lines nor kinds of space matter. */
export function textOf(pdf: Buffer): string {
  return withoutSpaces(throughPoppler('pdftotext', ['-raw', '-', '-'], pdf))
}

export function withoutSpaces(text: string): string {
  return text.replace(/[\s\f]+/g, '')
}

/** An element of the structure tree, with its own text, spaces made plain. */
export interface Element {
  readonly type: string
  readonly scope: string | undefined
  readonly text: string
  readonly children: Element[]
}

/** The structure tree: the elements below its root. */
export function structureOf(pdf: Buffer): Element[] {
  const root: Element & { depth: number } = { type: '', scope: undefined, text: '', children: [], depth: -1 }
  const open: { -readonly [Key in keyof (Element & { depth: number })]: (Element & { depth: number })[Key] }[] = [root]
  for (const line of throughPoppler('pdfinfo', ['-struct-text', '-'], pdf).split('\n')) {
    const depth = line.length - line.trimStart().length
    const [, text] = /^\s*"(.*)"$/.exec(line) ?? []
    const [, scope] = /^\s*\/Scope \/(\w+)$/.exec(line) ?? []
    const [, type] = /^\s*(\w+)(?: \(\w+\))?:?$/.exec(line) ?? []
    if (text !== undefined) {
      const element = open.at(-1)
      if (element) element.text += text.replaceAll('\u00a0', ' ')
    } else if (scope !== undefined) {
      const element = open.at(-1)
      if (element) element.scope = scope
    } else if (type !== undefined) {
      while ((open.at(-1)?.depth ?? -1) >= depth) open.pop()
      const element = { type, scope: undefined, text: '', children: [], depth }
      open.at(-1)?.children.push(element)
      open.push(element)
    }
  }
  return root.children
}

/** All elements, in the order of reading. */
export function flat(elements: readonly Element[]): Element[] {
  return elements.flatMap((element) => [element, ...flat(element.children)])
}

/** The rows of each table, header first, under the last two headings before it. */
export function tablesOf(elements: readonly Element[]): { heading: string; under: string; rows: string[][] }[] {
  let [heading, under] = ['', '']
  return flat(elements).flatMap(({ type, text, children }) => {
    if (/^H[12]$/.test(type)) [under, heading] = [text, text]
    if (type === 'H3') heading = text
    if (type !== 'Table') return []
    const rows = children.filter((child) => child.type === 'TR')
    return [{ heading, under, rows: rows.map((row) => row.children.map((cell) => cell.text)) }]
  })
}

/** What each page draws, as its operators and operands. */
export function contentsOf(pdf: Buffer): string[] {
  const contents = takeApart(pdf).streams.map((stream) => stream.toString('latin1'))
  return contents.filter((content) => /\b(BDC|BMC)\b/.test(content))
}
