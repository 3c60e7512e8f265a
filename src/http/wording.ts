import type { Failure, FailureCode, FailureFacts, FieldError } from '../values/failure.ts'

/** How one refusal reads. */
export interface Wording<Facts> {
  readonly status: number
  readonly title: string
  /** `explain` gives the detail of another refusal, where one is the reason of this. */
  readonly detail: (facts: Facts, explain: (because: Failure) => string) => string
  /** The fields to mend; `errorsOf` gives those of another refusal. */
  readonly errors?: (facts: Facts, errorsOf: (because: Failure) => FieldError[] | undefined) => FieldError[] | undefined
  /** Further members of the problem (RFC 9457 §3.2), and headers. */
  readonly members?: (facts: Facts) => object
  readonly headers?: (facts: Facts) => Record<string, string>
}

/** The one field to mend. */
export const one = (pointer: string, detail: string): FieldError[] => [{ pointer, detail }]

/** The wording of each of some refusals. */
export type Wordings<Codes extends FailureCode> = { readonly [Code in Codes]: Wording<FailureFacts[Code]> }
