// Who the fuzzer calls as: two authorities with a token of each role, administrators, and those who may not call at all.
import type { Test } from 'tap'
import { ROLES } from '../../src/access/permissions.ts'
import { ADMIN_TOKEN, type Authority, Service } from '../support/api.ts'
import type { Caller } from './draft.ts'
import { knowNothing } from './known.ts'

export interface Offices {
  readonly service: Service
  /** Where the service listens, for what only a socket can send. */
  readonly port: number
  readonly callers: readonly Caller[]
  readonly authorities: readonly { readonly id: string; readonly name: string }[]
  /** Tokens, none of which may ever be told. */
  readonly secrets: readonly string[]
  /** Ids of these tokens: the fuzzer does not draw them, since it would revoke itself. */
  readonly spared: ReadonlySet<string>
  /** The moment of the first request, in milliseconds; a request takes a second. */
  readonly start: number
}

const START = Date.UTC(2026, 10, 25, 9)

export async function openOffices(t: Test): Promise<Offices> {
  const service = await Service.start(t, 'postgres')
  service.now = new Date(START - 60_000)
  const authorities = [await service.authority('Première'), await service.authority('Seconde')] as const
  for (const authority of authorities) await somethingToExport(authority)
  const [first, second] = await Promise.all(
    authorities.map((authority, index) => staff(service, authority, ['first', 'second'][index] as string)),
  )
  const { token: admin } = await service.ok('POST', '/v1/tokens', {
    token: ADMIN_TOKEN,
    body: { name: 'x', role: 'admin' },
  })
  const installation = knowNothing()
  const known = { known: installation }
  const callers: Caller[] = [
    ...(first ?? []),
    ...(second ?? []),
    { name: 'admin', role: 'admin', token: admin, ...known },
    // The bootstrap token died with the first other administrator.
    { name: 'a dead token', role: 'none', token: ADMIN_TOKEN, ...known },
    { name: 'nobody', role: 'none', token: undefined, ...known },
    // Unlike any text that is sent, which may come back as it is.
    { name: 'an unknown token', role: 'none', token: 'unknown-token-of-nobody-0123456789-abcdefghijkl', ...known },
  ]
  const { items } = await service.ok('GET', '/v1/tokens?limit=200', { token: admin })
  const address = await service.app.listen({ port: 0, host: '127.0.0.1' })
  return {
    service,
    port: Number(new URL(address).port),
    callers,
    authorities: authorities.map(({ id }, index) => ({ id, name: `authority ${index + 1}` })),
    secrets: callers.flatMap(({ token }) => token ?? []),
    spared: new Set(items.map(({ id }: { id: string }) => id)),
    start: START,
  }
}

/** What every file has a row of: an act, shares, and a grant to whom open data can name. */
async function somethingToExport(authority: Authority): Promise<void> {
  const cooperativeId = await authority.cooperative({ siren: '356000000', nic: '00048' })
  const on = { cooperativeId, effectiveOn: '2026-03-01' }
  const { id: decisionId } = await authority.decision({
    cooperativeIds: [cooperativeId],
    authorisations: [{ cooperativeId, instrument: 'grant', ceiling: '100.00' }],
  })
  const shareClassId = await authority.shareClass(cooperativeId)
  await authority.move({ kind: 'purchase', ...on, shareClassId, shares: '2', amount: '100.00' })
  await authority.move({ kind: 'grant', ...on, amount: '50.00', decisionId })
}

/** A caller of each role, who share what is known; finance is there twice, since only it can fill the register. */
async function staff(service: Service, authority: Authority, which: string): Promise<Caller[]> {
  const known = knowNothing()
  const roles = ROLES.filter((role) => role !== 'admin' && role !== 'finance')
  const tokens = await Promise.all(roles.map((role) => service.mint(role, authority.id)))
  const others = roles.map((role, index) => ({ name: `${role} of the ${which}`, role, token: tokens[index], known }))
  const finance = { name: `finance of the ${which}`, role: 'finance', token: authority.token, known }
  return [finance, finance, ...others]
}
