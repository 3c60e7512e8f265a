// The budget annex: the bodies in which the collectivité has taken a financial engagement (domain, "Documents"; CGCT
// L.2313-1 for grants). No code of the annex is printed, since it changes between frameworks.
import { listAnnualAccounts } from '../annual-accounts/queries.ts'
import { findCooperative } from '../cooperatives/queries.ts'
import { label } from '../french/labels.ts'
import type { Opening } from '../http/download.ts'
import { rowsOf } from '../http/rows.ts'
import type { Column } from '../http/table.ts'
import { findHolding, listHoldings } from '../portfolio/holdings.ts'
import type { Holding } from '../portfolio/schema.ts'
import type { Tx } from '../postgres/database.ts'
import { Decimal, euros } from '../values/amount.ts'
import type { FinancialYear } from './year.ts'

/** Grants of a year above either are in the annex: in euros, and as a share of the body's income. */
const LARGE_GRANT = '75000.00'
const LARGE_SHARE_OF_INCOME = '0.5'

/** One engagement in one body. */
export interface Engagement {
  readonly name: string
  readonly legalForm: string
  readonly siren: string | null
  readonly nature: string
  readonly amount: string
  readonly capitalShare: string | null
}

export const annexColumns: readonly Column<Engagement>[] = [
  { header: 'Nom de l’organisme', kind: 'text', value: ({ name }) => name },
  { header: 'Raison sociale', kind: 'text', value: ({ name }) => name },
  { header: 'Nature juridique', kind: 'code', value: ({ legalForm }) => legalForm },
  { header: 'SIREN', kind: 'code', value: ({ siren }) => siren },
  { header: 'Nature de l’engagement', kind: 'code', value: ({ nature }) => nature },
  { header: 'Montant', kind: 'euros', value: ({ amount }) => amount, isSummed: true },
  { header: 'Part du capital', kind: 'ratio', value: ({ capitalShare }) => capitalShare },
]

/** The engagements at the end of a year, body by body: capital held, advances, large grants of the year. */
export async function* engagements(
  inBatch: Opening<unknown>['inBatch'],
  { opening, closing, year }: FinancialYear,
): AsyncGenerator<Engagement> {
  const holdings = rowsOf<Holding>(inBatch, (tx, after, limit) =>
    listHoldings(tx, closing, {}, after?.cooperativeId, limit),
  )
  for await (const holding of holdings) {
    yield* await inBatch(async (tx) => {
      const cooperative = await findCooperative(tx, holding.cooperativeId, closing.seq)
      const before = await findHolding(tx, holding.cooperativeId, opening)
      const granted = new Decimal(holding.grants).minus(before?.grants ?? 0)
      const isLarge = granted.gt(0) && (await isLargeGrant(tx, holding, granted, { opening, closing, year }))
      const body = {
        name: holding.name,
        legalForm: label('legalForm', holding.legalForm),
        siren: cooperative?.siren ?? null,
      }
      return [
        ...(holding.cost === '0.00'
          ? []
          : [
              {
                ...body,
                nature: 'Détention d’une part du capital',
                amount: holding.cost,
                capitalShare: holding.capitalShare,
              },
            ]),
        ...(holding.advances === '0.00'
          ? []
          : [{ ...body, nature: 'Avance en compte courant d’associé', amount: holding.advances, capitalShare: null }]),
        ...(isLarge
          ? [
              {
                ...body,
                nature: 'Subvention supérieure à 75 000 € ou à 50 % du produit figurant au compte de résultat',
                amount: euros(granted),
                capitalShare: null,
              },
            ]
          : []),
      ]
    })
  }
}

async function isLargeGrant(
  tx: Tx,
  { cooperativeId }: Holding,
  granted: Decimal,
  { closing, year }: FinancialYear,
): Promise<boolean> {
  if (granted.gt(LARGE_GRANT)) return true
  const accounts = await listAnnualAccounts(tx, cooperativeId, closing, undefined, Number.MAX_SAFE_INTEGER)
  const income = accounts.filter((one) => one.year <= year && one.income !== null).at(-1)?.income
  return income !== undefined && income !== null && granted.gt(new Decimal(income).times(LARGE_SHARE_OF_INCOME))
}
