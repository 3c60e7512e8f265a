import type { Unit } from '../values/failure.ts'
import { one, type Wordings } from './wording.ts'

export type DecisionCode =
  | 'step_unknown'
  | 'step_not_possible'
  | 'step_still_needed'
  | 'step_already_cancelled'
  | 'votes_contradict'
  | 'vote_stated_elsewhere'
  | 'number_taken'
  | 'decision_unknown'
  | 'decision_of_other_cooperative'
  | 'decision_void'
  | 'decision_not_executory'
  | 'authorisation_missing'
  | 'authorisation_ended'
  | 'authorisation_exceeded'
  | 'ceiling_below_consumed'
  | 'end_before_use'

const listed = (names: readonly string[]) => (names.length === 0 ? 'none' : names.join(', '))
const standing = (status: string | null) => status ?? 'not yet drafted'

/** The field of a movement that an authorisation's unit counts. */
export const fieldOf = (unit: Unit) => (unit === 'euros' ? '#/amount' : '#/shares')

/** What fits, and what else can be done where nothing does. */
export const atMost = (left: string) =>
  /^0(\.00)?$/.test(left)
    ? 'cannot be anything, since nothing is left: reverse a movement, or record a higher ceiling first'
    : `must be at most ${left}`

/** What decisions refuse: their steps, and the use of what they authorise. */
export const DECISION_FAILURES: Wordings<DecisionCode> = {
  step_unknown: {
    status: 404,
    title: 'Unknown step',
    detail: ({ stepId }) => `This decision has no step ${stepId}.`,
    errors: () => one('#/cancels', 'must be the id of a step of this decision'),
  },
  step_not_possible: {
    status: 409,
    title: 'Step not possible',
    detail: ({ kind, on, status, possible, earliest, latest, breaks }) => {
      const reason = breaks
        ? `${kind} on ${on} would make the step ${breaks.kind} of ${breaks.on} impossible.`
        : `On ${on} the decision is ${standing(status)}: ${kind} is not possible then.`
      const until = latest === null ? 'on' : `to ${latest}`
      const mend = earliest === null ? '' : ` It is from ${earliest} ${until}.`
      return `${reason}${mend} Possible now: ${listed(possible)}.`
    },
    errors: ({ at, on, possible, earliest, latest }) =>
      earliest === null
        ? one(`${at}/kind`, `must be possible now: ${listed(possible)}`)
        : one(`${at}/on`, on < earliest ? `must be on or after ${earliest}` : `must be on or before ${latest}`),
    members: ({ status, possible, earliest, latest }) => ({
      decisionStatus: status,
      possibleSteps: possible,
      earliest,
      latest,
    }),
  },
  step_still_needed: {
    status: 409,
    title: 'Step still needed',
    detail: ({ kind, on, by }) =>
      `Without the step ${kind} of ${on}, the step ${by.kind} of ${by.on} is not possible: cancel that one first.`,
    errors: ({ by }) => one('#/cancels', `must not be needed by another step: cancel ${by.kind} of ${by.on} first`),
  },
  step_already_cancelled: {
    status: 409,
    title: 'Step already cancelled',
    detail: ({ stepId }) =>
      `The step ${stepId} is already cancelled, or is itself a cancellation: record the step anew.`,
    errors: () => one('#/cancels', 'must be the id of a step that still counts'),
  },
  votes_contradict: {
    status: 422,
    title: 'The votes say otherwise',
    detail: (votes) => `With ${votes.for} for and ${votes.against} against, the decision cannot be ${votes.kind}.`,
    errors: ({ kind, pointer }) => {
      if (pointer.endsWith('/kind')) return one(pointer, `must not be ${kind}, with the votes that the decision has`)
      return one(
        pointer,
        kind === 'adopted' ? 'must have as many for as against, or more, and some' : 'must have no majority for',
      )
    },
  },
  vote_stated_elsewhere: {
    status: 409,
    title: 'The vote is stated elsewhere',
    detail: ({ by }) =>
      by === 'step'
        ? 'The step that came of the vote bears it: cancel that step, and record it anew with another vote.'
        : 'The decision states the vote by itself: leave it out of the step, or take it out of the decision first.',
    errors: ({ by }) => one('#/votes', `must be left out where the ${by} bears the vote`),
  },
  number_taken: {
    status: 409,
    title: 'Number already taken',
    detail: () => 'There is already a decision of this body with this number.',
    errors: () => one('#/number', 'must be a number that no other decision of this body has'),
  },
  decision_unknown: {
    status: 404,
    title: 'Unknown decision',
    detail: ({ decisionId }) => `There is no decision ${decisionId}.`,
    errors: () => one('#/decisionId', 'must be the id of a decision of your authority (GET /v1/decisions)'),
  },
  decision_of_other_cooperative: {
    status: 422,
    title: 'Decision about another cooperative',
    detail: ({ decisionId, cooperativeId }) => `The decision ${decisionId} is not about cooperative ${cooperativeId}.`,
    errors: () => one('#/decisionId', 'must be a decision about this cooperative'),
  },
  decision_void: {
    status: 409,
    title: 'Decision void',
    detail: ({ decisionId, status }) => `The decision ${decisionId} is ${status}: nothing can be done under it.`,
    errors: ({ pointer }) => one(pointer, 'must be a decision that was not rejected, withdrawn or annulled'),
    members: ({ status, figures }) => ({ decisionStatus: status, ...figures }),
  },
  decision_not_executory: {
    status: 409,
    title: 'Decision not executory yet',
    detail: ({ decisionId, effectiveOn, executoryOn, status }) =>
      executoryOn === null
        ? `The decision ${decisionId} is ${standing(status)}: it is executory once transmitted and published.`
        : `The decision ${decisionId} is executory from ${executoryOn} on, and the movement is of ${effectiveOn}.`,
    errors: ({ executoryOn }) =>
      executoryOn === null
        ? one('#/decisionId', 'must be an executory decision: record its transmission and its publication first')
        : one('#/effectiveOn', `must be on or after ${executoryOn}`),
    members: ({ executoryOn, figures }) => ({ executoryOn, ...figures }),
  },
  authorisation_missing: {
    status: 409,
    title: 'Not authorised by this decision',
    detail: ({ decisionId, cooperativeId, instrument, others }) => {
      const does = others.map((other) => `${other.instrument} of ${other.cooperativeId}: ${other.left} left`)
      return `The decision ${decisionId} authorises no ${instrument} for cooperative ${cooperativeId}; it authorises ${listed(does)}.`
    },
    errors: ({ instrument }) =>
      one('#/decisionId', `must be a decision that authorises ${instrument} for this cooperative`),
    members: ({ others }) => ({ authorisations: others }),
  },
  authorisation_ended: {
    status: 409,
    title: 'Authorisation ended',
    detail: ({ effectiveOn, to }) => `The authorisation ended on ${to}, and the movement is of ${effectiveOn}.`,
    errors: ({ to }) => one('#/effectiveOn', `must be before ${to}`),
    members: ({ to, figures }) => ({ to, ...figures }),
  },
  authorisation_exceeded: {
    status: 409,
    title: 'More than authorised',
    detail: ({ unit, asked, figures: { authorised, consumed, left } }) =>
      `Asked for ${asked} ${unit}; left: ${left} of ${authorised} authorised, ${consumed} being consumed.`,
    errors: ({ unit, figures }) => one(fieldOf(unit), atMost(figures.left)),
    members: ({ unit, figures }) => ({ unit, ...figures }),
  },
  ceiling_below_consumed: {
    status: 409,
    title: 'Ceiling below what is consumed',
    detail: ({ unit, ceiling, consumed }) =>
      `A ceiling of ${ceiling} ${unit} is less than what is consumed: ${consumed}.`,
    errors: ({ unit, consumed }) =>
      one(unit === 'euros' ? '#/ceiling' : '#/ceilingShares', `must be at least ${consumed}`),
    members: ({ consumed }) => ({ consumed }),
  },
  end_before_use: {
    status: 409,
    title: 'End before a use',
    detail: ({ to, movement }) =>
      `The ${movement.kind} of ${movement.effectiveOn} (${movement.id}) uses this authorisation on or after ${to}.`,
    errors: ({ movement }) => one('#/to', `must be after ${movement.effectiveOn}`),
    members: ({ movement }) => ({ movement }),
  },
}
