import { one, type Wordings } from './wording.ts'

export type PaperCode = 'convention_unknown'

/** What papers about a cooperative refuse: references to what is not there, or cannot be meant. */
export const PAPER_FAILURES: Wordings<PaperCode> = {
  convention_unknown: {
    status: 404,
    title: 'Unknown convention',
    detail: ({ reference }) => `This cooperative has no advance convention “${reference}”.`,
    errors: () => one('#/renews', 'must be the reference of an advance convention of this cooperative'),
  },
}
