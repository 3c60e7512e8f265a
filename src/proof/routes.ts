import { Readable } from 'node:stream'
import { z } from 'zod'
import { recordExport } from '../http/audit.ts'
import { nothing } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import { type Api, callerOf, type Operation, type Params, register } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { asAuthority, type Tx } from '../postgres/database.ts'
import { Checkpoint, reachedAt } from './checkpoint.ts'
import { exportLines, type InTurn } from './export.ts'
import { placeOfMovement, proveMovement } from './prove-movement.ts'
import { lastPlaces } from './queries.ts'
import { MovementProof } from './schema.ts'

const tag = 'Audit'
const query = z.strictObject({ knownAt: momentQuery.knownAt })

export function proofRoutes(api: Api): void {
  read(api, {
    id: 'getCheckpoint',
    url: '/v1/checkpoint',
    tag,
    summary: 'Read the digests that stand for the register',
    description: 'With `knownAt`, the journal as it was then; the audit chain always as far as it is.',
    query,
    answer: Checkpoint,
    answerDescription: 'The checkpoint.',
    handle: async ({ tx, caller, moment }) => {
      const { audit } = await lastPlaces(tx)
      const chains = await reachedAt(tx, moment.seq, audit)
      return { authorityId: caller.authorityId, knownAt: moment.knownAt, ...chains }
    },
  })

  read(api, {
    id: 'getMovementProof',
    url: '/v1/movements/:id/proof',
    tag,
    summary: 'Prove that a movement is in the register',
    description:
      'The movement and its postings as they were sealed, and the way from there to the checkpoint at `knownAt`: checked with SHA-256 alone, or by `npm run verify -- --proof FILE`.',
    resource: (tx: Tx, { id }: Params) => placeOfMovement(tx, id),
    resourceName: 'movement',
    query,
    answer: MovementProof,
    answerDescription: 'The proof.',
    handle: ({ tx, caller, moment, params }) => proveMovement(tx, caller.authorityId, params.id, moment),
  })

  const exported: Operation = {
    id: 'exportRegister',
    method: 'GET',
    url: '/v1/exports/register',
    tag,
    summary: 'Export both chains with all their rows',
    description:
      'Lines of JSON: a head, one line a place, an end. `npm run verify -- --export FILE` checks it offline. Names of persons and origins are not in it.',
    query: z.strictObject({}),
    answer: {
      status: 200,
      schema: z.string(),
      description: 'The register, one place a line.',
      media: ['application/x-ndjson'],
    },
  }
  register(api, exported, async (request, reply) => {
    const caller = callerOf(request)
    const isHead = request.method === 'HEAD'
    if (!isHead) await recordExport(api.audit, request, exported, {})
    const last = await asAuthority(api.database, caller.authorityId, lastPlaces)
    const inTurn: InTurn = (work) => api.limiter.inTurn(request, work, caller)
    const lines = isHead ? nothing() : exportLines(api.database, caller, last, inTurn)
    return reply
      .type('application/x-ndjson')
      .header('content-disposition', 'attachment; filename="register.ndjson"')
      .send(Readable.from(lines, { objectMode: false }))
  })
}
