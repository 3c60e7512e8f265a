// Portfolios of as many movements as one likes, written by SQL with every row that the service itself would have written; and
// with as many balances of the cooperatives, which purchases alone leave as they are: registers have both.
import { createHash } from 'node:crypto'
import type { Test } from 'tap'
import { openPostgres } from '../../src/postgres/database.ts'
import { migrate } from '../../src/postgres/migrate.ts'
import { emptyDatabase } from '../postgres/servers.ts'
import type { Server } from '../support/postgres-server.ts'
import { DAYS, FIRST_DAY } from './days.ts'
import { unguarded } from './unguarded.ts'

export const POSITIONS = 50
export interface Portfolios {
  readonly url: string
  readonly authorityIds: readonly string[]
  /** Each authority's last journal row. */
  readonly lastSeq: number
}

const PER_POSITION = 40

/** A database with so many movements: all in one authority, or forty a position, in as many authorities as it takes. */
export async function loadPortfolios(
  t: Test,
  shape: 'many' | 'one',
  movements: number,
  server?: Pick<Server, 'url'>,
): Promise<Portfolios> {
  const url = await emptyDatabase(t, server)
  const database = openPostgres(url, { max: 1, statementLimitMs: 0 })
  await migrate(database, undefined, async () => {})
  await database.close()
  const authorities = shape === 'one' ? 1 : movements / (POSITIONS * PER_POSITION)
  return makePortfolios(url, authorities, movements / authorities / POSITIONS)
}

/**
 * Fills a migrated database: so many authorities with fifty cooperatives each, one class of shares, and so many purchases
 * a position.
 */
function makePortfolios(url: string, authorities: number, perPosition: number): Promise<Portfolios> {
  return unguarded(url, async (client) => {
    for (const statement of STATEMENTS) {
      await client.query(
        statement
          .replaceAll(':authorities', String(authorities))
          .replaceAll(':positions', String(POSITIONS))
          .replaceAll(':each', String(perPosition)),
      )
    }
    const { rows } = await client.query("select authority_id from authority where name like 'Bench %' order by 1")
    return {
      url,
      authorityIds: rows.map(({ authority_id }) => authority_id),
      lastSeq: 2 * POSITIONS + POSITIONS * perPosition,
    }
  })
}

/** Tokens of the authorities in turn, as the database keeps them: to mint them through the API would take longer. */
export function addTokens(
  { url, authorityIds }: Portfolios,
  tokens: readonly string[],
  role: 'integration' | 'finance' = 'integration',
): Promise<void> {
  return unguarded(url, async (client) => {
    for (const [index, token] of tokens.entries()) {
      await client.query(
        `insert into token (authority_id, id, seq, name, role, hash, created_at)
         values ($1, gen_random_uuid(), 1, 'bench', $2, $3, now())`,
        [authorityIds[index % authorityIds.length], role, createHash('sha256').update(token).digest()],
      )
    }
  })
}

/**
 * An id that follows from a text, so that each table can be written without a look at the others: as SQL, of SQL. The service
 * takes it for one (RFC 9562, version 8).
 */
export const id = (text: string) => `overlay(overlay(md5(${text}) placing '8' from 13) placing '8' from 17)::uuid`

const AUTHORITY = id(`'authority' || a`)
const COOPERATIVE = id(`'cooperative' || a || '/' || p`)
const SHARE_CLASS = id(`'class' || a || '/' || p`)
const MOVEMENT = id(`'movement' || a || '/' || p || '/' || m`)
// All positions of an authority move in turn.
const SEQ = `(2 * :positions + (m - 1) * :positions + p)`
const DAY = `(date '${FIRST_DAY}' + (m::bigint * ${DAYS} / :each)::int)`
const at = (seq: string) => `(timestamptz '2020-01-01' + (${seq}) * interval '1 millisecond')`
const A = 'generate_series(1, :authorities) a'
const AP = `${A} cross join generate_series(1, :positions) p`
const APM = `${AP} cross join generate_series(1, :each) m`
const LAST = `(2 * :positions + :positions * :each)`

const STATEMENTS = [
  `insert into authority (authority_id, name, created_at, cursor_key, last_seq, last_recorded_at, seq)
   select ${AUTHORITY}, 'Bench ' || a, '2020-01-01', sha256(a::text::bytea), ${LAST}, ${at(LAST)}, a from ${A}`,
  `insert into journal (authority_id, seq, recorded_at, operation, actor_name, actor_role, request_id, content)
   select ${AUTHORITY}, s, ${at('s')}, 'recordMovement', 'bench', 'finance', 'bench', '{}'
   from ${A} cross join generate_series(1, ${LAST}) s`,
  `insert into cooperative (authority_id, id, seq) select ${AUTHORITY}, ${COOPERATIVE}, p from ${AP}`,
  `insert into cooperative_version (authority_id, cooperative_id, version, seq, recorded_at, name, legal_form, activity)
   select ${AUTHORITY}, ${COOPERATIVE}, 1, p, ${at('p')}, 'Coopérative ' || p, 'scic_sas', 'grocery' from ${AP}`,
  `insert into share_class (authority_id, cooperative_id, id, seq, recorded_at, name, nominal_value)
   select ${AUTHORITY}, ${COOPERATIVE}, ${SHARE_CLASS}, :positions + p, ${at(':positions + p')}, 'Parts A', 50 from ${AP}`,
  `insert into movement (authority_id, id, seq, recorded_at, cooperative_id, share_class_id, kind, effective_on, shares,
     amount, no_decision_reason)
   select ${AUTHORITY}, ${MOVEMENT}, ${SEQ}, ${at(SEQ)}, ${COOPERATIVE}, ${SHARE_CLASS}, 'purchase', ${DAY}, 10, 500.00,
     'bench' from ${APM}`,
  `insert into entry (authority_id, movement_id, seq, recorded_at, caused_by, cooperative_id, share_class_id, effective_on,
     shares, share_cost, owed_purchase)
   select ${AUTHORITY}, ${MOVEMENT}, ${SEQ}, ${at(SEQ)}, ${MOVEMENT}, ${COOPERATIVE}, ${SHARE_CLASS}, ${DAY}, 10, 500.00,
     -500.00 from ${APM}`,
  `insert into class_balance (authority_id, cooperative_id, share_class_id, effective_on, seq, nominal_value, shares,
     share_cost, uncalled, payable, owed_purchase, impairment)
   select ${AUTHORITY}, ${COOPERATIVE}, ${SHARE_CLASS}, ${DAY}, ${SEQ}, 50, 10 * m, 500.00 * m, 0, 0, 500.00 * m, 0
   from ${APM}`,
  `insert into cooperative_balance (authority_id, cooperative_id, effective_on, seq, advance, owed_grant, receivable_sale,
     receivable_withdrawal, share_income, disposed_cost, disposal_proceeds, "grant", loss, treasury_receipt,
     treasury_advance, treasury_repayment)
   select ${AUTHORITY}, ${COOPERATIVE}, ${DAY}, ${SEQ}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from ${APM}`,
]
