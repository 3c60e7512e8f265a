import { label } from '../french/labels.ts'
import type { Period } from '../values/failure.ts'
import type { SeatCode } from './failures-seats.ts'
import type { FrenchWordings } from './french-wording.ts'

const period = ({ from, to }: Period) => (to === null ? `à partir du ${from}` : `du ${from} au ${to} (exclu)`)

/** What seats, mandates and persons refuse. */
export const FRENCH_SEATS: FrenchWordings<SeatCode> = {
  organ_unknown: { title: 'Organe inconnu', detail: ({ organId }) => `Il n’y a pas d’organe ${organId}.` },
  seat_unknown: { title: 'Siège inconnu', detail: ({ seatId }) => `Il n’y a pas de siège ${seatId}.` },
  person_unknown: { title: 'Personne inconnue', detail: ({ personId }) => `Il n’y a pas de personne ${personId}.` },
  person_merged: {
    title: 'Personne fusionnée avec une autre',
    detail: ({ personId, into }) => `La personne ${personId} est la même que ${into} : utilisez celle-ci.`,
  },
  person_erased: {
    title: 'Personne effacée',
    detail: ({ personId }) =>
      `Ce qu’on savait de la personne ${personId} a été effacé : rien ne peut y être ajouté ; une autre personne peut être enregistrée.`,
  },
  person_already_sits: {
    title: 'La même personne deux fois dans un organe',
    detail: ({ personId, mandate }) =>
      `La personne ${personId} siège déjà dans cet organe ${period(mandate)} (mandat ${mandate.id}).`,
  },
  seat_taken: {
    title: 'Siège occupé',
    detail: ({ role, mandate }) =>
      `Le siège est déjà tenu par son ${label('mandateRole', role).toLowerCase()} ${period(mandate)} (mandat ${mandate.id}).`,
  },
  mandate_outside_seat: {
    title: 'Mandat hors de la validité du siège',
    detail: ({ seat }) => `Le siège est valide ${period(seat)} : un mandat doit y tenir.`,
  },
  seat_still_held: {
    title: 'Siège tenu hors de cette validité',
    detail: ({ mandate }) => `Le mandat ${mandate.id} tient le siège ${period(mandate)}.`,
  },
  college_unknown: {
    title: 'Collège inconnu',
    detail: ({ college, colleges }) => `L’organe n’a pas de collège « ${college} » ; il a ${colleges.join(', ')}.`,
  },
}
