// What a walk over all operations found, held against the table of permissions.
import { ROLES, type Role } from '../../src/access/permissions.ts'

/** Tokens that are none, one of each kind; `stranger` has a role, but in another authority. */
export const NO_TOKENS = ['no token', 'a revoked token', 'an expired token'] as const

/** Who called: a role of our authority, a role of another one, or nobody. */
export type Caller = Role | `another authority’s ${Exclude<Role, 'admin'>}` | (typeof NO_TOKENS)[number]

export const STRANGERS = ROLES.flatMap((role) => (role === 'admin' ? [] : [`another authority’s ${role}` as const]))
export const CALLERS: readonly Caller[] = [...ROLES, ...STRANGERS, ...NO_TOKENS]

/** One answer of the walk. */
export interface Walked {
  readonly operation: string
  /** The path names a resource: ours. */
  readonly ofOurs: boolean
  readonly caller: Caller
  readonly status: number
  /** Something of ours stands in the answer. */
  readonly tellsOurs: boolean
}

/** What may be done by whom: a row an operation. */
export type Table = Readonly<Record<string, readonly Role[]>>

/** Everything that the walk and the table do not agree on, in words; empty when each operation was walked as each caller. */
export function disagreements(operations: readonly string[], walked: readonly Walked[], table: Table): string[] {
  const found = new Map(walked.map((one) => [`${one.operation} as ${one.caller}`, one]))
  return [
    ...operations.filter((id) => !Object.hasOwn(table, id)).map((id) => `${id} has no row`),
    ...Object.keys(table)
      .filter((id) => !operations.includes(id))
      .map((id) => `${id} has a row and is no operation`),
    ...operations.flatMap((id) =>
      CALLERS.flatMap((caller) => {
        const one = found.get(`${id} as ${caller}`)
        const fault = one ? faultOf(one, table[id] ?? []) : 'was not walked'
        return fault === undefined ? [] : [`${id} as ${caller}: ${fault}`]
      }),
    ),
  ]
}

function faultOf({ caller, status, ofOurs, tellsOurs }: Walked, row: readonly Role[]): string | undefined {
  if (NO_TOKENS.some((none) => none === caller)) return status === 401 ? undefined : `${status}, not 401`
  const ours = ROLES.find((role) => role === caller)
  const role = ours ?? ROLES.find((name) => caller.endsWith(` ${name}`))
  if (role === undefined || !row.includes(role)) return status === 403 ? undefined : `${status}, not 403`
  if (ours) return [401, 403].includes(status) || status >= 500 ? `${status}, and it is its own` : undefined
  if (ofOurs) return status === 404 ? undefined : `${status}, not 404: it is not theirs`
  if (tellsOurs) return 'tells what is ours'
  return [401, 403].includes(status) || status >= 500 ? `${status}, and it may ask its own` : undefined
}
