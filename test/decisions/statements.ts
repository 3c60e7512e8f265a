// What may be stated to the register in a random history: one shape a command. A command is named by its number in the
// history, and so is what it records: decision 3 is the one that command 3 entered. Amounts are cents.

export const STEP_KINDS = [
  'drafted',
  'tabled',
  'adopted',
  'rejected',
  'transmitted',
  'published',
  'withdrawn',
  'annulled',
] as const
export type StepKind = (typeof STEP_KINDS)[number]

export type Instrument = 'shares' | 'advance' | 'grant' | 'disposal'

export type MovementKind =
  | 'subscription'
  | 'contribution_in_kind'
  | 'purchase'
  | 'advance_conversion'
  | 'advance'
  | 'grant'
  | 'sale'
  | 'withdrawal'
  | 'write_off'
  | 'share_interest'

export type Role = 'titular' | 'alternate'

export interface DatedStep {
  readonly kind: StepKind
  readonly on: string
}

export interface Terms {
  readonly cooperative: string
  readonly instrument: Instrument
  readonly ceiling: bigint
  readonly ceilingShares: bigint | null
  readonly to: string | null
}

export interface Decision {
  readonly number: number
  readonly kind: 'decision'
  readonly about: readonly string[]
  readonly steps: readonly DatedStep[]
  readonly authorisations: readonly Terms[]
}

export interface StepTaken {
  readonly number: number
  readonly kind: 'step'
  readonly decision: number
  readonly step: DatedStep
}

/** A step is named by the command that recorded it and its kind: a decision may be entered with several. */
export interface StepName {
  readonly command: number
  readonly step: StepKind | 'cancellation'
}

export interface Cancellation {
  readonly number: number
  readonly kind: 'cancellation'
  readonly decision: number
  readonly cancels: StepName
}

export interface Authorising {
  readonly number: number
  readonly kind: 'authorisation'
  readonly decision: number
  readonly terms: Terms
}

export interface Movement {
  readonly number: number
  readonly kind: 'movement'
  readonly deed: MovementKind
  readonly cooperative: string
  /** `A`: what is acquired under decisions; `B`: what there is plenty of, for disposals. */
  readonly shareClass: 'A' | 'B' | null
  readonly on: string
  readonly amount?: bigint
  readonly shares?: bigint
  /** null: it states why it cites none. */
  readonly decision: number | null
}

export interface Reversal {
  readonly number: number
  readonly kind: 'reversal'
  readonly reverses: number
}

export interface SeatOpened {
  readonly number: number
  readonly kind: 'seat'
  readonly organ: string
  readonly from: string
  readonly to: string | null
}

export interface SeatChange {
  readonly number: number
  readonly kind: 'seat_change'
  readonly seat: number
  readonly from?: string
  readonly to?: string | null
}

export interface MandateTaken {
  readonly number: number
  readonly kind: 'mandate'
  readonly seat: number
  readonly person: string
  readonly role: Role
  readonly from: string
  /** null: until the end of the seat's validity. */
  readonly to: string | null
  readonly decision: number | null
}

export interface MandateChange {
  readonly number: number
  readonly kind: 'mandate_change'
  readonly mandate: number
  readonly person?: string
  readonly from?: string
  /** null: no end any more. A date comes with its reason. */
  readonly to?: string | null
  readonly reason?: 'resignation' | 'entered_in_error'
  readonly decision?: number
}

export interface Merge {
  readonly number: number
  readonly kind: 'merge'
  readonly duplicate: string
  readonly into: string
}

export type Stated =
  | Decision
  | StepTaken
  | Cancellation
  | Authorising
  | Movement
  | Reversal
  | SeatOpened
  | SeatChange
  | MandateTaken
  | MandateChange
  | Merge

/** Each cooperative with its organs. */
export const COOPERATIVES: Readonly<Record<string, readonly string[]>> = {
  C1: ['C1/board', 'C1/assembly'],
  C2: ['C2/board'],
}

export const PERSONS = ['Ada', 'Ben', 'Cléo'] as const

/** Before every day that a history draws. */
export const FIRST_DAY = '2021-01-01'
export const LAST_DAY = '9999-12-31'

/** The seats that every register has before its first command; the same journal row enters them. */
export const OPENING: readonly SeatOpened[] = [
  { number: -3, kind: 'seat', organ: 'C1/board', from: FIRST_DAY, to: null },
  { number: -2, kind: 'seat', organ: 'C1/board', from: FIRST_DAY, to: '2022-01-01' },
  { number: -1, kind: 'seat', organ: 'C1/assembly', from: '2021-06-30', to: null },
  { number: 0, kind: 'seat', organ: 'C2/board', from: FIRST_DAY, to: null },
]

export function cooperativeOf(organ: string): string {
  return organ.slice(0, organ.indexOf('/'))
}

/** What was recorded of one kind, in order of recording. */
export function ofKind<Kind extends Stated['kind']>(
  known: readonly Stated[],
  kind: Kind,
): Extract<Stated, { kind: Kind }>[] {
  return known.filter((stated): stated is Extract<Stated, { kind: Kind }> => stated.kind === kind)
}
