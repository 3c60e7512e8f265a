// Every operation of the document, and a call of each that changes nothing.
import { readFileSync } from 'node:fs'
import type { OperationId } from '../../src/access/permissions.ts'
import { type Probed, probe } from '../http/refusals.ts'
import { ADMIN_TOKEN, type Authority, type Service } from '../support/api.ts'
import { DOCUMENT_FILE } from '../support/generate.ts'

export const UNKNOWN_ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'

export interface Operation {
  readonly id: OperationId
  readonly method: string
  readonly path: string
}

export const OPERATIONS: readonly Operation[] = Object.entries(JSON.parse(readFileSync(DOCUMENT_FILE, 'utf8')).paths)
  .filter(([path]) => path.startsWith('/v1/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { operationId: OperationId }>).map(([method, { operationId }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
    })),
  )

/** Ids of what is there, by the collection of its path. */
export type Stock = Readonly<Record<string, string>>

/** One of everything that a path may name. */
export async function stocked(service: Service, authority: Authority): Promise<Stock> {
  const { cooperativeId, shareClassId } = await authority.position()
  const on = { cooperativeId, shareClassId, effectiveOn: '2024-01-01' }
  const movement = await authority.move({ kind: 'purchase', ...on, shares: '1', amount: '50.00' })
  const decision = await authority.decision({ cooperativeIds: [cooperativeId] })
  const seat = await authority.seat(cooperativeId)
  const mandate = await authority.mandate({ seatId: seat.id })
  const { items } = await service.ok('GET', '/v1/tokens?limit=200', { token: ADMIN_TOKEN })
  const token = items.find(({ authorityId }: { authorityId: string | null }) => authorityId === authority.id)
  return {
    authorities: authority.id,
    tokens: token.id,
    cooperatives: cooperativeId,
    holdings: cooperativeId,
    movements: movement.id,
    decisions: decision.id,
    organs: seat.organId,
    seats: seat.id,
    mandates: mandate.id,
    persons: mandate.personId,
    closings: (await authority.post('/v1/closings', { year: 2019 })).id,
    'published-summaries': (await authority.post('/v1/published-summaries', { title: 'Essai', asOf: '2024-12-31' })).id,
    'feed-keys': (await authority.post('/v1/feed-keys', { name: 'Essai' })).id,
    // No path begins with it: nobody asks for it by name.
    'share-classes': shareClassId,
  }
}

/** What some must be asked. */
const QUERIES: Readonly<Partial<Record<OperationId, string>>> = {
  getPortfolioTimeline: '?from=2024-01-01&to=2024-12-31',
  exportDeliberations: '?siret=22620001200012',
  exportGrants: '?siret=22620001200012',
}

/** A call that changes nothing where it is allowed: reads of what is there, writes that a later check refuses. */
export function harmless(service: Service, operation: Operation, stock: Stock, token: string): Promise<Probed> {
  const { id, method, path } = operation
  const target = id === 'revokeToken' || id === 'revokeFeedKey' ? UNKNOWN_ID : (stock[collectionOf(path)] ?? UNKNOWN_ID)
  const query = QUERIES[id] ?? ''
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
  return probe(service, method, path.replace('{id}', target) + query, { token, ...body })
}

export function collectionOf(path: string): string {
  return path.split('/')[2] ?? ''
}
