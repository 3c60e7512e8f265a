// What people read for each name of the API. Source of the terms: the domain's table of words.

/** Names of figures, wherever they stand. */
export const FIGURE_LABELS: Readonly<Record<string, string>> = {
  cooperatives: 'Coopératives',
  shares: 'Parts détenues',
  cost: 'Coût d’acquisition',
  called: 'Appelé',
  uncalled: 'Non appelé',
  payable: 'Appelé, restant à libérer',
  owed: 'Autres dettes',
  paidUp: 'Libéré',
  impairment: 'Dépréciation',
  netBookValue: 'Valeur nette comptable',
  receivable: 'Créances sur parts cédées ou retirées',
  advances: 'Avances en compte courant',
  shareIncome: 'Intérêts aux parts sociales',
  disposalGain: 'Résultat des cessions',
  grants: 'Subventions accordées',
  loss: 'Pertes sur avances et créances',
  nominalHeld: 'Valeur nominale détenue',
  capitalShare: 'Part du capital',
}

/** What a figure holds, in a sentence. */
export const FIGURE_MEANINGS: Readonly<Record<string, string>> = {
  cooperatives: 'Coopératives pour lesquelles au moins un montant n’est pas nul.',
  shares: 'Nombre de parts sociales détenues à la date.',
  cost: 'Coût des parts détenues, prime d’émission comprise.',
  called: 'Coût d’acquisition, moins ce qui n’est pas encore appelé.',
  uncalled: 'Souscrit, mais pas encore appelé par la coopérative.',
  payable: 'Appelé par la coopérative, mais pas encore payé.',
  owed: 'Prix de parts achetées et subventions accordées, restant à payer.',
  paidUp: 'Coût d’acquisition, moins le non appelé et l’appelé restant à libérer.',
  impairment: 'Provision cumulée, quand les parts valent moins que leur coût.',
  netBookValue: 'Coût d’acquisition, moins la dépréciation.',
  receivable: 'Dû à la collectivité pour des parts cédées ou retirées.',
  advances: 'Avances en compte courant d’associé restant à rembourser.',
  shareIncome: 'Intérêts perçus depuis le premier mouvement.',
  disposalGain: 'Produits des cessions, moins leur coût, depuis le premier mouvement.',
  grants: 'Subventions accordées depuis le premier mouvement.',
  loss: 'Avances et créances abandonnées depuis le premier mouvement.',
}

