// The facts of every cooperative at a moment, in a number of statements that does not grow with them.
import { advanceConventionsOn } from '../advance-conventions/queries.ts'
import { cooperativeAuditsOn } from '../cooperative-audits/queries.ts'
import type { Moment } from '../journal/moment.ts'
import { newestCovering } from '../ledger/settle.ts'
import type { Tx } from '../postgres/database.ts'
import { together } from '../postgres/together.ts'
import type { AdvanceFact, Facts, UnpaidFact } from '../rules/facts.ts'
import { Decimal, toCents, ZERO } from '../values/amount.ts'
import { aidsOn } from './aid-facts.ts'
import type { Asked } from './asked.ts'
import * as capital from './capital-facts.ts'
import * as decision from './decision-facts.ts'
import * as ledger from './ledger-facts.ts'
import { type SeatRow, seats } from './seat-facts.ts'
import { unpaidClasses } from './unpaid-facts.ts'

/** A cooperative, and what is known of it. */
export interface Known {
  readonly name: string
  readonly facts: Facts
}

/**
 * In order of registration. All statements go out together: where the connection pipelines, in one round trip.
 *
 * @param only the one cooperative that is asked about; undefined: all
 */
export async function gatherFacts(
  tx: Tx,
  { asOf, seq }: Pick<Moment, 'asOf' | 'seq'>,
  only?: string,
): Promise<Known[]> {
  const at: Asked = { asOf, seq, only: only ?? null }
  const [
    cooperatives,
    statements,
    accounts,
    holdings,
    issues,
    unpaid,
    withdrawals,
    interest,
    advances,
    decisions,
    abouts,
    uses,
    undecided,
    seatRows,
    grants,
    audits,
    aids,
    conventions,
  ] = await together(
    capital.cooperatives.run(tx, at),
    capital.statements.run(tx, at).then(byCooperative),
    capital.accounts.run(tx, at).then(byCooperative),
    capital.positions.run(tx, at).then(byCooperative),
    capital.issues.run(tx, at).then(byCooperative),
    unpaidClasses(tx, at).then(unpaidFacts),
    ledger.withdrawals.run(tx, at).then(byCooperative),
    ledger.interest.run(tx, at).then(byCooperative),
    ledger.advances.run(tx, at).then(byCooperative),
    decision.decisions.run(tx, at).then(decision.byId),
    decision.abouts.run(tx, at).then(byCooperative),
    decision.uses.run(tx, at).then(byCooperative),
    ledger.undecided.run(tx, at).then(byCooperative),
    seats.run(tx, at).then(byCooperative),
    ledger.grants.run(tx, at).then(byCooperative),
    cooperativeAuditsOn(tx, { asOf, seq }, at.only),
    aidsOn(tx, at),
    advanceConventionsOn(tx, { asOf, seq }, at.only),
  )
  return cooperatives.map(({ id, name, legal_form, siren, nic }) => ({
    name,
    facts: {
      asOf,
      cooperative: { id, legalForm: legal_form, siren, nic },
      statements: (statements.get(id) ?? []).map((row) => new capital.Statement(row)),
      accounts: (accounts.get(id) ?? []).map((row) => new capital.Accounts(row)),
      holdings: (holdings.get(id) ?? []).map(holdingFact),
      issues: (issues.get(id) ?? []).map((row) => ({ on: row.effective_on, issued: toCents(new Decimal(row.issued)) })),
      unpaid: unpaid.get(id) ?? [],
      withdrawals: withdrawalFacts(withdrawals.get(id) ?? []),
      interest: (interest.get(id) ?? []).map((row) => ({
        on: row.effective_on,
        amount: new Decimal(row.amount),
        base: toCents(new Decimal(row.base ?? 0)),
      })),
      advances: advanceFacts(advances.get(id) ?? []),
      conventions: new Map(
        conventions.filter(({ cooperativeId }) => cooperativeId === id).map((one) => [one.reference, one]),
      ),
      auditedOn: audits.flatMap(({ cooperativeId, on }) => (cooperativeId === id ? [on] : [])),
      decisions: decision.factsOf(decisions, abouts.get(id) ?? [], uses.get(id) ?? []),
      undecided: (undecided.get(id) ?? []).map(movementFact),
      seats: (seatRows.get(id) ?? []).map(seatFact),
      aids: aids.get(id) ?? [],
      grants: (grants.get(id) ?? []).map(movementFact),
    },
  }))
}

