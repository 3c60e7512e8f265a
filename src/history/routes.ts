import { z } from 'zod'
import { underCooperative } from '../cooperatives/resource.ts'
import { list } from '../http/list.ts'
import { endOfPeriod, momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { plainDate } from '../http/wire.ts'
import { KEY } from './queries.ts'
import { AnyHistoryEvent, EVENT_TYPES, FINDING } from './schema.ts'
import { type AnyPlacedEvent, listWithFindings } from './with-findings.ts'

const TYPES = [...EVENT_TYPES, FINDING] as const

export function historyRoutes(api: Api): void {
  list(api, {
    id: 'listCooperativeHistory',
    url: '/v1/cooperatives/:id/history',
    tag: 'Cooperatives',
    summary: 'Read the history of a cooperative',
    description:
      'One list in the order of time: the steps of the decisions about it, movements, mandates, and papers (capital statements, accounts, audits, state aid, advance conventions), each with its date, its effect and a link. What is cancelled or superseded at knownAt is not in it.',
    ...underCooperative,
    query: z.strictObject({
      from: plainDate
        .optional()
        .meta({ format: 'date', description: 'First date, inclusive.', examples: ['2024-01-01'] }),
      to: plainDate
        .optional()
        .meta({ format: 'date', description: 'End of the dates, exclusive.', examples: ['2025-01-01'] }),
      type: z.enum(TYPES, `must be one of ${TYPES.join(', ')}`).optional(),
      findings: z
        .enum(['true', 'false'], 'must be true or false')
        .default('false')
        .meta({
          description: '`true`: also what is broken on asOf, each on the day since which it is so (type `finding`).',
          examples: ['true'],
        }),
      order: z
        .enum(['oldest', 'newest'], 'must be oldest or newest')
        .default('oldest')
        .meta({ description: 'Which comes first.', examples: ['newest'] }),
      ...momentQuery,
      asOf: momentQuery.asOf.meta({
        format: 'date',
        description: 'Nothing after this date. Default: today, or `to` where that is later.',
        examples: ['2025-12-31'],
      }),
    }),
    item: AnyHistoryEvent,
    defaultAsOf: endOfPeriod,
    page: ({ tx, params, moment, query, after, limit }) =>
      listWithFindings(
        tx,
        moment,
        { ...query, findings: query.findings === 'true', cooperativeId: params.id },
        after && { on: String(after[0]), seq: Number(after[1]), rank: Number(after[2]), id: String(after[3]) },
        limit,
      ),
    position: (event) => {
      const { on, seq, rank, id } = (event as AnyPlacedEvent)[KEY]
      return [on, seq, rank, id]
    },
    csv: {
      on: ({ on }) => on,
      type: ({ type }) => type,
      event: ({ event }) => event,
      label: ({ label }) => ({ text: label }),
      effect: ({ effect }) => ({ text: shown(effect) }),
      link: ({ link }) => link,
      decisionId: (event) => ('decisionId' in event ? event.decisionId : null),
      reversedBy: (event) => ('reversedBy' in event ? event.reversedBy : null),
      id: ({ id }) => id,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}

/** The effect in one cell: what there is of it, name by name. */
function shown(effect: object): string {
  return Object.entries(effect)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => (typeof value === 'object' ? shown(value) : `${name}: ${value}`))
    .join('; ')
}
