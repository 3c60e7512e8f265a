// The events of a page, in full: a look-up a kind, whatever the length of the history.
import { findConventionsByIds } from '../advance-conventions/queries.ts'
import { findAccountsByIds } from '../annual-accounts/queries.ts'
import { findStatementsByIds } from '../capital-statements/queries.ts'
import { findAuditsByIds } from '../cooperative-audits/queries.ts'
import { findDecisionsOfSteps } from '../decisions/queries.ts'
import { inOrder, standingOf } from '../decisions/step.ts'
import { countedOn, stepsOf } from '../decisions/step-queries.ts'
import type { Moment } from '../journal/moment.ts'
import { type Account, debited } from '../ledger/account.ts'
import { findMovements } from '../ledger/listing.ts'
import type { Movement } from '../ledger/schema.ts'
import type { Tx } from '../postgres/database.ts'
import { findMandates } from '../seats/mandate-queries.ts'
import type { Mandate } from '../seats/mandate-schema.ts'
import { findAidsByIds } from '../state-aids/queries.ts'
import { euros } from '../values/amount.ts'
import { type EventKey, eventKeys, type HistoryQuery } from './keys.ts'
import { EVENT_TYPES, type EventOf, type EventType, type HistoryEvent, type PaperType } from './schema.ts'

/** An event, and where it stands: what ends a page. */
export type PlacedEvent = HistoryEvent & { readonly [KEY]: EventKey }
export const KEY = Symbol('key')

/** What happened to a cooperative, by date, then by recording: decisions, movements, mandates, statements, accounts. */
export async function listHistory(
  tx: Tx,
  moment: Moment,
  query: HistoryQuery,
  after: EventKey | undefined,
  limit: number,
): Promise<PlacedEvent[]> {
  const keys = await eventKeys(tx, moment, query, after, limit)
  const events = new Map<string, HistoryEvent>()
  for (const [rank, ofType] of Map.groupBy(keys, (key) => key.rank)) {
    const type = EVENT_TYPES[rank] as EventType
    const ids = ofType.map(({ id }) => id)
    for (const event of await READERS[type](tx, ids, moment)) events.set(`${rank} ${event.id}`, event)
  }
  return keys.map((key) => {
    const event = events.get(`${key.rank} ${key.id}`)
    if (!event) throw new Error(`the history names an event that is not there: ${EVENT_TYPES[key.rank]} ${key.id}`)
    return { ...event, [KEY]: key }
  })
}

type Reader = (tx: Tx, ids: readonly string[], moment: Moment) => Promise<HistoryEvent[]>

const READERS: Readonly<Record<EventType, Reader>> = {
  decision_step: stepEvents,
  movement: async (tx, ids, { seq }) => (await findMovements(tx, ids, seq)).map(movementEvent),
  mandate_start: async (tx, ids, moment) =>
    (await findMandates(tx, ids, moment)).map((mandate) => ({
      type: 'mandate_start',
      event: mandate.role,
      on: mandate.from,
      ...seated(mandate),
    })),
  mandate_end: async (tx, ids, moment) =>
    (await findMandates(tx, ids, moment)).map((mandate) => ({
      type: 'mandate_end',
      event: mandate.endReason,
      on: mandate.to ?? mandate.from,
      ...seated(mandate),
    })),
  capital_statement: papers(findStatementsByIds, 'capital-statements', ({ on, totalCapital, publicCapitalTotal }) => ({
    type: 'capital_statement',
    event: 'stated',
    on,
    label: `Capital ${totalCapital}`,
    effect: { totalCapital, publicCapitalTotal },
  })),
  annual_accounts: papers(findAccountsByIds, 'annual-accounts', ({ closedOn, year, equity, result }) => ({
    type: 'annual_accounts',
    event: 'closed',
    on: closedOn,
    label: `Accounts ${year}`,
    effect: { year, equity, result },
  })),
  cooperative_audit: papers(findAuditsByIds, 'audits', ({ on, auditor, conclusion }) => ({
    type: 'cooperative_audit',
    event: 'reported',
    on,
    label: 'Cooperative audit',
    effect: { auditor, conclusion },
  })),
  state_aid: papers(findAidsByIds, 'state-aids', ({ grantedOn, regulation, grossGrantEquivalent, grantor }) => ({
    type: 'state_aid',
    event: regulation,
    on: grantedOn,
    label: `State aid ${grossGrantEquivalent}`,
    effect: { grossGrantEquivalent, grantor },
  })),
  advance_convention: papers(
    findConventionsByIds,
    'advance-conventions',
    ({ signedOn, reference, endsOn, ceiling }) => ({
      type: 'advance_convention',
      event: 'signed',
      on: signedOn,
      label: `Advance convention ${reference}`,
      effect: { reference, endsOn, ceiling },
    }),
  ),
}

