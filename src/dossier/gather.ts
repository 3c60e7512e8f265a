import { listAnnualAccounts } from '../annual-accounts/queries.ts'
import type { AnnualAccounts } from '../annual-accounts/schema.ts'
import { listCapitalStatements } from '../capital-statements/queries.ts'
import type { CapitalStatement } from '../capital-statements/schema.ts'
import { findingsAt } from '../compliance/findings.ts'
import type { Finding } from '../compliance/schema.ts'
import { listCooperatives } from '../cooperatives/queries.ts'
import type { Cooperative } from '../cooperatives/schema.ts'
import { listAuthorisations } from '../decisions/authorisation-queries.ts'
import { listDecisions } from '../decisions/queries.ts'
import type { Decision, ListedAuthorisation } from '../decisions/schema.ts'
import { listHistory } from '../history/queries.ts'
import type { Opening } from '../http/download.ts'
import { authorityName } from '../journal/authority-name.ts'
import type { Moment } from '../journal/moment.ts'
import { changesBetween } from '../portfolio/figures.ts'
import { allHoldings } from '../portfolio/holdings.ts'
import { lastYears, summarise } from '../portfolio/summary.ts'
import type { Tx } from '../postgres/database.ts'
import { listSeats } from '../seats/seat-queries.ts'
import type { Seat } from '../seats/seat-schema.ts'
import { everything } from '../values/batches.ts'
import { addDays, type PlainDate, yearBefore } from '../values/plain-date.ts'
import type { CooperativeFacts, DossierFacts } from './facts.ts'

const ACCOUNTS_SHOWN = 5
/** The history of a busy year would fill a dossier of its own; the register has all of it. */
const EVENTS_SHOWN = 60

const byName = new Intl.Collator('fr')

/** Reads all that a dossier shows, in short transactions that its moment holds together. */
export async function gather({ inBatch, moment, caller, timeZone }: Opening<unknown>): Promise<DossierFacts> {
  const { asOf, knownAt } = moment
  const before = yearBefore(asOf)
  const figures = await inBatch((tx) => portfolioOf(tx, moment, before))
  const known = await inBatch(async (tx) => ({
    authorityName: await authorityName(tx, caller.authorityId),
    registered: await everything<Cooperative>((after, limit) => listCooperatives(tx, moment.seq, {}, after?.id, limit)),
    holdings: await allHoldings(tx, moment),
    authorisations: await everything<ListedAuthorisation>((after, limit) =>
      listAuthorisations(tx, moment, {}, after && [after.decisionId, after.cooperativeId, after.instrument], limit),
    ),
    seats: await everything<Seat>((after, limit) => listSeats(tx, moment, {}, after?.id, limit)),
    decisions: await everything<Decision>((after, limit) => listDecisions(tx, moment, {}, after?.id, limit)),
  }))
  const findings = (await inBatch((tx) => findingsAt(tx, moment))).filter(isGrave)
  const cooperatives: CooperativeFacts[] = []
  for (const cooperative of known.registered.sort(inOrder)) {
    const papers = await inBatch((tx) => papersOf(tx, moment, cooperative.id, before))
    cooperatives.push({
      cooperative,
      holding: known.holdings.find(({ cooperativeId }) => cooperativeId === cooperative.id),
      authorisations: known.authorisations.filter(({ cooperativeId }) => cooperativeId === cooperative.id),
      seats: known.seats.filter(({ cooperativeId }) => cooperativeId === cooperative.id),
      findings: findings.filter(({ cooperativeId }) => cooperativeId === cooperative.id),
      ...papers,
    })
  }
  return {
    authorityName: known.authorityName,
    asOf,
    knownAt,
    timeZone,
    before,
    ...figures,
    cooperatives,
    decisions: known.decisions
      .filter((decision) => lastStep(decision) > before)
      .sort((left, right) => (placeOf(left) < placeOf(right) ? 1 : -1)),
    seats: known.seats,
  }
}

/** What the assembly should know of: what breaks the law, or nearly. */
function isGrave({ severity }: Finding): boolean {
  return severity === 'error' || severity === 'high'
}

function inOrder(left: Cooperative, right: Cooperative): number {
  return byName.compare(left.name, right.name) || (left.id < right.id ? -1 : 1)
}

const lastStep = ({ steps }: Decision): PlainDate => steps.at(-1)?.on ?? ''

// By its last step; ids grow with the order of recording.
const placeOf = (decision: Decision): string => `${lastStep(decision)} ${decision.id}`

async function portfolioOf(tx: Tx, moment: Moment, before: PlainDate) {
  const byCooperative = await summarise(tx, moment, 'cooperative')
  const was = await summarise(tx, { ...moment, asOf: before }, 'cooperative')
  return {
    cooperativesBefore: was.totals.cooperatives,
    changes: changesBetween(byCooperative.totals, was.totals),
    byCooperative,
    byActivity: await summarise(tx, moment, 'activity'),
    points: await lastYears(tx, moment),
  }
}

async function papersOf(tx: Tx, moment: Moment, id: string, before: PlainDate) {
  const statements = await everything<CapitalStatement>((after, limit) =>
    listCapitalStatements(tx, id, moment, after?.on, limit),
  )
  const accounts = await everything<AnnualAccounts>((after, limit) =>
    listAnnualAccounts(tx, id, moment, after?.year, limit),
  )
  const year = { cooperativeId: id, from: addDays(before, 1), order: 'newest' } as const
  const events = await listHistory(tx, moment, year, undefined, EVENTS_SHOWN + 1)
  return {
    statement: statements.at(-1),
    accounts: accounts.toReversed().slice(0, ACCOUNTS_SHOWN),
    events: events.slice(0, EVENTS_SHOWN),
    hasMoreEvents: events.length > EVENTS_SHOWN,
  }
}
