// Calls every operation as everybody.
import { type OperationId, ROLES, type Role } from '../../src/access/permissions.ts'
import { probe } from '../http/refusals.ts'
import { ADMIN_TOKEN, type Service } from '../support/api.ts'
import { type Caller, STRANGERS, type Walked } from './comparison.ts'
import { collectionOf, harmless, OPERATIONS, type Stock, stocked } from './operations.ts'

const DAY_MS = 86_400_000

/** Every operation as each role of an authority, as each role of another one, and with tokens that are none. */
export async function walk(service: Service): Promise<Walked[]> {
  const [ours, theirs] = [await service.authority(), await service.authority('Département voisin')]
  const stock = await stocked(service, ours)
  const walked: Walked[] = []
  for (const role of ROLES) walked.push(...(await as(service, stock, role, await tokenOf(service, role, ours.id))))
  for (const caller of STRANGERS) {
    const role = ROLES.find((name) => caller.endsWith(` ${name}`)) as Role
    walked.push(...(await as(service, stock, caller, await tokenOf(service, role, theirs.id))))
  }
  walked.push(...(await as(service, stock, 'no token', '')))
  walked.push(...(await as(service, stock, 'a revoked token', await revoked(service, ours.id))))
  const expired = await expiring(service, ours.id)
  const { now } = service
  service.now = new Date(Date.now() + DAY_MS)
  walked.push(...(await as(service, stock, 'an expired token', expired)))
  service.now = now
  return walked
}

async function as(service: Service, stock: Stock, caller: Caller, token: string): Promise<Walked[]> {
  const walked: Walked[] = []
  for (const operation of OPERATIONS) {
    const { status, text } = await harmless(service, operation, stock, token)
    walked.push({
      operation: operation.id,
      ofOurs: operation.path.includes('{id}') && collectionOf(operation.path) in stock,
      caller,
      status,
      tellsOurs: tellable(operation.id, stock).some((id) => text.includes(id)),
    })
  }
  return walked
}

/** What may not stand in an answer to others. Their own trail says what they asked for, and that was ours. */
function tellable(operation: OperationId, stock: Stock): string[] {
  const isTrail = operation === 'listAuditEntries' || operation === 'exportRegister'
  return isTrail ? [String(stock['share-classes'])] : Object.values(stock)
}

async function tokenOf(service: Service, role: Role, authorityId: string): Promise<string> {
  return role === 'admin' ? ADMIN_TOKEN : service.mint(role, authorityId)
}

/** A finance token that worked until it was revoked. */
async function revoked(service: Service, authorityId: string): Promise<string> {
  const { id, token } = await minted(service, authorityId, {})
  await works(service, token)
  await service.ok('DELETE', `/v1/tokens/${id}`, { token: ADMIN_TOKEN })
  return token
}

/** A finance token that works for half a day yet. */
async function expiring(service: Service, authorityId: string): Promise<string> {
  const expiresAt = new Date(Date.now() + DAY_MS / 2).toISOString()
  const { token } = await minted(service, authorityId, { expiresAt })
  await works(service, token)
  return token
}

async function minted(service: Service, authorityId: string, more: object): Promise<{ id: string; token: string }> {
  const body = { name: 'Essai', role: 'finance', authorityId, ...more }
  return service.ok('POST', '/v1/tokens', { token: ADMIN_TOKEN, body })
}

async function works(service: Service, token: string): Promise<void> {
  const { status } = await probe(service, 'GET', '/v1/movements', { token })
  if (status !== 200) throw new Error(`a token that should work answers ${status}`)
}
