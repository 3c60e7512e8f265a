// The budget annex: the bodies in which the collectivité has taken a financial engagement (domain, "Documents"; CGCT
// L.2313-1 for grants). No code of the annex is printed, since it changes between frameworks.
import { listAnnualAccounts } from '../annual-accounts/queries.ts'
import { listCooperatives } from '../cooperatives/queries.ts'
import type { Cooperative } from '../cooperatives/schema.ts'
import { label } from '../french/labels.ts'
import type { Opening } from '../http/download.ts'
import type { Column } from '../http/table.ts'
import { allHoldings } from '../portfolio/holdings.ts'
import type { Tx } from '../postgres/database.ts'
import { Decimal, euros } from '../values/amount.ts'
import { everything } from '../values/batches.ts'
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
  year: FinancialYear,
): AsyncGenerator<Engagement> {
  const { opening, closing } = year
  const { holdings, before, cooperatives } = await inBatch(async (tx) => ({
    holdings: await allHoldings(tx, closing),
    before: await allHoldings(tx, opening),
    cooperatives: await everything<Cooperative>((after, limit) =>
      listCooperatives(tx, closing.seq, {}, after?.id, limit),
    ),
  }))
  const grantsBefore = new Map(before.map(({ cooperativeId, grants }) => [cooperativeId, grants]))
  const sirens = new Map(cooperatives.map(({ id, siren }) => [id, siren]))
  for (const holding of holdings) {
    const { cooperativeId, name, cost, advances, capitalShare } = holding
    const body = { name, legalForm: label('legalForm', holding.legalForm), siren: sirens.get(cooperativeId) ?? null }
    if (cost !== '0.00') yield { ...body, nature: 'Détention d’une part du capital', amount: cost, capitalShare }
    if (advances !== '0.00') {
      yield { ...body, nature: 'Avance en compte courant d’associé', amount: advances, capitalShare: null }
    }
    const granted = new Decimal(holding.grants).minus(grantsBefore.get(cooperativeId) ?? 0)
    if (granted.gt(0) && (await inBatch((tx) => isLargeGrant(tx, cooperativeId, granted, year)))) {
      yield {
        ...body,
        nature: 'Subvention supérieure à 75 000 € ou à 50 % du produit figurant au compte de résultat',
        amount: euros(granted),
        capitalShare: null,
      }
    }
  }
}

async function isLargeGrant(
  tx: Tx,
  cooperativeId: string,
  granted: Decimal,
  { closing, year }: FinancialYear,
): Promise<boolean> {
  if (granted.gt(LARGE_GRANT)) return true
  const accounts = await listAnnualAccounts(tx, cooperativeId, closing, undefined, Number.MAX_SAFE_INTEGER)
  const income = accounts.filter((one) => one.year <= year && one.income !== null).at(-1)?.income
  return income !== undefined && income !== null && granted.gt(new Decimal(income).times(LARGE_SHARE_OF_INCOME))
}
