// What the rules find, in French: figures, what is missing, and what each finding is about.
import { frenchDate, frenchEuros, frenchNumber, frenchPercent } from './format.ts'
import { label } from './labels.ts'

export const SEVERITY_LABELS: Readonly<Record<string, string>> = {
  error: 'Irrégularité',
  high: 'Important',
  medium: 'À examiner',
  low: 'Mineur',
  info: 'Pour information',
}

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
  losses: 'Pertes',
  loss: 'Perte de l’exercice',
  lossShare: 'Part des pertes',
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
  'parameters.delegation': 'la délégation donnée par l’assemblée',
  'parameters.bondYield': 'le taux moyen de rendement des obligations (TMOP)',
}

/** A figure of a finding by its name; undefined: it has none in French. */
export function figureInFrench(name: string): string | undefined {
  return FIGURES[name]
}

const VOCABULARIES = {
  basis: 'deadlineBasis',
  body: 'body',
  instrument: 'instrument',
  kind: 'movementKind',
  status: 'status',
} as const

/** The value of a figure, by what it is: euros, a ratio, a date, a name of the API, or as it stands. */
export function valueInFrench(name: string, value: string): string {
  if (Object.hasOwn(VOCABULARIES, name)) return label(VOCABULARIES[name as keyof typeof VOCABULARIES], value)
  if (name === 'categories')
    return value
      .split(', ')
      .map((one) => CATEGORIES[one] ?? one)
      .join(', ')
  if (/^-?\d+\.\d{2}$/.test(value)) return frenchEuros(value)
  if (/^-?\d+\.\d{6}$/.test(value)) return frenchPercent(value)
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return frenchDate(value)
  return /Shares$/.test(name) ? frenchNumber(value) : value
}

const CATEGORIES: Readonly<Record<string, string>> = {
  employee: 'salariés',
  producer: 'producteurs',
  beneficiary: 'bénéficiaires',
  public_body: 'personnes publiques',
  other: 'autres',
}

/** What must be recorded for an answer; undefined: it has no words in French. */
export function missingInFrench(name: string): string | undefined {
  if (MISSING[name] !== undefined) return MISSING[name]
  if (name.startsWith('parameters')) return 'un paramètre de la règle'
  const [, day] = /^holding on (\S+)$/.exec(name) ?? []
  return day === undefined ? undefined : `les parts détenues au ${frenchDate(day)}`
}

/** What a finding is about, where it is not the cooperative as a whole. */
export function subjectInFrench({ type, label: text }: { readonly type: string; readonly label: string }): string {
  const [day] = /\d{4}-\d\d-\d\d$/.exec(text) ?? []
  if (type === 'movement' && day !== undefined) return `Mouvement du ${frenchDate(day)}`
  if (type === 'decision') return `Décision ${text}`
  return type === 'aid' ? 'Aides à l’entreprise unique' : text
}
