import { label } from '../french/labels.ts'
import type { DecisionCode } from './failures-decisions.ts'
import type { FrenchWordings } from './french-wording.ts'

const listed = (names: readonly string[]) => (names.length === 0 ? 'aucune' : names.join(', '))
const standing = (status: string | null) => (status === null ? 'pas encore rédigée' : `« ${label('status', status)} »`)
const units = { euros: 'euros', shares: 'parts' } as const

/** What decisions refuse: their steps, and the use of what they authorise. */
export const FRENCH_DECISIONS: FrenchWordings<DecisionCode> = {
  step_unknown: {
    title: 'Étape inconnue',
    detail: ({ stepId }) => `Cette délibération n’a pas d’étape ${stepId}.`,
  },
  step_not_possible: {
    title: 'Étape impossible',
    detail: ({ kind, on, status, possible, earliest, latest, breaks }) => {
      const reason = breaks
        ? `« ${label('step', kind)} » (${kind}) le ${on} rendrait impossible l’étape « ${label('step', breaks.kind)} » du ${breaks.on}.`
        : `Le ${on}, la délibération est ${standing(status)} : « ${label('step', kind)} » (${kind}) n’est pas possible alors.`
      const until = latest === null ? '' : ` jusqu’au ${latest}`
      const mend = earliest === null ? '' : ` C’est possible à partir du ${earliest}${until}.`
      return `${reason}${mend} Possibles à présent : ${listed(possible)}.`
    },
  },
  step_still_needed: {
    title: 'Étape encore nécessaire',
    detail: ({ kind, on, by }) =>
      `Sans l’étape ${kind} du ${on}, l’étape ${by.kind} du ${by.on} n’est pas possible : annulez d’abord celle-ci.`,
  },
  step_already_cancelled: {
    title: 'Étape déjà annulée',
    detail: ({ stepId }) =>
      `L’étape ${stepId} est déjà annulée, ou elle est elle-même une annulation : enregistrez l’étape à nouveau.`,
  },
  votes_contradict: {
    title: 'Les voix disent autre chose',
    detail: (votes) =>
      `Avec ${votes.for} pour et ${votes.against} contre, la délibération ne peut être ${votes.kind === 'adopted' ? 'adoptée' : 'rejetée'}.`,
  },
  vote_stated_elsewhere: {
    title: 'Le vote est dit ailleurs',
    detail: ({ by }) =>
      by === 'step'
        ? 'L’étape issue du vote le porte : annulez-la, et enregistrez-la à nouveau avec un autre vote.'
        : 'La délibération dit le vote elle-même : laissez-le hors de l’étape, ou retirez-le d’abord de la délibération.',
  },
  number_taken: {
    title: 'Numéro déjà pris',
    detail: () => 'Une délibération de cet organe a déjà ce numéro.',
  },
  decision_unknown: {
    title: 'Délibération inconnue',
    detail: ({ decisionId }) => `Il n’y a pas de délibération ${decisionId}.`,
  },
  decision_of_other_cooperative: {
    title: 'Délibération sur une autre coopérative',
    detail: ({ decisionId, cooperativeId }) =>
      `La délibération ${decisionId} ne porte pas sur la coopérative ${cooperativeId}.`,
  },
  decision_void: {
    title: 'Délibération sans effet',
    detail: ({ decisionId, status }) =>
      `La délibération ${decisionId} est ${standing(status)} : rien ne peut être fait sur son fondement.`,
  },
  decision_not_executory: {
    title: 'Délibération pas encore exécutoire',
    detail: ({ decisionId, effectiveOn, executoryOn, status }) =>
      executoryOn === null
        ? `La délibération ${decisionId} est ${standing(status)} : elle sera exécutoire une fois transmise et publiée.`
        : `La délibération ${decisionId} est exécutoire à partir du ${executoryOn}, et le mouvement est du ${effectiveOn}.`,
  },
  authorisation_missing: {
    title: 'Pas d’autorisation dans cette délibération',
    detail: ({ decisionId, cooperativeId, instrument, others }) => {
      const does = others.map((other) => `${other.instrument} de ${other.cooperativeId} : reste ${other.left}`)
      return `La délibération ${decisionId} n’autorise rien de « ${label('instrument', instrument)} » (${instrument}) pour la coopérative ${cooperativeId} ; elle autorise : ${listed(does)}.`
    },
  },
  authorisation_ended: {
    title: 'Autorisation terminée',
    detail: ({ effectiveOn, to }) => `L’autorisation a pris fin le ${to}, et le mouvement est du ${effectiveOn}.`,
  },
  authorisation_exceeded: {
    title: 'Plus que l’autorisé',
    detail: ({ unit, asked, figures: { authorised, consumed, left } }) =>
      `Demandé : ${asked} ${units[unit]} ; restant : ${left} sur ${authorised} autorisés, dont ${consumed} consommés.`,
  },
  ceiling_below_consumed: {
    title: 'Plafond sous le consommé',
    detail: ({ unit, ceiling, consumed }) =>
      `Un plafond de ${ceiling} ${units[unit]} est sous ce qui est consommé : ${consumed}.`,
  },
  end_before_use: {
    title: 'Fin avant un usage',
    detail: ({ to, movement }) =>
      `Le mouvement « ${label('movementKind', movement.kind)} » du ${movement.effectiveOn} (${movement.id}) use de cette autorisation le ${to} ou après.`,
  },
}
