// What happened to a cooperative, in the order of time: decisions, movements, mandates, and papers.
import { z } from 'zod'
import { changesInWords } from '../french/changes.ts'
import { label } from '../french/labels.ts'
import { paperInFrench } from '../history/paper-in-french.ts'
import { KEY, listHistory } from '../history/queries.ts'
import type { EventOf, EventType, PaperType } from '../history/schema.ts'
import type { Visit } from '../http/page.ts'
import { plainDate, uuid } from '../http/wire.ts'
import { sameMoment } from './address.ts'
import { date, name, nextPage } from './components.ts'
import { type Html, html } from './html.ts'
import { oneMore, whole } from './rows.ts'

const SHOWN = 50

/** Where the rows of before ended. */
export const historyQuery = z.object({
  afterOn: plainDate.optional(),
  afterSeq: whole.optional(),
  afterRank: whole.optional(),
  afterId: uuid.optional(),
})

/** The newest first. */
export async function history(visit: Visit<z.infer<typeof historyQuery>>): Promise<Html> {
  const { tx, moment, id, query } = visit
  const { afterOn, afterSeq = 0, afterRank = 0, afterId } = query
  const after =
    afterOn === undefined || afterId === undefined
      ? undefined
      : { on: afterOn, seq: afterSeq, rank: afterRank, id: afterId }
  const { items, more } = await oneMore(SHOWN, (limit) =>
    listHistory(tx, moment, { cooperativeId: id, order: 'newest' }, after, limit),
  )
  if (items.length === 0) return html`<p class="empty">Rien n’est enregistré avant cette date.</p>`
  const last = items.at(-1)?.[KEY]
  return html`<ol class="events">${items.map(
    (event) =>
      html`<li>${date(event.on)} – <strong>${label('eventType', event.type)}</strong> : ${SENTENCES[event.type](event as never, visit)}</li>`,
  )}</ol>
${
  more &&
  last &&
  nextPage(
    sameMoment(visit, `/cooperatives/${id}`, {
      afterOn: last.on,
      afterSeq: String(last.seq),
      afterRank: String(last.rank),
      afterId: last.id,
    }),
  )
}`
}

type Sentences = { readonly [Type in EventType]: (event: EventOf<Type>, visit: Visit) => Html }

const SENTENCES: Sentences = {
  decision_step: (event, visit) =>
    html`${label('step', event.event)}, <a href="${sameMoment(visit, `/decisions/${event.decisionId}`)}">${name(event.label)}</a>`,
  movement: (event, visit) =>
    html`<a href="${sameMoment(visit, `/mouvements/${event.id}`)}">${label('movementKind', event.event)}</a> ${effect(event)}${event.reversedBy && html` <span class="tag bad">annulé depuis</span>`}`,
  mandate_start: (event) => seated(event),
  mandate_end: (event) =>
    html`${seated(event)} (${event.event === null ? 'sans motif enregistré' : label('endReason', event.event)})`,
  capital_statement: paper,
  annual_accounts: paper,
  cooperative_audit: paper,
  state_aid: paper,
  advance_convention: paper,
}

function paper(event: EventOf<PaperType>): Html {
  const parts = paperInFrench(event).map(
    ({ words, written }, index) =>
      html`${index > 0 && ', '}${words}${written !== undefined && html` ${name(written)}`}`,
  )
  return html`${parts}`
}

function effect({ effect }: EventOf<'movement'>): string {
  const changes = changesInWords(effect)
  return changes.length === 0 ? '' : `(${changes.join(' ; ')})`
}

function seated({
  effect: { organName, seatTitle, personName, role },
}: EventOf<'mandate_start' | 'mandate_end'>): Html {
  const who = personName === null ? html`<span class="missing">nom effacé</span>` : name(personName)
  return html`${who}, ${label('mandateRole', role).toLowerCase()}, ${seatTitle !== null && html`${name(seatTitle)}, `}${name(organName)}`
}
