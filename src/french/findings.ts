// What the rules find, in French: figures, what is missing, and what each finding is about.

import { isUuid } from '../values/id.ts'
import { frenchDate, frenchEuros, frenchNumber, frenchPercent } from './format.ts'
import { label, namesIn } from './labels.ts'

const FIGURES: Readonly<Record<string, string>> = {
  publicHeld: 'Détenu par des personnes publiques',
  totalCapital: 'Capital',
  publicShare: 'Part publique',
  cap: 'Plafond',
  attention: 'Seuil d’attention',
  kinds: 'Catégories d’associés',
  categories: 'Dont',
  totalWeight: 'Somme des pondérations',
  smallest: 'Plus faible',
  largest: 'Plus forte',
  subscribed: 'Souscrit',
  paid: 'Libéré',
  paidShare: 'Part libérée',
  leastPaid: 'Part à libérer au moins',
  unpaid: 'Non libéré',
  lastDay: 'Dernier jour',
  basis: 'D’où vient la date',
  highestCapital: 'Capital le plus élevé',
  floor: 'Capital minimal',
  refund: 'Remboursement',
  nominal: 'Valeur nominale',
  loss: 'Perte de l’exercice',
  losses: 'Pertes cumulées',
  lossShare: 'Part dans les pertes',
  ceiling: 'Plafond',
  open: 'Restant dû',
  year: 'Année',
  interest: 'Intérêts',
  nominalHeld: 'Valeur nominale détenue',
  rate: 'Taux',
  lastAudit: 'Dernière révision',
  dueOn: 'Attendue au plus tard le',
  lossYears: 'Exercices déficitaires',
  body: 'Organe délibérant',
  adoptedOn: 'Adoptée le',
  firstMovement: 'Premier mouvement',
  executoryOn: 'Exécutoire le',
  instrument: 'Instrument',
  consumed: 'Consommé',
  authorised: 'Autorisé',
  consumedShares: 'Parts consommées',
  authorisedShares: 'Parts autorisées',
  status: 'État de la décision',
  kind: 'Nature',
  amount: 'Montant',
  publishedOn: 'Publiée le',
  from: 'Depuis le',
  lapsesOn: 'Caduc le',
  vacantFrom: 'Vacant depuis le',
  endsOn: 'Fin le',
  outstanding: 'Restant à rembourser',
  outstandingBefore: 'Avances antérieures non soldées',
  equity: 'Capitaux propres',
  aid: 'Aides sur trois ans',
  unqualified: 'Subventions dont le régime d’aide n’est pas dit',
  grants: 'Subventions de l’année',
  income: 'Produits',
  cost: 'Coût d’acquisition',
  value: 'Quote-part des capitaux propres',
  impairment: 'Dépréciation',
  toConsider: 'Dépréciation à envisager',
  closedOn: 'Clos le',
  siren: 'SIREN',
  siret: 'SIRET',
}

const MISSING: Readonly<Record<string, string>> = {
  capitalStatements: 'un état du capital',
  'capitalStatements.publicCapital': 'la part détenue par des personnes publiques, dans l’état du capital',
  'capitalStatements.colleges': 'les collèges, dans l’état du capital',
  'capitalStatements.colleges.category': 'la catégorie d’associés de chaque collège',
  'capitalStatements.colleges.weight': 'la pondération de chaque collège',
  'capitalStatements.statutes.fullPaymentDelayMonths': 'le délai de libération prévu par les statuts',
  'capitalStatements.statutes.refundDelayMonths': 'le délai de remboursement prévu par les statuts',
  annualAccounts: 'des comptes annuels',
  'annualAccounts.losses': 'les pertes, dans les comptes annuels',
  'annualAccounts.equity': 'les capitaux propres, dans les comptes annuels',
  'annualAccounts.result': 'le résultat, dans les comptes annuels',
  'annualAccounts.income': 'les produits, dans les comptes annuels',
  'movement.dueOn': 'la date d’échéance du mouvement',
  'movement.decisionId': 'la délibération à l’appui du mouvement',
  'movement.conventionReference': 'la convention d’avance',
  audits: 'un rapport de révision coopérative',
  'decision.authorisations': 'ce que la décision autorise',
  'decision.steps.adopted': 'l’adoption de la décision',
  'decision.steps.published': 'la publication de la décision',
  seats: 'un siège de la collectivité',
  'mandate.to': 'la fin du mandat, ou le renouvellement du conseil',
  advanceConventions: 'la convention d’avance elle-même',
  stateAids: 'le régime d’aide des subventions',
  'cooperative.siren': 'le SIREN de la coopérative',
}

