import { INK } from '../charts/drawing.ts'
import type { Decision } from '../decisions/schema.ts'
import { frenchDate, frenchEuros } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { DossierFacts } from './facts.ts'
import type { Pen } from './pen.ts'

/** The decisions that something happened to in the year: what they say, how the vote went, and what they allow. */
export function drawDecisions(pen: Pen, { decisions, cooperatives, before }: DossierFacts): void {
  pen.heading(1, 'Décisions de l’année')
  if (decisions.length === 0) {
    pen.paragraph(`Aucune décision depuis le ${frenchDate(before)}.`, { colour: INK.quiet })
    return
  }
  const names = new Map(cooperatives.map(({ cooperative }) => [cooperative.id, cooperative.name]))
  for (const decision of decisions) drawDecision(pen, decision, names)
}

function drawDecision(pen: Pen, decision: Decision, names: ReadonlyMap<string, string>): void {
  const { number, body, kind, object, status, votes, steps, authorisations } = decision
  pen.heading(3, number)
  pen.paragraph(object)
  const standing = status === null ? 'sans étape enregistrée' : label('status', status).toLowerCase()
  pen.paragraph(`${label('body', body)} · ${label('decisionKind', kind)} · ${standing}`, { colour: INK.quiet })
  if (votes) {
    pen.paragraph(
      `Vote\u00a0: ${votes.for} pour, ${votes.against} contre, ${votes.abstaining} abstention${votes.abstaining > 1 ? 's' : ''}, ${votes.present} présents ou représentés.`,
    )
  }
  const happened = steps.filter(({ on, kind }) => on !== null && kind !== 'cancellation')
  if (happened.length > 0) {
    const said = happened.map(({ kind, on }) => `${label('step', kind)} le\u00a0${frenchDate(on ?? '')}`)
    pen.paragraph(`${said.map((one, index) => (index === 0 ? one : lowered(one))).join('\u00a0; ')}.`)
  }
  for (const { cooperativeId, instrument, authorised, consumed, left } of authorisations) {
    pen.paragraph(
      `${label('instrument', instrument)}, ${names.get(cooperativeId) ?? 'coopérative inconnue à cette date'}\u00a0: ${frenchEuros(authorised)} autorisés, ${frenchEuros(consumed)} consommés, ${frenchEuros(left)} restants.`,
    )
  }
}

function lowered(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}
