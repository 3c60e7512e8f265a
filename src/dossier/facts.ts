// What a dossier shows: the answers of the API's own queries, and nothing that was computed beside them.
import type { AnnualAccounts } from '../annual-accounts/schema.ts'
import type { CapitalStatement } from '../capital-statements/schema.ts'
import type { Finding } from '../compliance/schema.ts'
import type { Cooperative } from '../cooperatives/schema.ts'
import type { Decision, ListedAuthorisation } from '../decisions/schema.ts'
import type { HistoryEvent } from '../history/schema.ts'
import type { Change } from '../portfolio/figures.ts'
import type { Holding, Summary, Timeline } from '../portfolio/schema.ts'
import type { Seat } from '../seats/seat-schema.ts'
import type { Instant } from '../values/instant.ts'
import type { PlainDate } from '../values/plain-date.ts'

/** What the page of one cooperative shows. */
export interface CooperativeFacts {
  readonly cooperative: Cooperative
  /** undefined: nothing was ever held, lent or given. */
  readonly holding: Holding | undefined
  readonly statement: CapitalStatement | undefined
  /** The newest years, newest first. */
  readonly accounts: readonly AnnualAccounts[]
  readonly authorisations: readonly ListedAuthorisation[]
  readonly seats: readonly Seat[]
  /** The grave ones, broken and unknown. */
  readonly findings: readonly Finding[]
  /** Of the year, newest first. */
  readonly events: readonly HistoryEvent[]
  /** There are more than those. */
  readonly hasMoreEvents: boolean
}

/** Plain data, so that it can cross to the thread that lays it out. */
export interface DossierFacts {
  readonly authorityName: string
  readonly asOf: PlainDate
  readonly knownAt: Instant
  readonly timeZone: string
  /** The day that changes are counted from. */
  readonly before: PlainDate
  readonly cooperativesBefore: number
  readonly changes: readonly Change[]
  readonly byCooperative: Summary
  readonly byActivity: Summary
  /** Ends of years, and the day itself. */
  readonly points: Timeline['points']
  readonly cooperatives: readonly CooperativeFacts[]
  /** Those with a step in the year, newest first. */
  readonly decisions: readonly Decision[]
  readonly seats: readonly Seat[]
}
