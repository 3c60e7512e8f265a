// Open data: the table "Subventions" of the Socle Commun des Données Locales, version 2.1.1, column for column (décret
// 2017-779; arrêté du 17 novembre 2017).
import { sql } from 'kysely'
import { stands } from '../decisions/stands.ts'
import { decisionNameAt } from '../decisions/version-queries.ts'
import type { CsvColumns } from '../http/csv.ts'
import type { Moment } from '../journal/moment.ts'
import type { Tx } from '../postgres/database.ts'
import { conditions } from '../postgres/sql.ts'
import { euros } from '../values/amount.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { oneLine } from './deliberations.ts'
import type { Publisher } from './publisher.ts'

const OBJECT_LETTERS = 256

/** A grant that was awarded and not reversed, as known. */
export interface Grant {
  readonly awardedOn: PlainDate
  readonly dueOn: PlainDate | null
  readonly amount: string
  readonly decisionNumber: string | null
  readonly object: string | null
  readonly beneficiary: string
  readonly beneficiaryId: string
  /** SIREN and NIC; null where either is missing. */
  readonly siret: string | null
}

/** The grants of a period, in fold order. */
export async function listGrants(
  tx: Tx,
  { asOf, seq }: Moment,
  { from, to }: { readonly from?: PlainDate | undefined; readonly to?: PlainDate | undefined },
): Promise<Grant[]> {
  const where = conditions([
    sql`m.kind = 'grant' and m.effective_on <= ${asOf}`,
    from && sql`m.effective_on >= ${from}`,
    to && sql`m.effective_on < ${to}`,
    stands(seq),
  ])
  const { rows } = await sql<Grant>`
    select m.effective_on as "awardedOn", m.due_on as "dueOn", m.amount, d.number as "decisionNumber",
      coalesce(d.object, m.note) as object, v.name as beneficiary, m.cooperative_id as "beneficiaryId", v.siren || v.nic as siret
    from movement m
    cross join lateral (
      select c.name, c.siren, c.nic from cooperative_version c
      where c.authority_id = m.authority_id and c.cooperative_id = m.cooperative_id and c.seq <= ${seq}
      order by c.seq desc limit 1
    ) v
    left join lateral ${decisionNameAt(sql`m.authority_id`, sql`m.decision_id`, seq)} d on true
    where ${where} order by m.effective_on, m.seq`.execute(tx)
  return rows
}

export function grantColumns(publisher: Publisher): CsvColumns<Grant> {
  return {
    nomAttribuant: () => ({ text: publisher.name }),
    idAttribuant: () => publisher.siret,
    dateConvention: ({ awardedOn }) => awardedOn,
    referenceDecision: ({ decisionNumber }) => ({ text: decisionNumber }),
    nomBeneficiaire: ({ beneficiary }) => ({ text: beneficiary }),
    idBeneficiaire: ({ siret }) => siret,
    rnaBeneficiaire: () => null,
    objet: ({ object }) => ({ text: cut(oneLine(object ?? 'Subvention')) }),
    montant: ({ amount }) => euros(amount),
    nature: () => 'aide en numéraire',
    conditionsVersement: ({ dueOn }) =>
      dueOn === null ? 'Versement unique' : `Versement unique, au plus tard le ${dueOn}`,
    datesPeriodeVersement: ({ awardedOn, dueOn }) =>
      dueOn === null || dueOn <= awardedOn ? awardedOn : `${awardedOn}/${dueOn}`,
    idRAE: () => null,
    notificationUE: () => 'non',
    // One beneficiary has all of it.
    pourcentageSubvention: () => '1',
    dispositifAide: () => null,
  }
}

// An apostrophe may come before it, where it would read as a formula.
function cut(text: string): string {
  const letters = [...text]
  return letters.length < OBJECT_LETTERS ? text : `${letters.slice(0, OBJECT_LETTERS - 2).join('')}…`
}
