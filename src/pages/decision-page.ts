// Décision: one act, its steps, its vote, and what it allows.
import { z } from 'zod'
import { findingsAt } from '../compliance/findings.ts'
import { findDecision } from '../decisions/queries.ts'
import type { Decision } from '../decisions/schema.ts'
import { label } from '../french/labels.ts'
import type { Page, Visit } from '../http/page.ts'
import { Failure } from '../values/failure.ts'
import { authorisationsLeft } from './authorisations.ts'
import { date, facts, instant, momentForm, name, number, table } from './components.ts'
import { findingsTables } from './findings.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'

export const decisionPage: Page = {
  path: '/decisions/:id',
  needs: ['getDecision', 'listAuthorisations', 'listFindings'],
  query: z.object({}),
  render: async (visit) => {
    const { tx, moment, id } = visit
    const decision = await findDecision(tx, id, moment)
    if (!decision) throw new Failure('not_found', { what: 'decision' })
    const findings = (await findingsAt(tx, moment)).filter(
      ({ subject }) => subject?.type === 'decision' && subject.id === id,
    )
    const main = html`${momentForm(visit, `/decisions/${id}`)}
<p>${name(decision.object)}</p>
${standing(decision)}
<h2>Étapes</h2>
${steps(visit, decision)}
<h2>Autorisations</h2>
${await authorisationsLeft(visit, { decisionId: id })}
<h2>Constats</h2>
${findingsTables(visit, findings, 'decision')}`
    return pageOf(visit, { title: `Décision ${decision.number}`, place: '/decisions', main })
  },
}

function standing({ kind, body, status, executoryOn, challengeUntil, subjectCode, subjectName }: Decision): Html {
  return facts([
    ['Nature', label('decisionKind', kind)],
    ['Organe délibérant', label('body', body)],
    ['État', status === null ? 'Sans étape' : label('status', status)],
    ['Exécutoire le', executoryOn === null ? 'pas encore' : date(executoryOn)],
    ['Recours jusqu’au', challengeUntil === null ? 'pas encore publiée' : date(challengeUntil)],
    ['Matière', subjectCode === null ? name(null) : `${subjectCode} ${subjectName ?? ''}`],
  ])
}

function steps(visit: Visit, decision: Decision): Html {
  return table({
    caption: 'Ce qui est arrivé à l’acte, dans l’ordre',
    columns: [
      { header: 'Date', cell: ({ on }) => date(on) },
      { header: 'Étape', cell: ({ kind }) => (kind === 'cancellation' ? 'Étape retirée' : label('step', kind)) },
      { header: 'Vote', cell: ({ votes }) => (votes === null ? '' : vote(votes)) },
      {
        header: 'Accusé de réception',
        cell: ({ receiptNumber }) => (receiptNumber === null ? '' : name(receiptNumber)),
      },
      { header: 'Enregistrée le', cell: ({ recordedAt }) => instant(visit, recordedAt) },
    ],
    rows: decision.steps,
    empty: 'Aucune étape n’est enregistrée à cette date.',
  })
}

function vote(votes: NonNullable<Decision['steps'][number]['votes']>): Html {
  const { present, for: inFavour, against, abstaining } = votes
  return html`${number(inFavour)} pour, ${number(against)} contre, ${number(abstaining)} abstentions (${number(present)} votants)`
}
