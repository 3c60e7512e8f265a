import type { PlainDate } from './plain-date.ts'

/** Every refusal the product knows, with the facts that its explanation needs. `http/failures.ts` words them. */
export interface FailureFacts {
  // Who is calling
  unauthenticated: { because: 'missing' | 'unknown' | 'expired' | 'revoked' }
  forbidden: { role: string; operation: string }
  too_many_requests: { retryAfterSeconds: number }
  // What is asked for
  not_found: { what: string }
  method_not_allowed: { method: string; allowed: string[] }
  invalid_input: { errors: FieldError[] }
  unreadable_body: { because: 'json' | 'empty' | 'encoding' }
  body_too_large: { limitBytes: number }
  unsupported_media_type: Record<string, never>
  unsupported_request: Record<string, never>
  headers_too_large: Record<string, never>
  invalid_cursor: { because: string }
  known_at_too_late: { knownAt: string; last: string }
  // Conditional and repeated requests
  precondition_required: Record<string, never>
  precondition_failed: Record<string, never>
  idempotency_key_reused: Record<string, never>
  idempotency_in_progress: Record<string, never>
  // References in a body
  cooperative_unknown: { cooperativeId: string }
  share_class_unknown: { shareClassId: string }
  share_class_of_other_cooperative: { shareClassId: string; cooperativeId: string }
  authority_unknown: { authorityId: string }
  decisions_not_kept_yet: Record<string, never>
  // The ledger
  more_shares_than_held: { shares: string; held: string }
  amount_exceeds_limit: { field: 'amount' | 'called'; amount: string; limit: string; of: string }
  amount_below_nominal: { amount: string; least: string; shares: string; nominalValue: string }
  split_leaves_fraction: { held: string; splitFrom: number; splitTo: number }
  split_nominal_out_of_range: { nominalValue: string; splitFrom: number; splitTo: number }
  later_movement_impossible: {
    movement: { id: string; kind: string; effectiveOn: PlainDate }
    because: Failure
  }
  already_reversed: { movementId: string }
  reversal_not_reversible: { movementId: string }
  balance_out_of_range: { pointer: '#/amount' | '#/shares' }
  // Names that exist once
  name_taken: { pointer: string }
  siren_taken: Record<string, never>
  // The service itself
  unavailable: { retryAfterSeconds: number }
  internal: Record<string, never>
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
