import { label } from '../french/labels.ts'
import type { Column } from '../http/table.ts'
import { type Entry, titleOf } from './entries.ts'
import { accountNumbered, type NumberedAccount, type NumberOf } from './numbers.ts'

/** One posting of an entry, as a line of the journal. */
export interface Line extends Entry {
  readonly account: NumberedAccount
  readonly number: string
  /** Euros; empty where it is the other side. */
  readonly debit: string
  readonly credit: string
}

/** The lines of the journal, entry by entry. */
export async function* linesOf(entries: AsyncIterable<Entry>, numberOf: NumberOf): AsyncGenerator<Line> {
  for await (const entry of entries) {
    const { cooperativeId } = entry
    const year = Number(entry.effectiveOn.slice(0, 4))
    for (const { account, amount } of entry.postings) {
      const isCredit = amount.startsWith('-')
      yield {
        ...entry,
        account,
        number: numberOf({ account, cooperativeId, year }),
        debit: isCredit ? '' : amount,
        credit: isCredit ? amount.slice(1) : '',
      }
    }
  }
}

/** What the journal says of each line, for people. */
export const journalColumns: readonly Column<Line>[] = [
  { header: 'Date d’effet', kind: 'date', value: ({ effectiveOn }) => effectiveOn },
  { header: 'Compte', kind: 'code', value: ({ number }) => number },
  { header: 'Intitulé', kind: 'code', value: ({ account }) => label('account', accountNumbered(account)) },
  {
    header: 'Libellé',
    kind: 'code',
    value: titleOf,
  },
  { header: 'Coopérative', kind: 'text', value: ({ cooperativeName }) => cooperativeName },
  { header: 'Catégorie', kind: 'text', value: ({ shareClassName }) => shareClassName },
  { header: 'Débit', kind: 'euros', value: ({ debit }) => debit, isSummed: true },
  { header: 'Crédit', kind: 'euros', value: ({ credit }) => credit, isSummed: true },
  { header: 'Délibération', kind: 'text', value: ({ decisionNumber }) => decisionNumber },
  { header: 'Référence', kind: 'text', value: ({ externalReference }) => externalReference },
  { header: 'Enregistré le', kind: 'instant', value: ({ recordedAt }) => recordedAt },
  { header: 'Mouvement', kind: 'code', value: ({ movementId }) => movementId },
  { header: 'Cause', kind: 'code', value: ({ causedBy }) => causedBy },
  { header: 'Identifiant de la coopérative', kind: 'code', value: ({ cooperativeId }) => cooperativeId },
]
