// What the rules are told of one cooperative: as of a day, as known at an instant. Everything that is not known is null or
// not there; nothing is made up. Amounts are euros, ratios 0 to 1.

import type { Instrument } from '../decisions/authorisation.ts'
import type { Standing } from '../decisions/step.ts'
import type { Period } from '../seats/mandate.ts'
import type { Decimal } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'

export interface Facts {
  readonly asOf: PlainDate
  readonly cooperative: {
    readonly id: string
    readonly legalForm: string
    readonly siren: string | null
    readonly nic: string | null
  }
  /** Capital statements, the newest known of each date, in the order of time. */
  readonly statements: readonly StatementFact[]
  /** Annual accounts, the newest known of each year, by closing date. */
  readonly accounts: readonly AccountsFact[]
  /**
   * What the authority holds, in the order of time: on asOf and on the day of the last statement; for a verdict that
   * looks back, at the end of each day on which it changed.
   */
  readonly holdings: readonly HoldingFact[]
  /** What our own movements made of the capital, at the end of each day on which they did, in the order of time. */
  readonly issues: readonly IssueFact[]
  /** Subscriptions of which something is not paid on asOf, in the order of time. */
  readonly unpaid: readonly UnpaidFact[]
  /** Every withdrawal that stands, in the order of time. */
  readonly withdrawals: readonly WithdrawalFact[]
  /** Share interest by day, in the order of time. */
  readonly interest: readonly InterestFact[]
  /** Advances of which something is outstanding, in the order of time. */
  readonly advances: readonly AdvanceFact[]
  /** Conventions of advances by their reference. */
  readonly conventions: ReadonlyMap<string, ConventionFact>
  /** Reports of cooperative audits: their dates, in order. */
  readonly auditedOn: readonly PlainDate[]
  /** Decisions about the cooperative, or cited for it. */
  readonly decisions: readonly DecisionFact[]
  /** Movements that should cite a decision, and cite none. */
  readonly undecided: readonly MovementFact[]
  /** Seats of the authority that began on or before asOf, those that ended too. */
  readonly seats: readonly SeatFact[]
  /**
   * Aid to the cooperative, and to all that were ever said to be part of one single undertaking with it, in the order of time.
   */
  readonly aids: readonly AidFact[]
  /** Grants awarded, in the order of time. */
  readonly grants: readonly MovementFact[]
}

export interface StatementFact {
  readonly on: PlainDate
  readonly totalCapital: Decimal
  readonly publicCapital: Decimal | null
  readonly colleges: readonly {
    readonly name: string
    readonly members: number
    readonly weight?: string
    readonly category?: string
  }[]
  readonly capitalFloor: Decimal | null
  readonly fullPaymentDelayMonths: number | null
  readonly refundDelayMonths: number | null
}

export interface AccountsFact {
  readonly year: number
  /** Closing date. */
  readonly on: PlainDate
  readonly equity: Decimal | null
  readonly result: Decimal | null
  readonly income: Decimal | null
  /** Accumulated losses. */
  readonly losses: Decimal | null
}

export interface HoldingFact {
  readonly on: PlainDate
  /** Shares held at their nominal in force. */
  readonly nominal: Decimal
  readonly cost: Decimal
  readonly impairment: Decimal
}

export interface IssueFact {
  readonly on: PlainDate
  /** Nominal of the shares that the authority had issued to it, less that of those that it gave back, since the first. */
  readonly issued: Decimal
}

export interface UnpaidFact {
  readonly movementId: string
  readonly shareClassName: string
  readonly on: PlainDate
  /** Of the shares that are still held; unrounded, since a disposal leaves the paid part of it as it was. */
  readonly subscribed: Decimal
  readonly unpaid: Decimal
}

export interface MovementFact {
  readonly movementId: string
  readonly kind: string
  readonly on: PlainDate
  readonly amount: Decimal
}

export interface WithdrawalFact extends MovementFact {
  /** Nominal of the shares given back. */
  readonly nominal: Decimal
  /** What was not paid of them. */
  readonly unpaid: Decimal
  /** As stated. */
  readonly dueOn: PlainDate | null
  /** Of the refund, what has not come in on asOf. */
  readonly open: Decimal
}

export interface InterestFact {
  readonly on: PlainDate
  /** Nominal held on 31 December of the year before. */
  readonly base: Decimal
  readonly amount: Decimal
}

export interface AdvanceFact extends MovementFact {
  readonly outstanding: Decimal
  readonly conventionReference: string | null
  readonly repayableOn: PlainDate | null
  /** What was outstanding of earlier advances when it was paid out. */
  readonly outstandingBefore: Decimal
}

export interface ConventionFact {
  readonly reference: string
  readonly signedOn: PlainDate
  readonly endsOn: PlainDate
  /** The reference of the one that it renews. */
  readonly renews: string | null
}

export interface DecisionFact {
  readonly id: string
  readonly number: string
  readonly body: string
  readonly kind: string
  /** True where it allows something for the cooperative, used or not. */
  readonly allows: boolean
  /** Since when it is cited for the cooperative; null: it names the cooperative, or allows something for it. */
  readonly citedFrom: PlainDate | null
  /** null: not on or before asOf. */
  readonly adoptedOn: PlainDate | null
  readonly publishedOn: PlainDate | null
  /** When it was rejected, withdrawn or annulled. */
  readonly voidOn: PlainDate | null
  /** By the steps on or before asOf. */
  readonly standing: Standing
  readonly uses: readonly UseFact[]
}

export interface UseFact {
  /** null: cited by a movement that uses no authorisation, such as a payment. */
  readonly instrument: Instrument | null
  readonly firstOn: PlainDate
  readonly consumed: Decimal
  readonly consumedShares: Decimal
  /** null: none is known. */
  readonly authorised: Decimal | null
  /** null: none, or no such ceiling. */
  readonly authorisedShares: Decimal | null
}

export interface SeatFact {
  readonly id: string
  /** The organ, and what the seat is called. */
  readonly label: string
  readonly period: Period
  readonly titular: Period | null
  /** When the last mandate of a titular before asOf ended; null: there was none. */
  readonly lastEndedOn: PlainDate | null
}

export interface AidFact {
  readonly cooperativeId: string
  /** The single undertaking that it names, if any. */
  readonly undertaking: string | null
  readonly on: PlainDate
  readonly regulation: string
  /** Gross grant equivalent. */
  readonly amount: Decimal
  /** The movement of the register that it qualifies; null: it is of another authority. */
  readonly movementId: string | null
}
