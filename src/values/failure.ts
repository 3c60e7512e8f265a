import type { PlainDate } from './plain-date.ts'

/** Every refusal the product knows, with the facts that its explanation needs. `http/failures.ts` words them. */
export interface FailureFacts {
  // Who is calling
  unauthenticated: {
    because: 'missing' | 'unknown' | 'expired' | 'revoked' | 'no_session' | 'session_over' | AccessTokenFault
  }
  forbidden: { role: string; operation: string }
  /** A good access token of the issuer, which opens nothing here. */
  no_access: { because: 'authority_not_named' | 'authority_unknown' | 'no_role' | 'several_roles'; claim: string }
  /** An administrator's token opens no page. */
  no_pages: Record<string, never>
  /** A form that no page of this session sent. */
  forged_form: Record<string, never>
  sign_in_failed: { because: 'not_begun' | 'denied' | 'refused' }
  issuer_unavailable: { retryAfterSeconds: number }
  too_many_requests: { retryAfterSeconds: number }
  // What is asked for
  not_found: { what: string }
  method_not_allowed: { method: string; allowed: string[] }
  invalid_input: { errors: FieldError[] }
  /** `line`: of a CSV, where it stops to be one. */
  unreadable_body: { because: 'json' | 'empty' | 'encoding' } | { because: 'csv'; line: number }
  body_too_large: { limitBytes: number }
  unsupported_media_type: { wanted: string }
  unsupported_request: Record<string, never>
  headers_too_large: Record<string, never>
  request_timeout: Record<string, never>
  invalid_cursor: { because: string }
  nothing_to_export: Record<string, never>
  /** Of a table of open data that must name each beneficiary by its SIRET. */
  beneficiary_without_siret: { cooperatives: readonly { readonly id: string; readonly name: string }[] }
  known_at_too_late: { pointer: string; knownAt: string; last: string }
  // Conditional and repeated requests
  precondition_required: Record<string, never>
  precondition_failed: Record<string, never>
  idempotency_key_reused: Record<string, never>
  idempotency_in_progress: Record<string, never>
  // References in a body
  cooperative_unknown: { cooperativeId: string; pointer?: string }
  share_class_unknown: { shareClassId: string }
  share_class_of_other_cooperative: { shareClassId: string; cooperativeId: string }
  authority_unknown: { authorityId: string }
  decision_unknown: { decisionId: string }
  step_unknown: { stepId: string }
  organ_unknown: { organId: string }
  seat_unknown: { seatId: string }
  person_unknown: { pointer: string; personId: string }
  decision_of_other_cooperative: { decisionId: string; cooperativeId: string }
  // Decisions
  step_not_possible: {
    /** Where the step stands in the body: `#`, or `#/steps/0`. */
    at: string
    kind: string
    on: PlainDate
    /** Where the decision stands on that day. */
    status: string | null
    possible: readonly string[]
    /** First date on which it is possible, where only the date is wrong; and the last, if there is one. */
    earliest: PlainDate | null
    latest: PlainDate | null
    /** The later step that it would make impossible. */
    breaks: { kind: string; on: PlainDate } | null
  }
  step_still_needed: { kind: string; on: PlainDate; by: { kind: string; on: PlainDate } }
  step_already_cancelled: { stepId: string }
  vote_stated_elsewhere: { by: 'step' | 'decision' }
  votes_contradict: { pointer: string; kind: string; for: number; against: number }
  decision_void: { decisionId: string; status: string; pointer: string; figures?: Figures }
  // Authorisations
  authorisation_missing: { decisionId: string; cooperativeId: string; instrument: string; others: Authorised[] }
  decision_not_executory: {
    decisionId: string
    effectiveOn: PlainDate
    executoryOn: PlainDate | null
    status: string | null
    figures: Figures
  }
  authorisation_ended: { effectiveOn: PlainDate; to: PlainDate; figures: Figures }
  authorisation_exceeded: { unit: Unit; asked: string; figures: Figures }
  ceiling_below_consumed: { unit: Unit; ceiling: string; consumed: string }
  number_taken: Record<string, never>
  end_before_use: { to: PlainDate; movement: { id: string; kind: string; effectiveOn: PlainDate } }
  // Papers about a cooperative
  movement_unknown: { movementId: string }
  movement_of_other_cooperative: { movementId: string; cooperativeId: string }
  movement_is_reversal: { movementId: string }
  state_aid_unknown: { stateAidId: string }
  state_aid_about_movement: { stateAidId: string; movementId: string }
  state_aid_superseded: { stateAidId: string; by: string }
  convention_unknown: { reference: string }
  // The ledger
  more_shares_than_held: { shares: string; held: string }
  amount_exceeds_limit: { field: 'amount' | 'called'; amount: string; limit: string; of: string }
  amount_below_nominal: { amount: string; least: string; shares: string; nominalValue: string }
  split_leaves_fraction: { held: string; splitFrom: number; splitTo: number }
  split_nominal_out_of_range: { nominalValue: string; splitFrom: number; splitTo: number }
  later_movement_impossible: {
    movement: { id: string; kind: string; effectiveOn: PlainDate }
    because: Failure
    /** Of an authorisation that the later movement uses, too: what is left beside all that use it. */
    spent?: { unit: Unit; figures: Figures }
  }
  /** Of an import; its faults in order of lines, the first of them at most. */
  lines_refused: { lines: number; faulty: number; faults: readonly LineFault[] }
  already_reversed: { movementId: string }
  reversal_not_reversible: { movementId: string }
  balance_out_of_range: { pointer: '#/amount' | '#/shares' }
  // Closed years
  year_closed: { pointer: string; effectiveOn: PlainDate; year: number; closingId: string; closedAt: string }
  year_already_closed: { year: number; closingId: string }
  already_reopened: { year: number; at: string }
  // Seats and persons
  person_merged: { pointer: string; personId: string; into: string }
  person_erased: { pointer: string; personId: string }
  person_already_sits: { pointer: string; personId: string; mandate: Period & { id: string } }
  seat_taken: { pointer: string; role: string; mandate: Period & { id: string } }
  mandate_outside_seat: { pointer: string; seat: Period }
  seat_still_held: { pointer: string; mandate: Period & { id: string } }
  college_unknown: { college: string; colleges: readonly string[] }
  // Names that exist once
  name_taken: { pointer: string }
  siren_taken: Record<string, never>
  // The service itself
  unavailable: { retryAfterSeconds: number }
  internal: Record<string, never>
}

