import type { PaperCode } from './failures-papers.ts'
import type { FrenchWordings } from './french-wording.ts'

/** What papers about a cooperative refuse. */
export const FRENCH_PAPERS: FrenchWordings<PaperCode> = {
  movement_unknown: {
    title: 'Mouvement inconnu',
    detail: ({ movementId }) => `Il n’y a pas de mouvement ${movementId}.`,
  },
  movement_of_other_cooperative: {
    title: 'Mouvement d’une autre coopérative',
    detail: ({ movementId, cooperativeId }) =>
      `Le mouvement ${movementId} n’est pas de la coopérative ${cooperativeId}.`,
  },
  movement_is_reversal: {
    title: 'Le mouvement est une annulation',
    detail: ({ movementId }) => `${movementId} ne fait qu’annuler un autre mouvement : rien n’est accordé par lui.`,
  },
  state_aid_unknown: {
    title: 'Aide inconnue',
    detail: ({ stateAidId }) => `Cette coopérative n’a pas d’aide ${stateAidId}.`,
  },
  state_aid_about_movement: {
    title: 'L’aide porte sur un mouvement',
    detail: ({ stateAidId, movementId }) =>
      `L’aide ${stateAidId} porte sur le mouvement ${movementId} : enregistrez-en une autre sur ce mouvement, qui la remplace.`,
  },
  state_aid_superseded: {
    title: 'L’aide est déjà remplacée',
    detail: ({ stateAidId, by }) => `L’aide ${by} remplace déjà ${stateAidId}.`,
  },
  convention_unknown: {
    title: 'Convention inconnue',
    detail: ({ reference }) => `Cette coopérative n’a pas de convention d’avance « ${reference} ».`,
  },
}
