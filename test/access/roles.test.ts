// Who may do what: every operation of the document, as every role, with tokens that are none or no longer, and as another
// authority; held against the table of permissions, and the table against the contract.
import Fastify from 'fastify'
import { test } from 'tap'
import { type OperationId, PERMISSIONS, ROLES, type Role } from '../../src/access/permissions.ts'
import { type Api, register } from '../../src/http/operation.ts'
import { Service } from '../support/api.ts'
import { disagreements, type Table } from './comparison.ts'
import { compiledWithout } from './compiled.ts'
import { OPERATIONS } from './operations.ts'
import { walk } from './walk.ts'

/** What the contract says of each role, in words of its own: PERMISSIONS must say the same. */
const ADMINISTRATION = /Authorit(y|ies)$|Tokens?$|^eraseOrigins$/
const AUDIT = 'listAuditEntries'
const BOARD =
  /Summar|Timeline|Holding|Contributions|Cooperative|Movement|Decision|Seat|Finding|Acknowledgements|Mandate|Organ|Person|Rule|ShareClass|CapitalStatement|AnnualAccounts|StateAid|AdvanceConvention|History|Authorisation|Deadlines|Deliberations|Grants|Dossier/
const isRead = (id: string) => /^(get|list|export)/.test(id)
/** A digest that tells nothing: anyone may keep it. */
const CHECKPOINT = 'getCheckpoint'
/** Whoever audits takes the chains away; an administrator, those of the installation. */
const CHAINS = 'exportRegister'

/** Who has a key has the deadlines: it is the finance office’s to give, and the auditor’s to see. */
const FEEDS = /FeedKeys?$/

const CONTRACT: Record<(typeof ROLES)[number], (id: string) => boolean> = {
  admin: (id) => ADMINISTRATION.test(id) || [AUDIT, CHECKPOINT, CHAINS].includes(id),
  finance: (id) => !ADMINISTRATION.test(id) && id !== AUDIT && id !== CHAINS,
  board: (id) => isRead(id) && (BOARD.test(id) || id === CHECKPOINT) && !ADMINISTRATION.test(id),
  integration: (id) => isRead(id) && !ADMINISTRATION.test(id) && id !== AUDIT && id !== CHAINS && !FEEDS.test(id),
  auditor: (id) => isRead(id) && !ADMINISTRATION.test(id),
}

const IDS = OPERATIONS.map(({ id }) => id)
const TABLE: Table = PERMISSIONS

test('the table of permissions says what the contract says', async (t) => {
  for (const role of ROLES) {
    const given = IDS.filter((id) => TABLE[id]?.includes(role))
    t.same(given, IDS.filter(CONTRACT[role]), role)
  }
})

test('every operation, as everybody', async (t) => {
  const service = await Service.start(t, 'postgres')
  const walked = await walk(service)
  t.same(disagreements(IDS, walked, TABLE), [], `${walked.length} calls`)

  const shows = (fault: string, changed: { ids?: readonly string[]; walked?: typeof walked; table?: Table }) => {
    const faults = disagreements(changed.ids ?? IDS, changed.walked ?? walked, changed.table ?? TABLE)
    t.ok(faults.includes(fault), fault, { faults })
  }

  for (const id of IDS) {
    const { [id]: row, ...others } = TABLE as Record<OperationId, readonly Role[]>
    shows(`${id} has no row`, { table: others })
    for (const role of ROLES) {
      const may = row.includes(role)
      const changed = may ? row.filter((one) => one !== role) : [...row, role]
      const [{ status } = { status: 0 }] = walked.filter((one) => one.operation === id && one.caller === role)
      shows(`${id} as ${role}: ${may ? `${status}, not 403` : `${status}, and it is its own`}`, {
        table: { ...TABLE, [id]: changed },
      })
    }
  }
  shows('mayFly has a row and is no operation', { table: { ...TABLE, mayFly: ['admin'] } })
  shows('mayFly as admin: was not walked', { ids: [...IDS, 'mayFly'] })
  shows(`${walked[0]?.operation} as ${walked[0]?.caller}: was not walked`, { walked: walked.slice(1) })
  shows('listSeats as another authority’s board: tells what is ours', {
    walked: walked.map((one) => (one.operation === 'listSeats' ? { ...one, tellsOurs: true } : one)),
  })
  shows('getSeat as another authority’s board: 200, not 404: it is not theirs', {
    walked: walked.map((one) => (one.status === 404 ? { ...one, status: 200 } : one)),
  })
  shows('getSeat as a revoked token: 200, not 401', {
    walked: walked.map((one) => (one.status === 401 ? { ...one, status: 200 } : one)),
  })
})

test('an operation without a row does not compile', async (t) => {
  const errors = compiledWithout(t, IDS)
  for (const id of IDS) t.ok(errors.includes(`Type '"${id}"' is not assignable`), id)
})

test('an operation without a row does not start', async (t) => {
  const operation = { id: 'mayFly' as OperationId, method: 'GET', url: '/v1/flights', tag: 'x', summary: 'x' } as const
  const answer = { status: 200, schema: null, description: 'x' }
  const api = { app: Fastify() } as unknown as Api
  t.throws(
    () => register(api, { ...operation, answer }, async (_, reply) => reply),
    /mayFly has no row in .*permissions/,
  )
  t.doesNotThrow(() => register(api, { ...operation, id: 'listSeats', answer }, async (_, reply) => reply))
})
