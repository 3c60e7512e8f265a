// What an authority has set and acknowledged, as known at a journal row.
import { sql } from 'kysely'
import type { Writing } from '../journal/command.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { statement } from '../postgres/statement.ts'
import { type DatedValue, type Settings, settingKey } from '../rules/law.ts'
import type { Instant } from '../values/instant.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { type Asked, asked } from './asked.ts'
import type { Acknowledgement, RuleParameterSetting } from './schema.ts'

/** Values that were set, in order of recording. */
export async function listParameterSettings(
  tx: Tx,
  seq: number,
  filter: { rule?: string | undefined } = {},
  after?: Instant,
  limit?: number,
): Promise<RuleParameterSetting[]> {
  const where = conditions([
    sql`seq <= ${seq}`,
    filter.rule && sql`rule = ${filter.rule}`,
    after && sql`recorded_at > ${after}`,
  ])
  const { rows } = await sql<RuleParameterSetting>`
    select id, rule, parameter, value, from_on as "from", to_on as "to", source, recorded_at as "recordedAt"
    from rule_parameter where ${where} order by seq limit ${limit ?? null}`.execute(tx)
  return rows
}

const settingsUntil = statement<{ seq: number }, RuleParameterSetting>(
  (parameter) => sql`
    select rule, parameter, value, from_on as "from", to_on as "to", source from rule_parameter
    where seq <= ${parameter('seq')} order by seq`,
)

/** The same by rule and parameter, the newest first: what the rules are judged by. */
export async function settingsAt(tx: Tx, { seq }: Pick<Moment, 'seq'>): Promise<Settings> {
  const settings = new Map<string, DatedValue[]>()
  for (const { rule, parameter, value, from, to, source } of await settingsUntil.run(tx, { seq })) {
    const key = settingKey(rule, parameter)
    settings.set(key, [{ from, to, value, source }, ...(settings.get(key) ?? [])])
  }
  return settings
}

export async function insertParameterSetting(
  { tx, caller, seq }: Writing,
  setting: RuleParameterSetting,
): Promise<void> {
  const { id, rule, parameter, value, from, to, source, recordedAt } = setting
  await tx
    .insertInto('rule_parameter')
    .values({
      authority_id: caller.authorityId,
      id,
      seq,
      recorded_at: recordedAt,
      rule,
      parameter,
      value,
      from_on: from,
      to_on: to,
      source,
    })
    .execute()
}

interface AcknowledgementRow {
  id: string
  rule: string
  cooperative_id: string
  subject_id: string | null
  reason: string
  ends_on: PlainDate
  recorded_at: Instant
}

const inForce = statement<Asked, AcknowledgementRow>((parameter) => {
  const { asOf, seq, isAsked } = asked(parameter)
  return sql`
    select * from (
      select distinct on (a.cooperative_id, a.rule, a.subject_id) a.* from acknowledgement a
      where a.seq <= ${seq} and ${isAsked(sql`a.cooperative_id`)}
      order by a.cooperative_id, a.rule, a.subject_id, a.seq desc) newest
    where ends_on > ${asOf}`
})

/** The newest of each finding, where it holds on asOf. */
export async function acknowledgementsOn(tx: Tx, at: Asked): Promise<Acknowledgement[]> {
  return (await inForce.run(tx, at)).map(acknowledgementOf)
}

/** All of them, in order of recording, those that later ones supersede too. */
export async function listAcknowledgements(
  tx: Tx,
  seq: number,
  filter: { rule?: string | undefined; cooperativeId?: string | undefined },
  after: Instant | undefined,
  limit: number,
): Promise<Acknowledgement[]> {
  const where = conditions([
    sql`a.seq <= ${seq}`,
    filter.rule && sql`a.rule = ${filter.rule}`,
    filter.cooperativeId && sql`a.cooperative_id = ${filter.cooperativeId}`,
    after && sql`a.recorded_at > ${after}`,
  ])
  const { rows } = await sql<AcknowledgementRow>`
    select a.* from acknowledgement a where ${where} order by a.seq limit ${limit}`.execute(tx)
  return rows.map(acknowledgementOf)
}

function acknowledgementOf(row: AcknowledgementRow): Acknowledgement {
  return {
    id: row.id,
    rule: row.rule,
    cooperativeId: row.cooperative_id,
    subjectId: row.subject_id,
    reason: row.reason,
    until: row.ends_on,
    recordedAt: row.recorded_at,
  }
}

export async function insertAcknowledgement({ tx, caller, seq }: Writing, made: Acknowledgement): Promise<void> {
  await tx
    .insertInto('acknowledgement')
    .values({
      authority_id: caller.authorityId,
      id: made.id,
      seq,
      recorded_at: made.recordedAt,
      rule: made.rule,
      cooperative_id: made.cooperativeId,
      subject_id: made.subjectId,
      reason: made.reason,
      ends_on: made.until,
    })
    .execute()
}
