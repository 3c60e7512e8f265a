// How an integrator reads a list: page by page along Link, or whole as CSV.
import { parse } from 'csv-parse/sync'
import type { Answer, Authority, Body } from '../support/api.ts'

/** Pages from the first to the last; `between` runs after each but the last. */
export async function walk(
  authority: Authority,
  url: string,
  between: (page: number) => Promise<void> = async () => undefined,
): Promise<{ items: Body[]; pages: Body[] }> {
  const pages: Body[] = []
  let next: string | null = url
  while (next !== null) {
    const answer: Answer = await authority.call('GET', next)
    if (answer.status !== 200) throw new Error(`${next} → ${answer.status} ${answer.text}`)
    pages.push(answer.body)
    const link: string | undefined = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers.link ?? ''))?.[1]
    if ((link === undefined) !== (answer.body.next === null)) throw new Error('Link and next disagree')
    next = link ?? null
    if (next !== null) await between(pages.length)
  }
  return { items: pages.flatMap(({ items }) => items), pages }
}

/** The rows of a CSV, by the names of their columns. */
export const rowsOf = ({ text }: Answer): Record<string, string>[] => parse(text, { columns: true })
