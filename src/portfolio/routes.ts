import { z } from 'zod'
import { countBySeverity, findingsAt } from '../compliance/findings.ts'
import { underCooperative } from '../cooperatives/resource.ts'
import { activity } from '../cooperatives/schema.ts'
import { list } from '../http/list.ts'
import { atMoment, momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { plainDate, uuid } from '../http/wire.ts'
import { together } from '../postgres/together.ts'
import { Failure } from '../values/failure.ts'
import { periodEnds } from '../values/plain-date.ts'
import { type CooperativeFigures, FIGURES } from './figures.ts'
import { findHolding, listContributions, listHoldings } from './holdings.ts'
import { Contribution, GROUPINGS, Holding, HoldingAt, INSTRUMENTS, INTERVALS, Summary, Timeline } from './schema.ts'
import { summarise, timeline, writeSummary } from './summary.ts'

const tag = 'Portfolio'
const MAX_POINTS = 400

const figureColumns = Object.fromEntries(
  FIGURES.map((name) => [name, (holding: CooperativeFigures) => holding[name]]),
) as Record<keyof CooperativeFigures, (holding: CooperativeFigures) => string>

export function portfolioRoutes(api: Api): void {
  read(api, {
    id: 'getPortfolioSummary',
    url: '/v1/portfolio/summary',
    tag,
    summary: 'Summarise the portfolio on a date',
    description:
      'Totals and groups on asOf, as known at knownAt. Every figure of the groups adds up to the total exactly.',
    query: z.strictObject({
      groupBy: z
        .enum(GROUPINGS, `must be one of ${GROUPINGS.join(', ')}`)
        .default('cooperative')
        .meta({ description: 'What to group by.', examples: ['activity'] }),
      findings: z
        .enum(['true', 'false'], 'must be true or false')
        .default('false')
        .meta({
          description: '`true`: also how many findings there are of each severity, of all registered cooperatives.',
          examples: ['true'],
        }),
      ...momentQuery,
    }),
    answer: Summary,
    isKept: true,
    answerDescription: 'The summary.',
    handle: async ({ tx, moment, query }) => {
      if (query.findings === 'false') return writeSummary(tx, moment, query.groupBy)
      const [summary, findings] = await together(summarise(tx, moment, query.groupBy), findingsAt(tx, moment))
      return { ...summary, findings: countBySeverity(findings) }
    },
  })

  read(api, {
    id: 'getPortfolioTimeline',
    url: '/v1/portfolio/timeline',
    tag,
    summary: 'Follow the portfolio over time',
    description: `The totals at the end of each month, quarter or year from \`from\` to \`to\`, both included; at most ${MAX_POINTS} points.`,
    query: z.strictObject({
      from: plainDate.meta({ format: 'date', description: 'First date, inclusive.', examples: ['2021-01-01'] }),
      to: plainDate.meta({ format: 'date', description: 'Last date, inclusive.', examples: ['2025-12-31'] }),
      interval: z
        .enum(INTERVALS, `must be one of ${INTERVALS.join(', ')}`)
        .default('year')
        .meta({ description: 'Length of a period.', examples: ['quarter'] }),
      ...momentQuery,
      asOf: momentQuery.asOf.meta({
        format: 'date',
        description: 'No point after this date, where it is given. Default: today.',
        examples: ['2025-12-31'],
      }),
    }),
    answer: Timeline,
    isKept: true,
    answerDescription: 'The totals at the end of each period.',
    handle: ({ tx, moment, query: { from, to, interval, asOf } }) => {
      if (from > to) refuse('?to', `must be on or after from, ${from}`)
      const points = periodEnds(from, asOf !== undefined && asOf < to ? asOf : to, interval)
      if (points.length > MAX_POINTS) refuse('?to', `must leave at most ${MAX_POINTS} periods`)
      return timeline(tx, moment, { from, to, interval }, points)
    },
  })

  list(api, {
    id: 'listHoldings',
    url: '/v1/holdings',
    tag,
    summary: 'List the holdings on a date',
    description:
      'Every cooperative with a figure that is not zero, in order of registration: the list adds up to the summary.',
    query: z.strictObject({ cooperativeId: uuid.optional(), activity: activity.optional(), ...momentQuery }),
    item: Holding,
    page: ({ tx, moment, query, after, limit }) => listHoldings(tx, moment, query, after?.[0] as string, limit),
    position: ({ cooperativeId }) => [cooperativeId],
    csv: {
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      name: ({ name }) => ({ text: name }),
      activity: ({ activity }) => activity,
      legalForm: ({ legalForm }) => legalForm,
      communeCode: ({ communeCode }) => communeCode,
      communeName: ({ communeName }) => ({ text: communeName }),
      ...figureColumns,
      nominalHeld: ({ nominalHeld }) => nominalHeld,
      capitalShare: ({ capitalShare }) => capitalShare,
    },
  })

  read(api, {
    id: 'getHolding',
    url: '/v1/holdings/:id',
    tag,
    summary: 'Read the holding in one cooperative',
    ...underCooperative,
    query: z.strictObject(momentQuery),
    answer: HoldingAt,
    isKept: true,
    answerDescription: 'The holding; all zeros where nothing is held.',
    handle: async ({ tx, params, moment }) => atMoment(await findHolding(tx, params.id, moment), moment),
  })

  list(api, {
    id: 'listContributions',
    url: '/v1/contributions',
    tag,
    summary: 'List what was put in and came back',
    description: 'By cooperative and instrument, since the first movement.',
    query: z.strictObject({
      cooperativeId: uuid.optional(),
      instrument: z.enum(INSTRUMENTS, `must be one of ${INSTRUMENTS.join(', ')}`).optional(),
      ...momentQuery,
    }),
    item: Contribution,
    page: ({ tx, moment, query, after, limit }) =>
      listContributions(tx, moment, query, after as [string, string] | undefined, limit),
    position: ({ cooperativeId, instrument }) => [cooperativeId, instrument],
    csv: {
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      name: ({ name }) => ({ text: name }),
      instrument: ({ instrument }) => instrument,
      committed: ({ committed }) => committed,
      called: ({ called }) => called,
      paid: ({ paid }) => paid,
      outstanding: ({ outstanding }) => outstanding,
      repaid: ({ repaid }) => repaid,
      remaining: ({ remaining }) => remaining,
    },
  })
}

function refuse(pointer: string, detail: string): never {
  throw new Failure('invalid_input', { errors: [{ pointer, detail }] })
}
