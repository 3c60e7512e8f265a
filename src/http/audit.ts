import type { FastifyRequest } from 'fastify'
import type { Caller } from '../access/caller.ts'
import type { AuditLog } from '../journal/audit-log.ts'
import type { Origin } from '../journal/origin.ts'
import type { Failure } from '../values/failure.ts'
import { isUuid } from '../values/id.ts'
import { word } from './failures.ts'
import { askedBy, callerOf, type Operation } from './operation.ts'
import { clientAddress } from './proxies.ts'

const USER_AGENT_LENGTH = 500

/** Where a request came from, as its audit entry keeps it. */
export function originOf(request: FastifyRequest, { subject }: Caller): Origin {
  const userAgent = request.headers['user-agent']?.toWellFormed().slice(0, USER_AGENT_LENGTH) ?? null
  return { address: clientAddress(request) ?? null, userAgent, subject }
}

/**
 * Records each refused write of a caller who is known, before it is answered. What cannot be recorded is told in the log,
 * and the refusal is answered all the same: nothing was written.
 */
export function recordRefusal(audit: AuditLog) {
  return async (request: FastifyRequest, failure: Failure): Promise<void> => {
    const asked = askedBy(request)
    if (!asked || asked.operation.method === 'GET') return
    // Who may not write at all is told of a dry run, too.
    if (failure.code !== 'forbidden' && asked.operation.method !== 'DELETE' && isDryRun(request)) return
    const { caller, operation } = asked
    try {
      await audit.record({
        outcome: 'refused',
        caller,
        operation: operation.id,
        targetId: targetOf(request),
        status: word(failure).status,
        code: failure.code,
        requestId: request.id,
        origin: originOf(request, caller),
        content: {},
      })
    } catch (err) {
      request.log.error({ err }, 'a refusal was not recorded')
    }
  }
}

/** Records that a list, or more, is taken away: before its first byte. */
export async function recordExport(
  audit: AuditLog,
  request: FastifyRequest,
  operation: Operation,
  asked: Readonly<Record<string, unknown>>,
): Promise<void> {
  const caller = callerOf(request)
  const { cursor: _, limit: __, ...content } = asked
  await audit.record({
    outcome: 'exported',
    caller,
    operation: operation.id,
    targetId: targetOf(request),
    status: 200,
    code: null,
    requestId: request.id,
    origin: originOf(request, caller),
    content,
  })
}

function targetOf(request: FastifyRequest): string | null {
  const { id } = (request.params ?? {}) as { id?: string }
  return id !== undefined && isUuid(id) ? id : null
}

// As it was sent: the query may be what is refused.
function isDryRun(request: FastifyRequest): boolean {
  return new URLSearchParams(request.url.slice(request.url.indexOf('?') + 1)).get('dryRun') === 'true'
}