/** What is wrong with an access token of the issuer (RFC 9068 §4). */
export type AccessTokenFault =
  | 'malformed'
  | 'wrong_type'
  | 'wrong_algorithm'
  | 'unknown_key'
  | 'wrong_signature'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'not_yet_valid'
  | 'no_longer_valid'
  | 'claim_missing'
  | 'bound_to_key'

/** What is wrong with one line of a file; lines are counted from 1, the header's. */
export interface LineFault {
  readonly line: number
  readonly because: Failure
}

/** From a day on, until another, exclusive; null: with no end. */
export interface Period {
  readonly from: PlainDate
  readonly to: PlainDate | null
}

/** What a decision does authorise, for a refusal that must say it. */
export interface Authorised extends Figures {
  readonly cooperativeId: string
  readonly instrument: string
}

/** What a ceiling counts. */
export type Unit = 'euros' | 'shares'

/** Of an authorisation: left = authorised − consumed. */
export interface Figures {
  readonly authorised: string
  readonly consumed: string
  readonly left: string
}

export type FailureCode = keyof FailureFacts

/** What is wrong with one field: where (RFC 6901 pointer into the body, or `?name`), and the fix. */
export interface FieldError {
  readonly pointer: string
  readonly detail: string
}

/** A refusal with its reason: the only error that domain code throws on purpose. */
export class Failure<Code extends FailureCode = FailureCode> extends Error {
  readonly code: Code
  readonly facts: FailureFacts[Code]

  constructor(code: Code, facts: FailureFacts[Code], options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.facts = facts
  }
}