const VOCABULARIES = {
  basis: 'deadlineBasis',
  body: 'body',
  instrument: 'instrument',
  kind: 'movementKind',
  status: 'status',
} as const

/** A figure of a finding by its name; undefined: it has none in French. */
export function figureInFrench(name: string): string | undefined {
  return FIGURES[name]
}

/** The names of figures that have words. */
export const FIGURES_WITH_WORDS: readonly string[] = Object.keys(FIGURES)

/** The value of a figure, by what it is: euros, a ratio, a date, a name of the API, or as it stands. */
export function valueInFrench(name: string, value: string): string {
  if (Object.hasOwn(VOCABULARIES, name)) return label(VOCABULARIES[name as keyof typeof VOCABULARIES], value)
  if (name === 'categories') return categoriesInFrench(value)
  if (/^-?\d+\.\d{2}$/.test(value)) return frenchEuros(value)
  if (/^-?\d+\.\d{6}$/.test(value)) return frenchPercent(value)
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return frenchDate(value)
  return /Shares$/.test(name) ? frenchNumber(value) : value
}

function categoriesInFrench(list: string): string {
  const categories = list.split(', ').filter((one) => one !== '')
  return categories.length === 0 ? 'aucune' : categories.map((one) => label('memberCategory', one)).join(', ')
}

/** What must be recorded for an answer, parameters of rules apart; undefined: it has no words in French. */
export function missingInFrench(name: string): string | undefined {
  if (MISSING[name] !== undefined) return MISSING[name]
  const [, day] = /^holding on (\S+)$/.exec(name) ?? []
  return day === undefined ? undefined : `les parts détenues au ${frenchDate(day)}`
}

/** The names of what may be missing that have words. */
export const MISSING_WITH_WORDS: readonly string[] = Object.keys(MISSING)

interface Subject {
  readonly type: 'movement' | 'decision' | 'seat' | 'aid'
  readonly label: string
}

/** What a finding is about, where it is not the cooperative as a whole. */
export function subjectInFrench({ type, label: text }: Subject): string {
  if (type === 'decision') return `Décision ${text}`
  if (type === 'aid') return aidInFrench(text)
  return type === 'movement' ? movementInFrench(text) : text
}

/** `subscription, 2024-03-01` → `Souscription du 1er mars 2024`; by a class of shares: `Parts « A », 1er mars 2024`. */
function movementInFrench(text: string): string {
  const [, what, day] = /^(.*), (\d{4}-\d\d-\d\d)$/s.exec(text) ?? []
  if (what === undefined || day === undefined) {
    return /^\d{4}-\d\d-\d\d$/.test(text) ? `Mouvement du ${frenchDate(text)}` : text
  }
  return namesIn('movementKind').includes(what)
    ? `${label('movementKind', what)} du ${frenchDate(day)}`
    : `Parts « ${what} », ${frenchDate(day)}`
}

/** `123456789 de_minimis` → `Aide de minimis, entreprise unique 123456789`; a cooperative alone is known by an id, which says nothing. */
function aidInFrench(text: string): string {
  const [, undertaking = '', regulation = ''] = /^(.*) (\S+)$/s.exec(text) ?? []
  const words = label('aidRegulation', regulation)
  return isUuid(undertaking) ? words : `${words}, entreprise unique ${undertaking}`
}
