import { publicShareOf } from '../capital-statements/schema.ts'
import { INK } from '../charts/drawing.ts'
import {
  frenchDate,
  frenchEuros,
  frenchFigure,
  frenchNumber,
  frenchPercent,
  frenchShortDate,
} from '../french/format.ts'
import { FIGURE_LABELS, label } from '../french/labels.ts'
import { FIGURES } from '../portfolio/figures.ts'
import { publicCapOn } from '../rules/public-cap.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { sentenceOf } from './event-sentence.ts'
import type { CooperativeFacts, DossierFacts } from './facts.ts'
import { drawFindings } from './findings.ts'
import type { Pen } from './pen.ts'
import { drawSeats } from './seats.ts'
import { drawTable } from './table.ts'

/** Who it is, what is held of it and may still be put in, its accounts, who sits there, and what happened in the year. */
export function drawCooperative(pen: Pen, facts: CooperativeFacts, dossier: DossierFacts): void {
  const { cooperative, holding } = facts
  const { name, legalForm, activity, siren, communeName, communeCode } = cooperative
  pen.heading(2, name)
  const identity = [
    label('legalForm', legalForm),
    activity === null ? undefined : label('activity', activity),
    siren === null ? 'SIREN inconnu' : `SIREN ${siren}`,
    [communeName, communeCode && `(${communeCode})`].filter(Boolean).join(' ') || undefined,
  ]
  pen.paragraph(identity.filter((one) => one !== undefined).join(' · '), { colour: INK.quiet })

  pen.heading(3, 'Participation')
  drawTable(pen, {
    caption: `Au ${frenchDate(dossier.asOf)}`,
    columns: [
      { header: 'Montant', share: 60, cell: (figure) => FIGURE_LABELS[figure] ?? figure },
      {
        header: `Au ${frenchShortDate(dossier.asOf)}`,
        share: 40,
        isFigure: true,
        cell: (figure) => (holding ? frenchFigure(figure, holding[figure]) : null),
      },
    ],
    rows: holding ? FIGURES : [],
    empty: 'Rien n’est détenu, avancé ni accordé à cette date.',
  })
  if (holding) drawClasses(pen, holding.shareClasses)
  drawCapital(pen, facts, dossier.asOf)
  drawFindings(pen, facts.findings)
  drawAuthorisations(pen, facts)
  drawAccounts(pen, facts)
  pen.heading(3, 'Sièges')
  drawSeats(pen, facts.seats, false)
  pen.heading(3, 'Événements de l’année')
  drawTable(pen, {
    caption: `Depuis le ${frenchDate(dossier.before)}, du plus récent au plus ancien`,
    columns: [
      { header: 'Date', share: 14, cell: ({ on }) => frenchShortDate(on) },
      { header: 'Nature', share: 18, cell: ({ type }) => label('eventType', type) },
      { header: 'Événement', share: 68, cell: sentenceOf },
    ],
    rows: facts.events,
    empty: 'Aucun événement dans l’année.',
  })
  if (facts.hasMoreEvents) {
    pen.paragraph(`Les ${facts.events.length} événements les plus récents seulement\u00a0: le registre les a tous.`, {
      colour: INK.quiet,
    })
  }
}

function drawClasses(pen: Pen, classes: NonNullable<CooperativeFacts['holding']>['shareClasses']): void {
  drawTable(pen, {
    caption: 'Par catégorie de parts',
    columns: [
      { header: 'Catégorie', share: 28, cell: ({ name }) => name },
      { header: 'Valeur nominale', share: 16, isFigure: true, cell: ({ nominalValue }) => frenchEuros(nominalValue) },
      { header: 'Parts', share: 12, isFigure: true, cell: ({ shares }) => frenchNumber(shares) },
      { header: 'Coût d’acquisition', share: 22, isFigure: true, cell: ({ cost }) => frenchEuros(cost) },
      {
        header: 'Valeur nette comptable',
        share: 22,
        isFigure: true,
        cell: ({ netBookValue }) => frenchEuros(netBookValue),
      },
    ],
    rows: classes,
    empty: 'Aucune catégorie de parts n’est enregistrée.',
  })
}