/** The same cooperatives with what was held on every day, for the rules that look back. */
export async function lookBack(
  tx: Tx,
  { asOf, seq }: Pick<Moment, 'asOf' | 'seq'>,
  known: readonly Known[],
): Promise<Known[]> {
  const among = known.map(({ facts }) => facts.cooperative.id)
  const holdings = byCooperative(await capital.holdings.run(tx, { asOf, seq, only: null, among }))
  return known.map(({ name, facts }) => ({
    name,
    facts: { ...facts, holdings: (holdings.get(facts.cooperative.id) ?? []).map(holdingFact) },
  }))
}

function byCooperative<Row extends { readonly cooperative_id: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row[]> {
  return Map.groupBy(rows, ({ cooperative_id }) => cooperative_id)
}

function holdingFact(row: capital.HoldingRow): Facts['holdings'][number] {
  return {
    on: row.effective_on,
    nominal: toCents(new Decimal(row.nominal)),
    cost: new Decimal(row.cost),
    impairment: new Decimal(row.impairment),
  }
}

function movementFact(row: { id: string; kind: string; effective_on: string; amount: string }) {
  return { movementId: row.id, kind: row.kind, on: row.effective_on, amount: new Decimal(row.amount) }
}

/** Subscription by subscription, whether it is called or not. */
function unpaidFacts(classes: Awaited<ReturnType<typeof unpaidClasses>>): ReadonlyMap<string, UnpaidFact[]> {
  const open = classes.flatMap(({ uncalled, payable }) => [...uncalled, ...payable])
  const facts = [...Map.groupBy(open, ({ subscription }) => subscription)].map(([subscription, parts]) => ({
    cooperative_id: subscription.cooperativeId,
    movementId: subscription.id,
    shareClassName: subscription.shareClassName,
    on: subscription.effectiveOn,
    subscribed: parts[0]?.subscribed ?? subscription.amount,
    unpaid: parts.reduce((sum, { amount }) => sum.plus(amount), ZERO),
  }))
  return byCooperative(facts.sort((left, right) => (left.on < right.on ? -1 : 1)))
}

function withdrawalFacts(rows: readonly ledger.WithdrawalRow[]): Facts['withdrawals'] {
  const facts = rows.map((row) => ({
    ...movementFact(row),
    nominal: toCents(new Decimal(row.nominal)),
    unpaid: new Decimal(row.unpaid),
    dueOn: row.due_on,
  }))
  const open = newestCovering(facts, new Decimal(rows[0]?.receivable ?? 0))
  const openOf = new Map(open.map(({ source, amount }) => [source.movementId, amount]))
  return facts.map((fact) => ({ ...fact, open: openOf.get(fact.movementId) ?? ZERO }))
}

/** The oldest is settled first. */
function advanceFacts(rows: readonly ledger.AdvanceRow[]): Facts['advances'] {
  let facts: AdvanceFact[] = []
  for (const row of rows) {
    const amount = new Decimal(row.amount)
    const outstandingBefore = facts.reduce((sum, { outstanding }) => sum.plus(outstanding), ZERO)
    if (row.kind === 'advance') {
      const { convention_reference: conventionReference, repayable_on: repayableOn } = row
      facts = [
        ...facts,
        { ...movementFact(row), outstanding: amount, conventionReference, repayableOn, outstandingBefore },
      ]
    } else {
      const open = newestCovering(
        facts.map((source) => ({ ...source, amount: source.outstanding })),
        outstandingBefore.minus(amount),
      )
      const openOf = new Map(open.map(({ source, amount: left }) => [source.movementId, left]))
      facts = facts.map((fact) => ({ ...fact, outstanding: openOf.get(fact.movementId) ?? ZERO }))
    }
  }
  return facts.filter(({ outstanding }) => outstanding.gt(ZERO))
}

function seatFact(row: SeatRow): Facts['seats'][number] {
  return {
    id: row.id,
    label: [row.organ_name, row.title].filter((part) => part !== null).join(', '),
    period: { from: row.starts_on, to: row.ends_on },
    titular: row.held_from === null ? null : { from: row.held_from, to: row.held_to },
    lastEndedOn: row.last_ended_on,
  }
}
