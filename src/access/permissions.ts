/**
 * Who may do what: one row an operation of the API. Both the enforcement and the OpenAPI document come from it.
 * `admin` is of the installation and reads no portfolio; the other roles belong to one authority.
 */
export const ROLES = ['admin', 'finance', 'board', 'integration', 'auditor'] as const
export type Role = (typeof ROLES)[number]

const READERS = ['finance', 'board', 'integration', 'auditor'] as const
const WRITERS = ['finance'] as const

export const PERMISSIONS = {
  createAuthority: ['admin'],
  listAuthorities: ['admin'],
  getAuthority: ['admin'],
  createToken: ['admin'],
  listTokens: ['admin'],
  getToken: ['admin'],
  revokeToken: ['admin'],
  createCooperative: WRITERS,
  listCooperatives: READERS,
  getCooperative: READERS,
  amendCooperative: WRITERS,
  createShareClass: WRITERS,
  listShareClasses: READERS,
  createCapitalStatement: WRITERS,
  listCapitalStatements: READERS,
  createAnnualAccounts: WRITERS,
  listAnnualAccounts: READERS,
  recordMovement: WRITERS,
  listMovements: READERS,
  getMovement: READERS,
  reverseMovement: WRITERS,
  listHoldings: READERS,
  getHolding: READERS,
  listContributions: READERS,
  getPortfolioSummary: READERS,
  getPortfolioTimeline: READERS,
  listAuditEntries: ['admin', 'auditor'],
} as const satisfies Record<string, readonly Role[]>

export type OperationId = keyof typeof PERMISSIONS

export function mayDo(role: Role, operation: OperationId): boolean {
  return (PERMISSIONS[operation] as readonly Role[]).includes(role)
}
