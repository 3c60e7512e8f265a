// The movements of a year, for the annex of assets: what came in, what went out, and what each title was worth before and
// after. Source: domain, "Documents".
import { sql } from 'kysely'
import { INSTRUMENT_OF, isConsuming } from '../decisions/authorisation.ts'
import { countsAt } from '../decisions/step-queries.ts'
import { frenchDate, NO_BREAK } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { Opening } from '../http/download.ts'
import { rowsOf } from '../http/rows.ts'
import type { Column } from '../http/table.ts'
import { debited } from '../ledger/account.ts'
import { listMovements, type RegisteredMovement, SEQ } from '../ledger/listing.ts'
import { allHoldings } from '../portfolio/holdings.ts'
import type { Holding } from '../portfolio/schema.ts'
import type { Tx } from '../postgres/database.ts'
import { euros } from '../values/amount.ts'
import { addDays, type PlainDate } from '../values/plain-date.ts'
import type { FinancialYear } from './year.ts'

/** A title's worth before and after the year, or one movement of it. */
export interface YearLine {
  readonly line: 'Situation' | 'Entrée' | 'Sortie'
  readonly name: string
  readonly shareClassName: string | null
  readonly decidedOn: PlainDate | null
  readonly inventoryNumber: string | null
  readonly effectiveOn: PlainDate | null
  readonly kind: string | null
  readonly shares: string | null
  readonly acquisitionValue: string | null
  readonly bookValueBefore: string | null
  readonly bookValueAfter: string | null
  readonly exitValue: string | null
  readonly price: string | null
  readonly gain: string | null
}

/** The columns of a year's table: the two that show a worth say of which day. */
export const yearColumns = ({ year, closing }: FinancialYear): readonly Column<YearLine>[] => [
  { header: 'Ligne', kind: 'code', value: ({ line }) => line },
  { header: 'Type de titre', kind: 'code', value: () => 'Parts sociales' },
  { header: 'Organisme', kind: 'text', value: ({ name }) => name },
  { header: 'Catégorie', kind: 'text', value: ({ shareClassName }) => shareClassName },
  { header: 'Date de la délibération', kind: 'date', value: ({ decidedOn }) => decidedOn },
  { header: 'Numéro d’inventaire', kind: 'text', value: ({ inventoryNumber }) => inventoryNumber },
  { header: 'Date d’effet', kind: 'date', value: ({ effectiveOn }) => effectiveOn },
  { header: 'Mouvement', kind: 'code', value: ({ kind }) => kind },
  { header: 'Parts', kind: 'shares', value: ({ shares }) => shares },
  { header: 'Valeur d’acquisition', kind: 'euros', value: (line) => line.acquisitionValue, isSummed: true },
  {
    header: `Valeur nette au 1er janvier ${year}`,
    kind: 'euros',
    value: (line) => line.bookValueBefore,
    isSummed: true,
  },
  {
    header: `Valeur nette au ${frenchDate(closing.asOf).replaceAll(NO_BREAK, ' ')}`,
    kind: 'euros',
    value: (line) => line.bookValueAfter,
    isSummed: true,
  },
  { header: 'Valeur de sortie', kind: 'euros', value: ({ exitValue }) => exitValue, isSummed: true },
  { header: 'Prix de cession', kind: 'euros', value: ({ price }) => price, isSummed: true },
  { header: 'Plus ou moins-value', kind: 'euros', value: ({ gain }) => gain, isSummed: true },
]

// A movement uses up an authorisation by what it is: shares that come in, or shares that go out.
const LINES: Readonly<Partial<Record<string, 'Entrée' | 'Sortie'>>> = { shares: 'Entrée', disposal: 'Sortie' }
const lineOfKind = (kind: string) => (isConsuming(kind) ? LINES[INSTRUMENT_OF[kind]] : undefined)

const NOTHING = {
  shareClassName: null,
  decidedOn: null,
  inventoryNumber: null,
  effectiveOn: null,
  kind: null,
  shares: null,
  acquisitionValue: null,
  bookValueBefore: null,
  bookValueAfter: null,
  exitValue: null,
  price: null,
  gain: null,
}