const LABELS = {
  movementKind: {
    subscription: 'Souscription',
    call: 'Appel',
    payment: 'Paiement',
    contribution_in_kind: 'Apport en nature',
    purchase: 'Achat de parts',
    sale: 'Cession de parts',
    withdrawal: 'Retrait',
    receipt: 'Encaissement',
    impairment: 'Dépréciation',
    impairment_release: 'Reprise de dépréciation',
    share_interest: 'Intérêts aux parts sociales',
    advance: 'Avance en compte courant',
    advance_repayment: 'Remboursement d’avance',
    advance_conversion: 'Conversion d’avance en parts',
    share_split: 'Division ou regroupement de parts',
    write_off: 'Sortie sans contrepartie',
    grant: 'Subvention',
    loss: 'Perte',
    reversal: 'Annulation',
  },
  settles: {
    call: 'parts appelées',
    purchase: 'achat de parts',
    grant: 'subvention',
    withdrawal: 'retrait',
    sale: 'cession',
    advance: 'avance',
  },
  account: {
    share_cost: 'Titres de participation',
    uncalled: 'Versements restant à effectuer, non appelés',
    payable: 'Parts appelées, restant à libérer',
    owed: 'Autres dettes',
    treasury: 'Trésorerie',
    impairment: 'Dépréciations des titres',
    impairment_charge: 'Dotations aux dépréciations',
    impairment_release: 'Reprises sur dépréciations',
    receivable: 'Créances sur cessions d’immobilisations',
    disposed_cost: 'Valeur comptable des titres cédés',
    disposal_proceeds: 'Produits des cessions de titres',
    advance: 'Avances en compte courant d’associé',
    share_income: 'Intérêts aux parts sociales',
    contributed_asset: 'Biens apportés en nature',
    grant: 'Subventions accordées',
    loss: 'Pertes sur avances et créances',
  },
  legalForm: { scic_sa: 'SCIC SA', scic_sarl: 'SCIC SARL', scic_sas: 'SCIC SAS', other: 'Autre forme' },
  activity: { grocery: 'Épicerie', textile: 'Textile', third_place: 'Tiers-lieu' },
  instrument: { shares: 'Parts sociales', advance: 'Avance', grant: 'Subvention', disposal: 'Cession ou retrait' },
  body: {
    assembly: 'Assemblée départementale',
    standing_committee: 'Commission permanente',
    president: 'Président, par délégation',
  },
  decisionKind: {
    strategy: 'Stratégie',
    entry: 'Entrée au capital',
    increase: 'Augmentation de participation',
    disposal: 'Cession',
    withdrawal: 'Retrait',
    impairment: 'Dépréciation',
    advance: 'Avance',
    grant: 'Subvention',
    appointment: 'Désignation de représentants',
    other: 'Autre',
  },
  status: {
    drafted: 'En projet',
    tabled: 'Inscrite à l’ordre du jour',
    adopted: 'Adoptée',
    transmitted: 'Transmise au préfet',
    published: 'Publiée',
    executory: 'Exécutoire',
    rejected: 'Rejetée',
    withdrawn: 'Retirée',
    annulled: 'Annulée',
  },
  step: {
    drafted: 'Projet rédigé',
    tabled: 'Inscription à l’ordre du jour',
    adopted: 'Adoption',
    rejected: 'Rejet',
    transmitted: 'Transmission au préfet',
    published: 'Publication',
    withdrawn: 'Retrait de l’acte',
    annulled: 'Annulation de l’acte',
  },
  authorisationState: { pending: 'Pas encore exécutoire', open: 'Ouverte', ended: 'Terminée', void: 'Caduque' },
  organKind: {
    general_assembly: 'Assemblée générale',
    board_of_directors: 'Conseil d’administration',
    supervisory_board: 'Conseil de surveillance',
    management_board: 'Directoire',
    college: 'Collège',
    other: 'Autre organe',
  },
  seatState: {
    held: 'Pourvu',
    ending: 'Mandat bientôt terminé',
    lapsed: 'Mandat caduc depuis le renouvellement du conseil',
    vacant: 'Vacant',
    not_valid: 'Hors de sa période de validité',
  },
  mandateState: {
    future: 'À venir',
    running: 'En cours',
    ending: 'Bientôt terminé',
    lapsed: 'Caduc',
    ended: 'Terminé',
  },
  mandateRole: { titular: 'Titulaire', alternate: 'Suppléant' },
  endReason: {
    term_over: 'Fin du mandat',
    resignation: 'Démission',
    loss_of_office: 'Perte de la qualité qui y donnait droit',
    replaced: 'Remplacement',
    seat_closed: 'Suppression du siège',
    death: 'Décès',
    entered_in_error: 'Saisie par erreur',
    other: 'Autre motif',
  },
  eventType: {
    decision_step: 'Délibération',
    movement: 'Mouvement',
    mandate_start: 'Début de mandat',
    mandate_end: 'Fin de mandat',
    capital_statement: 'État du capital',
    annual_accounts: 'Comptes annuels',
  },
  deadlineKind: {
    call_payment: 'Parts appelées à libérer',
    call_to_come: 'Solde de souscription à libérer',
    purchase_payment: 'Achat de parts à payer',
    grant_payment: 'Subvention à verser',
    sale_receipt: 'Prix de cession à encaisser',
    refund: 'Remboursement de parts à recevoir',
    advance_repayment: 'Remboursement d’avance à recevoir',
    mandate_end: 'Fin de mandat',
    seat_end: 'Fin de siège',
    authorisation_end: 'Fin d’autorisation',
    challenge_end: 'Fin du délai de recours',
  },
  deadlineBasis: {
    stated: 'Date prévue par l’acte',
    statutes: 'Délai prévu par les statuts',
    law: 'Délai légal',
    at_once: 'Exigible dès l’origine, faute d’échéance connue',
  },
  role: {
    admin: 'Administration',
    finance: 'Service des finances',
    board: 'Élus',
    integration: 'Intégration',
    auditor: 'Audit',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>

/** A list of names of the API that people read in French. */
export type Vocabulary = keyof typeof LABELS

/** What people read for a name of the API; a slug without one (activities are free) reads as its words. */
export function label(vocabulary: Vocabulary, name: string): string {
  const labels: Readonly<Record<string, string>> = LABELS[vocabulary]
  if (Object.hasOwn(labels, name)) return labels[name] as string
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The names that a vocabulary has words for. */
export function namesIn(vocabulary: Vocabulary): string[] {
  return Object.keys(LABELS[vocabulary])
}
