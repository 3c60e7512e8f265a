import type { PaperCode } from './failures-papers.ts'
import type { FrenchWordings } from './french-wording.ts'

/** What papers about a cooperative refuse. */
export const FRENCH_PAPERS: FrenchWordings<PaperCode> = {
  convention_unknown: {
    title: 'Convention inconnue',
    detail: ({ reference }) => `Cette coopérative n’a pas de convention d’avance « ${reference} ».`,
  },
}
