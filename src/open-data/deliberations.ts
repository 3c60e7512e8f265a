// Open data: the table "Délibérations" of the Socle Commun des Données Locales, version 2.1.5, column for column.
import type { Decision } from '../decisions/schema.ts'
import { type Step, stepOf } from '../decisions/step-schema.ts'
import { SUBJECTS } from '../decisions/subject.ts'
import type { CsvColumns } from '../http/csv.ts'
import type { Publisher } from './publisher.ts'

/** What a decision whose subject nobody stated is about: the nomenclature’s own last resort for départements. */
const OTHER_SUBJECT = '9.2'

/** An act that was adopted, whatever became of it since: the withdrawal of an act is an act of its own. */
export interface Deliberation {
  readonly decision: Decision
  readonly adopted: Step
}

export function deliberationOf(decision: Decision): Deliberation | undefined {
  const adopted = stepOf(decision, 'adopted')
  return adopted && { decision, adopted }
}

export function deliberationColumns(publisher: Publisher): CsvColumns<Deliberation> {
  const votes = (name: 'present' | 'for' | 'against' | 'abstaining') => (one: Deliberation) =>
    (one.adopted.votes ?? one.decision.votes)?.[name]
  const subject = ({ decision }: Deliberation) => decision.subjectCode ?? OTHER_SUBJECT
  return {
    COLL_NOM: () => ({ text: publisher.name }),
    COLL_SIRET: () => publisher.siret,
    DELIB_ID: ({ decision }) => ({ text: decision.number }),
    DELIB_DATE: ({ adopted }) => adopted.on,
    DELIB_MATIERE_CODE: subject,
    DELIB_MATIERE_NOM: (one) => SUBJECTS[subject(one)],
    DELIB_OBJET: ({ decision }) => ({ text: oneLine(decision.object) }),
    BUDGET_ANNEE: () => null,
    BUDGET_NOM: () => null,
    PREF_ID: ({ decision }) => ({ text: stepOf(decision, 'transmitted')?.receiptNumber }),
    PREF_DATE: ({ decision }) => stepOf(decision, 'transmitted')?.on,
    // The members of the body are not known here, only those who voted.
    VOTE_EFFECTIF: () => null,
    VOTE_REEL: votes('present'),
    VOTE_POUR: votes('for'),
    VOTE_CONTRE: votes('against'),
    VOTE_ABSTENTION: votes('abstaining'),
    DELIB_URL: ({ decision }) => decision.documents[0]?.url,
  }
}

/** Prose as one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
