// A register with something in every table that is sealed, for whoever attacks it.
import { sql } from 'kysely'
import type { Test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import type { Tx } from '../../src/postgres/database.ts'
import { checkRegister } from '../../src/proof/registers.ts'
import type { Report } from '../../src/proof/report.ts'
import { ADMIN_TOKEN, Authority, Service } from '../support/api.ts'

/** The sample, a second authority, refused writes, exports, a token that was revoked, a name and origins that were erased. */
export async function filledRegister(t: Test): Promise<{ service: Service; authority: Authority }> {
  const service = await Service.start(t, 'postgres')
  const id = await loadSample(service.test.database)
  const authority = new Authority(service, id, await service.mint('finance', id))
  const neighbour = await service.authority('Département voisin')
  for (const office of [authority, neighbour]) {
    const { id: personId } = await office.person('Dominique Oublié')
    await office.person('Claude Présent')
    await office.post(`/v1/persons/${personId}/erasure`, { reason: 'Demande de la personne' })
    const position = await office.position()
    await papers(office, position.cooperativeId)
    await office.move({ kind: 'purchase', ...position, effectiveOn: '2025-01-01', shares: '2', amount: '100.00' })
    await Promise.all(
      ['3', '4', '5'].map((shares) =>
        office.tryMove({ kind: 'sale', ...position, effectiveOn: '2025-01-02', shares, amount: '1.00' }),
      ),
    )
    await office.post('/v1/account-numbers', { account: 'grant', number: '6574', fromYear: 2025 })
    const { id: feedKeyId } = await office.post('/v1/feed-keys', { name: 'Agenda' })
    await office.call('DELETE', `/v1/feed-keys/${feedKeyId}`)
    const { id: closingId } = await office.post('/v1/closings', { year: 2015 })
    await office.post(`/v1/closings/${closingId}/reopening`, { reason: 'Oubli' })
    await office.post('/v1/published-summaries', { title: 'Au 31 décembre 2024', asOf: '2024-12-31' })
    await office.call('GET', '/v1/movements', undefined, { accept: 'text/csv' })
  }
  const admin = { token: ADMIN_TOKEN }
  const { items } = await service.ok('GET', '/v1/tokens', admin)
  await service.call('DELETE', `/v1/tokens/${items.at(-1).id}`, admin)
  const erasure = { authorityId: neighbour.id, before: new Date().toISOString(), reason: 'Durée échue' }
  await service.ok('POST', '/v1/origin-erasures', { ...admin, body: erasure })
  return { service, authority }
}

async function papers(office: Authority, cooperativeId: string): Promise<void> {
  const url = `/v1/cooperatives/${cooperativeId}`
  await office.post(`${url}/audits`, { on: '2024-06-14', conclusion: 'compliant' })
  const aid = { grantedOn: '2024-01-01', regulation: 'de_minimis', grossGrantEquivalent: '5.00' }
  const { id: supersedes } = await office.post(`${url}/state-aids`, aid)
  await office.post(`${url}/state-aids`, { ...aid, supersedes })
  const convention = { reference: 'CONV-1', signedOn: '2024-01-01', endsOn: '2025-01-01' }
  await office.post(`${url}/advance-conventions`, convention)
}

/** Attacks as a superuser who holds triggers and constraints off, has it verified, and takes it back. */
export async function attacked(
  { service }: { service: Service },
  attack: (tx: Tx) => Promise<void>,
  kept: Parameters<typeof checkRegister>[1] = [],
): Promise<Report> {
  let found: Report | undefined
  const rollback = new Error('attacked only for a moment')
  await service.test.database.kysely
    .transaction()
    .execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await attack(tx)
      found = await checkRegister(tx, kept)
      throw rollback
    })
    .catch((error) => {
      if (error !== rollback) throw error
    })
  return found as Report
}
