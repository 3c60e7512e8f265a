// The history with what the rules find now, each on the day since which it is so: nothing records that, so it is found out.
import { findingsAt } from '../compliance/findings.ts'
import type { Finding } from '../compliance/schema.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { together } from '../postgres/together.ts'
import { idOf } from '../values/id.ts'
import type { EventKey, HistoryQuery } from './keys.ts'
import { KEY, listHistory } from './queries.ts'
import { EVENT_TYPES, type EventType, FINDING, type FindingEvent, type HistoryEvent } from './schema.ts'

/** An event of either sort, and where it stands. */
export type AnyPlacedEvent = (HistoryEvent | FindingEvent) & { readonly [KEY]: EventKey }

export interface WithFindings extends Omit<HistoryQuery, 'type'> {
  readonly type?: EventType | typeof FINDING | undefined
  readonly findings: boolean
}

/** What happened, and what is broken on asOf since then: by date; on one day what is found comes after what happened. */
export async function listWithFindings(
  tx: Tx,
  moment: Moment,
  { findings, type, ...query }: WithFindings,
  after: EventKey | undefined,
  limit: number,
): Promise<AnyPlacedEvent[]> {
  const wantsFindings = type === FINDING || (findings && type === undefined)
  const [happened, found] = await together(
    type === FINDING ? [] : listHistory(tx, moment, { ...query, type }, after, limit),
    wantsFindings ? findingsAt(tx, moment, query.cooperativeId) : ([] as Finding[]),
  )
  const direction = query.order === 'oldest' ? 1 : -1
  const events = found.filter(isDated).map((finding) => eventOf(finding, moment))
  const wanted = events.filter(({ on, [KEY]: key }) => {
    if ((query.from !== undefined && on < query.from) || (query.to !== undefined && on >= query.to)) return false
    return after === undefined || direction * compare(key, after) > 0
  })
  return [...happened, ...wanted].sort((left, right) => direction * compare(left[KEY], right[KEY])).slice(0, limit)
}

type Dated = Finding & { readonly since: string }

function isDated(finding: Finding): finding is Dated {
  return finding.state === 'broken' && finding.since !== null
}

// Beyond every journal row: after whatever happened that day.
const LAST_OF_THE_DAY = 9_000_000_000_000_000

function eventOf(finding: Dated, { knownAt }: Moment): AnyPlacedEvent {
  const { key, rule, severity, since, title, subject, figures, cooperativeId } = finding
  const id = idOf(key)
  return {
    type: FINDING,
    event: rule,
    id,
    on: since,
    label: [title, subject?.label].filter(Boolean).join(', '),
    link: `/v1/compliance/findings?rule=${rule}&cooperativeId=${cooperativeId}`,
    effect: { severity, figures },
    recordedAt: knownAt,
    [KEY]: { on: since, seq: LAST_OF_THE_DAY, rank: EVENT_TYPES.length, id },
  }
}

function compare(left: EventKey, right: EventKey): number {
  if (left.on !== right.on) return left.on < right.on ? -1 : 1
  if (left.seq !== right.seq) return left.seq - right.seq
  if (left.rank !== right.rank) return left.rank - right.rank
  return left.id < right.id ? -1 : Number(left.id > right.id)
}
