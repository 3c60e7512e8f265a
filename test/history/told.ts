// What a history tells of papers of one kind: as the API, the cooperative's page and the board's dossier have it.
import { sentenceOf } from '../../src/dossier/event-sentence.ts'
import type { Authority, Body } from '../support/api.ts'
import { Visitor } from '../support/visit.ts'

export interface Told {
  readonly items: Body[]
  /** Lines of the page, the newest first; spaces that may end no line are plain. */
  readonly lines: string[]
  /** Sentences of the dossier, the oldest first. */
  readonly sentences: string[]
}

export async function told(authority: Authority, cooperativeId: string, type: string): Promise<Told> {
  const { items } = await authority.get(`/v1/cooperatives/${cooperativeId}/history?type=${type}`)
  const visitor = await Visitor.signedIn(authority.service, authority.token)
  const { page } = await visitor.get(`/cooperatives/${cooperativeId}`)
  return {
    items,
    lines: page.querySelectorAll('.events li').map(({ text }) => plain(text)),
    sentences: items.map((event: Body) => plain(sentenceOf(event))),
  }
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
