import type { Failure, FailureCode, FailureFacts } from '../values/failure.ts'

/** How a refusal reads in French. Status, members and headers are the same in every language. */
export interface FrenchWording<Facts> {
  readonly title: string
  readonly detail: (facts: Facts, explain: (because: Failure) => string) => string
}

export type FrenchWordings<Codes extends FailureCode> = {
  readonly [Code in Codes]: FrenchWording<FailureFacts[Code]>
}
