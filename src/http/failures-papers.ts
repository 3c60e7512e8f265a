import { one, type Wordings } from './wording.ts'

export type PaperCode =
  | 'movement_unknown'
  | 'movement_of_other_cooperative'
  | 'movement_is_reversal'
  | 'state_aid_unknown'
  | 'state_aid_about_movement'
  | 'state_aid_superseded'
  | 'convention_unknown'

/** What papers about a cooperative refuse: references to what is not there, or cannot be meant. */
export const PAPER_FAILURES: Wordings<PaperCode> = {
  movement_unknown: {
    status: 404,
    title: 'Unknown movement',
    detail: ({ movementId }) => `There is no movement ${movementId}.`,
    errors: () => one('#/movementId', 'must be the id of a movement of this cooperative (GET /v1/movements)'),
  },
  movement_of_other_cooperative: {
    status: 422,
    title: 'Movement of another cooperative',
    detail: ({ movementId, cooperativeId }) => `The movement ${movementId} is not one of cooperative ${cooperativeId}.`,
    errors: () => one('#/movementId', 'must be the id of a movement of this cooperative (GET /v1/movements)'),
  },
  movement_is_reversal: {
    status: 422,
    title: 'The movement is a reversal',
    detail: ({ movementId }) => `${movementId} only undoes another movement: nothing was granted by it.`,
    errors: () => one('#/movementId', 'must be the id of a movement that is no reversal'),
  },
  state_aid_unknown: {
    status: 404,
    title: 'Unknown state aid',
    detail: ({ stateAidId }) => `This cooperative has no state aid ${stateAidId}.`,
    errors: () => one('#/supersedes', 'must be the id of a state aid of this cooperative'),
  },
  state_aid_about_movement: {
    status: 422,
    title: 'The state aid is about a movement',
    detail: ({ stateAidId, movementId }) =>
      `The state aid ${stateAidId} is about the movement ${movementId}: record another about that movement, which supersedes it.`,
    errors: () => one('#/supersedes', 'must be the id of a state aid that is about no movement'),
    members: ({ movementId }) => ({ movementId }),
  },
  state_aid_superseded: {
    status: 409,
    title: 'The state aid is superseded already',
    detail: ({ stateAidId, by }) => `The state aid ${by} stands in the place of ${stateAidId} already.`,
    errors: () => one('#/supersedes', 'must be the id of a state aid that still stands'),
    members: ({ by }) => ({ supersededBy: by }),
  },
  convention_unknown: {
    status: 404,
    title: 'Unknown convention',
    detail: ({ reference }) => `This cooperative has no advance convention “${reference}”.`,
    errors: () => one('#/renews', 'must be the reference of an advance convention of this cooperative'),
  },
}
