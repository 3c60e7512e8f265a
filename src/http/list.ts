import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Caller } from '../access/caller.ts'
import { type Moment, resolveMoment } from '../journal/moment.ts'
import { readAs, type Tx, type Where } from '../postgres/database.ts'
import { batchByBatch } from '../values/batches.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { recordExport } from './audit.ts'
import { type CsvColumns, csvOf, type Dialect, dialectQuery } from './csv.ts'
import { digestFilters, type Position, readCursor, writeCursor } from './cursor.ts'
import { momentAnswer } from './moment.ts'
import { type Api, callerOf, type Operation, type Params, register } from './operation.ts'
import { BATCH_ROWS } from './rows.ts'

export interface Page<Query> {
  readonly tx: Tx
  readonly caller: Caller
  readonly moment: Moment
  readonly params: Params
  readonly query: Query
  /** Start after this position; undefined: from the beginning. */
  readonly after: Position | undefined
  readonly limit: number
}

type ListDeclaration<Query extends z.ZodObject, Item extends z.ZodType> = Omit<
  Operation,
  'method' | 'answer' | 'csv'
> & {
  readonly query: Query
  readonly item: Item
  /** At most `limit` items, in the list's order, from `after` on. */
  readonly page: (page: Page<z.infer<Query>>) => Promise<z.infer<Item>[]>
  /** The sort key of an item: total, and the same for ever. */
  readonly position: (item: z.infer<Item>) => Position
  readonly csv: CsvColumns<z.infer<Item>>
  /** `primary` for what is not in the journal: a replica may not have it yet. */
  readonly where?: Where
  /** The default of asOf where the list knows better than "today". */
  readonly defaultAsOf?: (query: z.infer<Query>, today: PlainDate) => PlainDate
}

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

const pageQuery = {
  limit: z
    .string()
    .regex(/^([1-9]\d?|1\d\d|200)$/, `must be a whole number from 1 to ${MAX_LIMIT}`)
    .optional()
    .meta({
      description: `Items a page, 1 to ${MAX_LIMIT}. Default: ${DEFAULT_LIMIT}. CSV ignores it.`,
      examples: ['50'],
    }),
  cursor: z
    .string()
    .max(2000, 'is not a cursor of this list')
    .optional()
    .meta({ description: 'The `next` of the page before, with the same filters.' }),
  ...dialectQuery,
}

/** Declares a GET of a list: pages that neither skip nor repeat while others write, or the whole list as CSV. */
export function list<Query extends z.ZodObject, Item extends z.ZodType>(
  api: Api,
  { page, position, csv, item, defaultAsOf, where, ...declared }: ListDeclaration<Query, Item>,
): void {
  const operation: Operation = {
    ...declared,
    method: 'GET',
    csv: true,
    query: declared.query.extend(pageQuery),
    answer: {
      status: 200,
      description: 'A page of the list.',
      schema: z.strictObject({
        items: z.array(item),
        next: z.string().nullable().meta({ description: 'Cursor of the next page; null on the last.' }),
        ...momentAnswer,
      }),
    },
  }
  register(api, operation, async (request, reply) => {
    const caller = callerOf(request)
    const query = request.query as z.infer<Query> & PageQuery
    const params = request.params as Params
    const filters = digestFilters(`${declared.id} ${JSON.stringify(params)}`, query)
    const cursor = query.cursor === undefined ? undefined : readCursor(caller, query.cursor, filters)
    const limit = Number(query.limit ?? DEFAULT_LIMIT)

    const fetch = (after: Position | undefined, count: number, moment?: Moment) =>
      readAs(
        api.database,
        caller,
        async (tx) => {
          const today = defaultAsOf?.(query, api.today()) ?? api.today()
          const at = moment ?? (await resolveMoment(tx, caller, query, today))
          return { moment: at, items: await page({ tx, caller, moment: at, params, query, after, limit: count }) }
        },
        where,
      )

    if (prefersCsv(request)) {
      const first = await fetch(cursor?.position, BATCH_ROWS, cursor?.moment)
      // Sent after the request's own turn: each batch takes one of its own. Each is its own short transaction, too: a slow
      // reader holds no connection.
      const next = async (last: z.infer<Item> | undefined) => {
        if (last === undefined) return first.items
        const { items } = await api.limiter.inTurn(request, () => fetch(position(last), BATCH_ROWS, first.moment))
        return items
      }
      if (request.method !== 'HEAD') {
        const { asOf, knownAt } = first.moment
        await recordExport(api.audit, request, operation, { ...query, asOf, knownAt })
      }
      reply.header('as-of', first.moment.asOf).header('known-at', first.moment.knownAt)
      const lines = csvOf(csv, batchByBatch(next, BATCH_ROWS), query.dialect)
      return sendCsv(reply, declared.id, request.method === 'HEAD' ? nothing() : lines)
    }
    // One more than asked for tells whether there is a next page.
    const { moment, items } = await fetch(cursor?.position, limit + 1, cursor?.moment)
    const shown = items.slice(0, limit)
    const last = shown.at(-1)
    const next =
      items.length > limit && last !== undefined
        ? writeCursor(caller, { moment, filters, position: position(last) })
        : null
    if (next !== null) reply.header('link', `<${nextUrl(request, next)}>; rel="next"`)
    return sendPage(reply, { items: shown, next, asOf: moment.asOf, knownAt: moment.knownAt })
  })
}

interface PageQuery {
  readonly cursor?: string
  readonly limit?: string
  readonly dialect?: Dialect
  readonly asOf?: string
  readonly knownAt?: string
}

function sendPage(reply: FastifyReply, body: object): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
}

/** What HEAD says of a stream: its headers. A body that is made to be thrown away would cost as much as one that is read. */
export async function* nothing(): AsyncGenerator<string> {}

function sendCsv(reply: FastifyReply, name: string, lines: AsyncIterable<string>): FastifyReply {
  const file = name
    .replace(/^list/, '')
    .replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase()
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${file}.csv"`)
    .send(Readable.from(lines, { objectMode: false }))
}

function prefersCsv(request: FastifyRequest): boolean {
  return request.accepts().type(['application/json', 'text/csv']) === 'text/csv'
}

function nextUrl(request: FastifyRequest, cursor: string): string {
  const [path, search = ''] = request.url.split('?', 2)
  const query = new URLSearchParams(search)
  query.set('cursor', cursor)
  return `${path}?${query}`
}
