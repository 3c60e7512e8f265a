/**
 * Who may do what: one row an operation of the API. Both the enforcement and the OpenAPI document come from it.
 * `admin` is of the installation and reads no portfolio; the other roles belong to one authority.
 */
export const ROLES = ['admin', 'finance', 'board', 'integration', 'auditor'] as const
export type Role = (typeof ROLES)[number]

const READERS = ['finance', 'board', 'integration', 'auditor'] as const
/** Whoever works with the accounts: elected members read what is made of them. */
const BOOK_READERS = ['finance', 'integration', 'auditor'] as const
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
  listCooperativeHistory: READERS,
  recordMovement: WRITERS,
  listMovements: READERS,
  getMovement: READERS,
  reverseMovement: WRITERS,
  recordDecision: WRITERS,
  listDecisions: READERS,
  getDecision: READERS,
  amendDecision: WRITERS,
  recordDecisionStep: WRITERS,
  listDecisionSteps: READERS,
  recordDecisionAuthorisation: WRITERS,
  listDecisionAuthorisations: READERS,
  listAuthorisations: READERS,
  recordDecisionDocument: WRITERS,
  listDecisionDocuments: READERS,
  createOrgan: WRITERS,
  listOrgans: READERS,
  getOrgan: READERS,
  amendOrgan: WRITERS,
  createSeat: WRITERS,
  listSeats: READERS,
  getSeat: READERS,
  amendSeat: WRITERS,
  createMandate: WRITERS,
  listMandates: READERS,
  getMandate: READERS,
  amendMandate: WRITERS,
  createPerson: WRITERS,
  listPersons: READERS,
  getPerson: READERS,
  amendPerson: WRITERS,
  mergePerson: WRITERS,
  erasePerson: WRITERS,
  closeYear: WRITERS,
  reopenYear: WRITERS,
  listClosings: BOOK_READERS,
  getClosing: BOOK_READERS,
  publishSummary: WRITERS,
  listPublishedSummaries: READERS,
  getPublishedSummary: READERS,
  listHoldings: READERS,
  getHolding: READERS,
  listContributions: READERS,
  getPortfolioSummary: READERS,
  getPortfolioTimeline: READERS,
  exportWorkbook: BOOK_READERS,
  exportBudgetAnnex: BOOK_READERS,
  exportYearMovements: READERS,
  exportDeliberations: READERS,
  exportGrants: READERS,
  createAccountNumber: WRITERS,
  listAccountNumbers: BOOK_READERS,
  exportJournal: BOOK_READERS,
  listDeadlines: READERS,
  createFeedKey: WRITERS,
  listFeedKeys: ['finance', 'auditor'],
  getFeedKey: ['finance', 'auditor'],
  revokeFeedKey: WRITERS,
  exportBoardDossier: READERS,
  listAuditEntries: ['admin', 'auditor'],
  eraseOrigins: ['admin'],
  getCheckpoint: ROLES,
  getMovementProof: READERS,
  exportRegister: ['admin', 'auditor'],
} as const satisfies Record<string, readonly Role[]>

export type OperationId = keyof typeof PERMISSIONS

export function mayDo(role: Role, operation: OperationId): boolean {
  return (PERMISSIONS[operation] as readonly Role[]).includes(role)
}