/** What every paper about a cooperative has. */
interface Paper {
  readonly id: string
  readonly cooperativeId: string
  readonly recordedAt: string
}

type WithoutPlace<Event> = Event extends unknown ? Omit<Event, 'id' | 'link' | 'recordedAt'> : never

/** Papers are read in their list: `path`, under their cooperative. */
function papers<One extends Paper>(
  find: (tx: Tx, ids: readonly string[]) => Promise<One[]>,
  path: string,
  eventOf: (paper: One) => WithoutPlace<EventOf<PaperType>>,
): Reader {
  return async (tx, ids) =>
    (await find(tx, ids)).map((paper) => ({
      ...eventOf(paper),
      id: paper.id,
      link: `/v1/cooperatives/${paper.cooperativeId}/${path}`,
      recordedAt: paper.recordedAt,
    }))
}

async function stepEvents(tx: Tx, ids: readonly string[], { seq }: Moment): Promise<HistoryEvent[]> {
  const decisions = await findDecisionsOfSteps(tx, ids, seq)
  const steps = await stepsOf(
    tx,
    decisions.map(({ id }) => id),
    seq,
  )
  const wanted = new Set(ids)
  return decisions.flatMap(({ id: decisionId, number, object }) => {
    const counted = inOrder(countedOn(steps.filter((step) => step.decisionId === decisionId)))
    return counted.flatMap((step, index): HistoryEvent[] => {
      if (!wanted.has(step.id)) return []
      const { status, executoryOn } = standingOf(counted.slice(0, index + 1))
      return [
        {
          type: 'decision_step',
          event: step.kind,
          id: step.id,
          on: step.on,
          label: `${number} ${object}`,
          link: `/v1/decisions/${decisionId}`,
          decisionId,
          effect: { status, executoryOn },
          recordedAt: step.recordedAt,
        },
      ]
    })
  })
}

function movementEvent(movement: Movement): HistoryEvent {
  const { id, kind, effectiveOn, shareClassName, postings, sharesMoved, decisionId, reversedBy, recordedAt } = movement
  const more = (account: Account) => euros(debited(postings, account))
  const moreDue = (account: Account) => euros(debited(postings, account).neg())
  return {
    type: 'movement',
    event: kind,
    id,
    on: effectiveOn,
    label: shareClassName === null ? kind : `${kind}, ${shareClassName}`,
    link: `/v1/movements/${id}`,
    decisionId,
    reversedBy,
    effect: {
      shares: sharesMoved,
      cost: more('share_cost'),
      uncalled: moreDue('uncalled'),
      payable: moreDue('payable'),
      owed: moreDue('owed'),
      impairment: moreDue('impairment'),
      receivable: more('receivable'),
      advances: more('advance'),
      treasury: more('treasury'),
    },
    recordedAt,
  }
}

function seated(mandate: Mandate) {
  const { id, organName, seatTitle, personId, personName, role, votes, recordedAt } = mandate
  return {
    id,
    label: [organName, seatTitle, personName].filter(Boolean).join(', '),
    link: `/v1/mandates/${id}`,
    effect: { organName, seatTitle, personId, personName, role, votes },
    recordedAt,
  }
}