/** First what every title was worth, then what moved, in the order of its effect; what was reversed is not there. */
export async function* yearLines(inBatch: Opening<unknown>['inBatch'], year: FinancialYear): AsyncGenerator<YearLine> {
  yield* situations(inBatch, year)
  const { opening, closing } = year
  const period = { from: addDays(opening.asOf, 1) }
  const movements = rowsOf<RegisteredMovement & { decidedOn: PlainDate | null }>(inBatch, async (tx, after, limit) => {
    const listed = await listMovements(
      tx,
      closing,
      period,
      after && { effectiveOn: after.effectiveOn, seq: after[SEQ] },
      limit,
    )
    const days = await adoptionDays(
      tx,
      listed.flatMap(({ decisionId }) => decisionId ?? []),
      closing.seq,
    )
    return listed.map((one) => ({ ...one, decidedOn: days.get(one.decisionId ?? '') ?? null }))
  })
  for await (const movement of movements) {
    const line = lineOfKind(movement.kind)
    if (line && movement.reversedBy === null) yield yearLineOf(line, movement)
  }
}

async function* situations(
  inBatch: Opening<unknown>['inBatch'],
  { opening, closing }: FinancialYear,
): AsyncGenerator<YearLine> {
  const held = async (moment: typeof closing) => {
    const all = await inBatch((tx) => allHoldings(tx, moment))
    return new Map(all.map((one) => [one.cooperativeId, one]))
  }
  const [before, after] = [await held(opening), await held(closing)]
  for (const cooperativeId of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const holding = after.get(cooperativeId) ?? (before.get(cooperativeId) as Holding)
    for (const { shareClassId, name } of holding.shareClasses) {
      const classOf = (of: Holding | undefined) => of?.shareClasses.find((one) => one.shareClassId === shareClassId)
      const [was, is] = [classOf(before.get(cooperativeId)), classOf(after.get(cooperativeId))]
      const values = { bookValueBefore: was?.netBookValue ?? '0.00', bookValueAfter: is?.netBookValue ?? '0.00' }
      // What is written off to nothing is held all the same.
      if ((was?.shares ?? '0') === '0' && (is?.shares ?? '0') === '0') continue
      yield { ...NOTHING, line: 'Situation', name: holding.name, shareClassName: name, ...values }
    }
  }
}

function yearLineOf(
  line: 'Entrée' | 'Sortie',
  movement: RegisteredMovement & { decidedOn: PlainDate | null },
): YearLine {
  const { postings } = movement
  const moved = {
    ...NOTHING,
    line,
    name: movement.cooperativeName,
    shareClassName: movement.shareClassName,
    decidedOn: movement.decidedOn,
    inventoryNumber: movement.externalReference,
    effectiveOn: movement.effectiveOn,
    kind: label('movementKind', movement.kind),
    shares: movement.sharesMoved,
  }
  if (line === 'Entrée') return { ...moved, acquisitionValue: euros(debited(postings, 'share_cost')) }
  return {
    ...moved,
    exitValue: euros(debited(postings, 'share_cost').neg()),
    price: euros(debited(postings, 'disposal_proceeds').neg()),
    gain: euros(debited(postings, 'disposal_proceeds', 'disposed_cost').neg()),
  }
}

/** When some decisions were adopted, as known at a journal row. */
async function adoptionDays(tx: Tx, decisionIds: readonly string[], seq: number): Promise<Map<string, PlainDate>> {
  if (decisionIds.length === 0) return new Map()
  const { rows } = await sql<{ decision_id: string; on: PlainDate }>`
    select s.decision_id, min(s.happened_on) as on from decision_step s
    where s.decision_id = any(${[...new Set(decisionIds)]}::uuid[]) and s.kind = 'adopted' and ${countsAt(seq)}
    group by s.decision_id`.execute(tx)
  return new Map(rows.map((row) => [row.decision_id, row.on]))
}