function drawCapital(pen: Pen, { holding, statement }: CooperativeFacts, asOf: PlainDate): void {
  pen.heading(3, 'Part du capital')
  if (!statement) {
    pen.paragraph('Aucun état du capital à cette date\u00a0: la part du capital ne peut être dite.', {
      colour: INK.quiet,
    })
    return
  }
  const publicShare = publicShareOf(statement)
  const rows: [string, string | null][] = [
    ['Capital total', frenchEuros(statement.totalCapital)],
    ['Valeur nominale détenue par la collectivité', holding ? frenchEuros(holding.nominalHeld) : null],
    ['Part de la collectivité', holding?.capitalShare ? frenchPercent(holding.capitalShare) : null],
    [
      'Capital détenu par toutes les personnes publiques',
      statement.publicCapitalTotal === null ? null : frenchEuros(statement.publicCapitalTotal),
    ],
    ['Part des personnes publiques', publicShare === null ? null : frenchPercent(publicShare)],
    [
      `Plafond pour les personnes publiques au ${frenchDate(asOf)} (loi nº 47-1775, art. 19 septies)`,
      frenchPercent(publicCapOn(asOf)),
    ],
  ]
  drawTable(pen, {
    caption: `D’après l’état du capital du ${frenchDate(statement.on)}`,
    columns: [
      { header: 'Capital', share: 65, cell: ([name]) => name },
      { header: 'Montant ou part', share: 35, isFigure: true, cell: ([, text]) => text },
    ],
    rows,
    empty: '',
  })
}

function drawAuthorisations(pen: Pen, { authorisations }: CooperativeFacts): void {
  pen.heading(3, 'Autorisations')
  drawTable(pen, {
    caption: 'Autorisé, consommé, restant',
    columns: [
      { header: 'Décision', share: 18, cell: ({ number }) => number },
      { header: 'Pour', share: 16, cell: ({ instrument }) => label('instrument', instrument) },
      { header: 'État', share: 15, cell: ({ state, to }) => stateText(state, to) },
      { header: 'Autorisé', share: 17, isFigure: true, cell: ({ authorised }) => frenchEuros(authorised) },
      { header: 'Consommé', share: 17, isFigure: true, cell: ({ consumed }) => frenchEuros(consumed) },
      { header: 'Restant', share: 17, isFigure: true, cell: ({ left }) => frenchEuros(left) },
    ],
    rows: authorisations,
    empty: 'Aucune autorisation à cette date.',
  })
}

function stateText(state: string, to: string | null): string {
  const text = label('authorisationState', state)
  return to === null ? text : `${text}, jusqu’au ${frenchShortDate(to)} exclu`
}

function drawAccounts(pen: Pen, { accounts }: CooperativeFacts): void {
  const amount = (value: string | null) => (value === null ? null : frenchEuros(value))
  pen.heading(3, 'Comptes annuels')
  drawTable(pen, {
    caption: 'Comptes de la coopérative, par exercice',
    columns: [
      { header: 'Exercice', share: 12, cell: ({ year }) => String(year) },
      { header: 'Capitaux propres', share: 20, isFigure: true, cell: ({ equity }) => amount(equity) },
      { header: 'Résultat', share: 18, isFigure: true, cell: ({ result }) => amount(result) },
      { header: 'Réserves', share: 18, isFigure: true, cell: ({ reserves }) => amount(reserves) },
      { header: 'Produits', share: 20, isFigure: true, cell: ({ income }) => amount(income) },
      {
        header: 'Emplois (ETP)',
        share: 12,
        isFigure: true,
        cell: ({ jobs }) => (jobs === null ? null : frenchNumber(jobs)),
      },
    ],
    rows: accounts,
    empty: 'Aucun compte annuel n’est enregistré à cette date.',
  })
}
