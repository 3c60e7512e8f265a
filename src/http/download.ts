// Files that are made of the register: each is declared once, and served to programs and to people alike.
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Caller } from '../access/caller.ts'
import type { OperationId } from '../access/permissions.ts'
import { type Moment, resolveMoment } from '../journal/moment.ts'
import { asAuthority, type Tx } from '../postgres/database.ts'
import type { FailureCode } from '../values/failure.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { recordExport } from './audit.ts'
import { type Dialect, dialectQuery } from './csv.ts'
import { nothing } from './list.ts'
import { momentQuery } from './moment.ts'
import { type Api, callerOf, type Operation, register } from './operation.ts'

/** One form that a file takes. */
export interface Format {
  /** With its parameters, such as `text/csv; charset=utf-8`. */
  readonly media: string
  readonly extension: string
}

export const CSV: Format = { media: 'text/csv; charset=utf-8; header=present', extension: 'csv' }

/** What a file is made from. */
export interface Opening<Query> {
  readonly caller: Caller
  readonly moment: Moment
  readonly query: Query & { readonly format: string; readonly dialect?: Dialect }
  readonly timeZone: string
  /**
   * Runs one short transaction. A file that is long is made of many: a slow reader holds no connection, and `knownAt`
   * keeps them together.
   */
  readonly inBatch: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>
}

export type Chunks = AsyncIterable<string | Uint8Array>

/** A file as its feature declares it. */
export interface Download<Query extends z.ZodObject = z.ZodObject> {
  readonly id: OperationId
  /** The last part of its address, `/v1/exports/<name>`. */
  readonly name: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** Its title for people, in French. */
  readonly title: string
  /** What it can be asked beside `asOf`, `knownAt`, `format` and, for CSV, `dialect`. */
  readonly query: Query
  /** The first is the default. */
  readonly formats: Readonly<Record<string, Format>>
  /** The name of the file, without extension: in French, since people keep it. */
  readonly fileName: (query: z.infer<Query>, moment: Moment) => string
  /** The default of asOf where the file knows better than "today". */
  readonly defaultAsOf?: (query: z.infer<Query>, today: PlainDate) => PlainDate
  readonly refuses?: readonly FailureCode[]
  /**
   * Reads the beginning, and gives the file chunk by chunk.
   *
   * @throws Failure `nothing_to_export` where a table would have no row
   */
  readonly open: (opening: Opening<z.infer<Query>>) => Promise<Chunks>
}

const downloads = new WeakMap<FastifyInstance, { download: Download; operation: Operation }[]>()

/** The declared files, in order of declaration. */
export function downloadsOf(app: FastifyInstance): readonly { download: Download; operation: Operation }[] {
  return downloads.get(app) ?? []
}

/** Declares a file of `/v1/exports`: recorded in the audit trail, and streamed. */
export function download<Query extends z.ZodObject>(api: Api, declared: Download<Query>): void {
  const { id, name, tag, summary, description, query, formats, refuses = [] } = declared
  const names = Object.keys(formats)
  const operation: Operation = {
    id,
    method: 'GET',
    url: `/v1/exports/${name}`,
    tag,
    summary,
    ...(description !== undefined && { description }),
    query: query.extend({
      ...momentQuery,
      ...query.shape,
      format: z
        .enum(names, `must be one of ${names.join(', ')}`)
        .optional()
        .meta({ description: `Form of the file. Default: ${names[0]}.`, examples: [names[0]] }),
      ...(names.includes('csv') && dialectQuery),
    }),
    answer: {
      status: 200,
      schema: z.string(),
      description: 'The file.',
      media: [...new Set(Object.values(formats).map(({ media }) => media.split(';', 1)[0] as string))],
    },
    refuses: ['nothing_to_export', ...refuses],
  }
  // What is kept beside others is asked only with what its own schema has let through.
  const kept = { download: declared as unknown as Download, operation }
  downloads.set(api.app, [...downloadsOf(api.app), kept])
  register(api, operation, (request, reply) => serveDownload(api, kept, request, reply))
}

/** Answers a request with a file; the request's caller and query are known and checked. */
export async function serveDownload(
  api: Api,
  { download, operation }: { download: Download; operation: Operation },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const caller = callerOf(request)
  const asked = request.query as { format?: string; asOf?: string; knownAt?: string }
  const format = asked.format ?? (Object.keys(download.formats)[0] as string)
  const query = { ...asked, format }
  const today = api.today()
  const inBatch: Opening<unknown>['inBatch'] = (work) => asAuthority(api.database, caller.authorityId, work)
  const moment = await inBatch((tx) => resolveMoment(tx, caller, asked, download.defaultAsOf?.(query, today) ?? today))
  // The request's own turn ends when its answer begins: each batch after that takes one of its own.
  let begun = false
  const chunks = await download.open({
    caller,
    moment,
    query,
    timeZone: api.timeZone,
    inBatch: (work) => (begun ? api.limiter.inTurn(request, () => inBatch(work), caller) : inBatch(work)),
  })
  begun = true
  if (request.method !== 'HEAD') {
    const { asOf, knownAt } = moment
    await recordExport(api.audit, request, operation, { ...query, asOf, knownAt })
  }
  const { media, extension } = download.formats[format] as Format
  return reply
    .type(media)
    .header('content-disposition', `attachment; filename="${download.fileName(query, moment)}.${extension}"`)
    .header('as-of', moment.asOf)
    .header('known-at', moment.knownAt)
    .send(Readable.from(request.method === 'HEAD' ? nothing() : chunks, { objectMode: false }))
}
