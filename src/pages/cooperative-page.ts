// Coopérative: who it is, what is held of it, what is left to do with it, and all that happened.
import { listAnnualAccounts } from '../annual-accounts/queries.ts'
import type { AnnualAccounts } from '../annual-accounts/schema.ts'
import { listCapitalStatements } from '../capital-statements/queries.ts'
import { type CapitalStatement, publicShareOf } from '../capital-statements/schema.ts'
import { findingsAt } from '../compliance/findings.ts'
import { findCooperative } from '../cooperatives/queries.ts'
import type { Cooperative } from '../cooperatives/schema.ts'
import { frenchDate, frenchPercent } from '../french/format.ts'
import { FIGURE_LABELS, label } from '../french/labels.ts'
import type { Page, Visit } from '../http/page.ts'
import { FIGURES } from '../portfolio/figures.ts'
import { findHolding } from '../portfolio/holdings.ts'
import type { Holding } from '../portfolio/schema.ts'
import { publicCapOn } from '../rules/public-cap.ts'
import { listSeats } from '../seats/seat-queries.ts'
import type { Seat } from '../seats/seat-schema.ts'
import { everything } from '../values/batches.ts'
import { Failure } from '../values/failure.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { authorisationsLeft } from './authorisations.ts'
import { date, euros, facts, figure, momentForm, name, number, percent, table } from './components.ts'
import { findingsTables } from './findings.ts'
import { history, historyQuery } from './history.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'
import { seatsTable } from './seats.ts'

export const cooperativePage: Page<typeof historyQuery> = {
  path: '/cooperatives/:id',
  needs: ['getCooperative', 'getHolding', 'listCooperativeHistory', 'listAuthorisations', 'listSeats', 'listFindings'],
  query: historyQuery,
  render: async (visit) => {
    const { tx, moment, id } = visit
    const cooperative = await findCooperative(tx, id, moment.seq)
    const holding = cooperative && (await findHolding(tx, id, moment))
    if (!cooperative || !holding) throw new Failure('not_found', { what: 'cooperative' })
    const statements = await everything<CapitalStatement>((after, limit) =>
      listCapitalStatements(tx, id, moment, after?.on, limit),
    )
    const accounts = await everything<AnnualAccounts>((after, limit) =>
      listAnnualAccounts(tx, id, moment, after?.year, limit),
    )
    const seats = await everything<Seat>((after, limit) =>
      listSeats(tx, moment, { cooperativeId: id }, after?.id, limit),
    )
    const main = html`${momentForm(visit, `/cooperatives/${id}`)}
<section id="identite"><h2>Identité</h2>
${identity(cooperative)}</section>
<section class="key" id="participation"><h2>Participation</h2>
${facts(FIGURES.map((one) => [FIGURE_LABELS[one] ?? one, figure(visit, one, holding[one], { cooperativeId: id })]))}
${classes(visit, holding)}</section>
<section id="capital"><h2>Part du capital</h2>
${capital(holding, statements.at(-1), moment.asOf)}</section>
<section><h2>Constats</h2>
${findingsTables(visit, await findingsAt(tx, moment, id), 'cooperative')}</section>
<section><h2>Autorisations</h2>
${await authorisationsLeft(visit, { cooperativeId: id })}</section>
<section id="sieges"><h2>Sièges</h2>
${seatsTable(visit, seats, 'Sièges de la collectivité dans cette coopérative')}</section>
<section id="comptes"><h2>Comptes annuels</h2>
${accountsTable(accounts)}</section>
<section id="historique"><h2>Historique</h2>
${await history(visit)}</section>`
    return pageOf(visit, { title: cooperative.name, place: '/cooperatives', main })
  },
}

function identity({ legalForm, activity, siren, communeCode, communeName }: Cooperative): Html {
  return facts([
    ['Forme juridique', label('legalForm', legalForm)],
    ['Activité', activity === null ? name(null) : label('activity', activity)],
    ['SIREN', name(siren)],
    [
      'Commune du siège',
      communeName === null && communeCode === null
        ? name(null)
        : html`${communeName && name(communeName)} ${communeCode}`,
    ],
  ])
}

type ClassFigure = 'shares' | 'cost' | 'uncalled' | 'payable' | 'paidUp' | 'impairment' | 'netBookValue'

function classes(visit: Visit, { shareClasses, cooperativeId }: Holding): Html {
  const of = (one: Holding['shareClasses'][number], figureName: ClassFigure) =>
    figure(visit, figureName, one[figureName], { cooperativeId, shareClassId: one.shareClassId })
  return table({
    caption: 'Par catégorie de parts',
    columns: [
      { header: 'Catégorie', cell: (one) => name(one.name) },
      { header: 'Valeur nominale', isFigure: true, cell: ({ nominalValue }) => euros(nominalValue) },
      { header: 'Parts', isFigure: true, cell: (one) => of(one, 'shares') },
      { header: 'Coût d’acquisition', isFigure: true, cell: (one) => of(one, 'cost') },
      { header: 'Non appelé', isFigure: true, cell: (one) => of(one, 'uncalled') },
      { header: 'Restant à libérer', isFigure: true, cell: (one) => of(one, 'payable') },
      { header: 'Libéré', isFigure: true, cell: (one) => of(one, 'paidUp') },
      { header: 'Dépréciation', isFigure: true, cell: (one) => of(one, 'impairment') },
      { header: 'Valeur nette', isFigure: true, cell: (one) => of(one, 'netBookValue') },
    ],
    rows: shareClasses,
    empty: 'Aucune catégorie de parts n’est enregistrée.',
  })
}

function capital(
  { nominalHeld, capitalShare }: Holding,
  statement: CapitalStatement | undefined,
  asOf: PlainDate,
): Html {
  if (!statement)
    return html`<p class="empty">Aucun état du capital à cette date : la part du capital ne peut être dite.</p>`
  return facts([
    ['État du capital du', date(statement.on)],
    ['Capital total', euros(statement.totalCapital)],
    ['Valeur nominale détenue', euros(nominalHeld)],
    ['Part de la collectivité', percent(capitalShare)],
    ['Capital détenu par des personnes publiques', euros(statement.publicCapitalTotal)],
    ['Part des personnes publiques', percent(publicShareOf(statement))],
    [
      `Plafond, toutes personnes publiques, au ${frenchDate(asOf)}`,
      `${frenchPercent(publicCapOn(asOf))} (loi nº 47-1775, art. 19 septies)`,
    ],
  ])
}

function accountsTable(accounts: readonly AnnualAccounts[]): Html {
  return table({
    caption: 'Comptes de la coopérative, par exercice',
    columns: [
      { header: 'Exercice', cell: ({ year }) => String(year) },
      { header: 'Clos le', cell: ({ closedOn }) => date(closedOn) },
      { header: 'Capitaux propres', isFigure: true, cell: ({ equity }) => euros(equity) },
      { header: 'Résultat', isFigure: true, cell: ({ result }) => euros(result) },
      { header: 'Réserves', isFigure: true, cell: ({ reserves }) => euros(reserves) },
      { header: 'Produits', isFigure: true, cell: ({ income }) => euros(income) },
      { header: 'Emplois (ETP)', isFigure: true, cell: ({ jobs }) => number(jobs) },
    ],
    rows: accounts.toReversed(),
    empty: 'Aucun compte annuel n’est enregistré à cette date.',
  })
}
