import { label } from '../french/labels.ts'
import type { LedgerCode } from './failures-ledger.ts'
import type { FrenchWordings } from './french-wording.ts'

const LIMITS: Readonly<Record<string, string>> = {
  amount: 'le montant souscrit',
  advance: 'l’avance restant due',
  uncalled: 'ce qui n’est pas encore appelé',
  due_call: 'ce qui est appelé et pas encore libéré',
  due_purchase: 'ce qui reste dû pour des achats de parts',
  due_grant: 'ce qui reste dû pour des subventions',
  refund_ceiling: 'la valeur nominale de ces parts, moins ce qui n’en est pas payé',
  receivable_sale: 'ce qui reste à recevoir pour des cessions',
  receivable_withdrawal: 'ce qui reste à recevoir pour des retraits',
  net_book_value: 'le coût pas encore déprécié',
  impairment: 'la dépréciation à ce jour',
}

const units = { euros: 'euros', shares: 'parts' } as const

/** What the ledger refuses. */
export const FRENCH_LEDGER: FrenchWordings<LedgerCode> = {
  more_shares_than_held: {
    title: 'Plus de parts que détenues',
    detail: ({ shares, held }) => `${shares} parts ne peuvent sortir : ${held} sont détenues à cette date.`,
  },
  amount_exceeds_limit: {
    title: 'Montant au-dessus de ce qu’il y a',
    detail: ({ field, amount, limit, of }) => `${field} ${amount} dépasse ${LIMITS[of] ?? of} : ${limit} à cette date.`,
  },
  amount_below_nominal: {
    title: 'Montant sous la valeur nominale',
    detail: ({ amount, least, shares, nominalValue }) =>
      `${amount} est moins que ${shares} parts à leur valeur nominale de ${nominalValue} : ${least}.`,
  },
  split_leaves_fraction: {
    title: 'La division laisse une fraction de part',
    detail: ({ held, splitFrom, splitTo }) => `${held} parts × ${splitTo} ÷ ${splitFrom} ne tombe pas juste.`,
  },
  split_nominal_out_of_range: {
    title: 'La division laisse une valeur nominale impossible',
    detail: ({ nominalValue, splitFrom, splitTo }) =>
      `Une valeur nominale de ${nominalValue} × ${splitFrom} ÷ ${splitTo} a plus de quatre décimales, ou sort des limites.`,
  },
  later_movement_impossible: {
    title: 'Un mouvement ultérieur deviendrait impossible',
    detail: ({ movement, because, spent }, explain) =>
      `Le mouvement « ${label('movementKind', movement.kind)} » du ${movement.effectiveOn} (${movement.id}) deviendrait impossible : ${
        spent
          ? `les deux usent de ce qui est autorisé, et il reste ${spent.figures.left} ${units[spent.unit]} à côté de lui.`
          : explain(because)
      }`,
  },
  year_closed: {
    title: 'L’exercice est clos',
    detail: ({ effectiveOn, year, closedAt }) =>
      `Rien ne peut prendre effet le ${effectiveOn} : l’exercice ${year} a été clos à ${closedAt}. Datez-le dans un exercice ouvert, ou rouvrez celui-là avec un motif (POST /v1/closings/{id}/reopening).`,
  },
  year_already_closed: {
    title: 'L’exercice est déjà clos',
    detail: ({ year, closingId }) => `L’exercice ${year} est déjà clos, par ${closingId}.`,
  },
  already_reopened: {
    title: 'L’exercice est déjà ouvert',
    detail: ({ year, at }) => `Cette clôture de l’exercice ${year} a été défaite à ${at}.`,
  },
  lines_refused: {
    title: 'Des lignes ne peuvent être enregistrées',
    detail: ({ lines, faulty, faults }) =>
      `${faulty} des ${lines} lignes ne peuvent être enregistrées ; aucune ne l’a donc été${
        faults.length < faulty ? `, et les ${faults.length} premières sont indiquées` : ''
      }. Une ligne est jugée comme si celles qui sont indiquées n’y étaient pas.`,
  },
  already_reversed: {
    title: 'Déjà annulé',
    detail: ({ movementId }) =>
      `Le mouvement ${movementId} est déjà annulé : pour défaire une annulation, enregistrez le mouvement à nouveau.`,
  },
  reversal_not_reversible: {
    title: 'Une annulation ne s’annule pas',
    detail: ({ movementId }) =>
      `${movementId} est une annulation : pour la défaire, enregistrez à nouveau le premier mouvement.`,
  },
  balance_out_of_range: {
    title: 'Solde hors limites',
    detail: () =>
      'Un solde passerait 999999999999999.99 euros ou 999999999999999 parts, plus que ce registre ne tient.',
  },
}
