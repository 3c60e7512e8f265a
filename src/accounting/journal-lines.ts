import { label } from '../french/labels.ts'
import type { CsvColumns } from '../http/csv.ts'
import type { Account } from '../ledger/account.ts'
import type { Entry } from './entries.ts'
import type { NumberOf } from './numbers.ts'

/** One posting of an entry, as a line of the journal. */
export interface Line extends Entry {
  readonly account: Account
  readonly number: string
  /** Euros; empty where it is the other side. */
  readonly debit: string
  readonly credit: string
}

/** The lines of the journal, entry by entry. */
export async function* linesOf(entries: AsyncIterable<Entry>, numberOf: NumberOf): AsyncGenerator<Line> {
  for await (const entry of entries) {
    const { cooperativeId, budgetSection } = entry
    const year = Number(entry.effectiveOn.slice(0, 4))
    for (const { account, amount } of entry.postings) {
      const isCredit = amount.startsWith('-')
      yield {
        ...entry,
        account,
        number: numberOf({ account, cooperativeId, year, budgetSection }),
        debit: isCredit ? '' : amount,
        credit: isCredit ? amount.slice(1) : '',
      }
    }
  }
}

/** What the journal says of each line, for people. */
export const journalColumns: CsvColumns<Line> = {
  'Date d’effet': ({ effectiveOn }) => effectiveOn,
  Compte: ({ number }) => number,
  Intitulé: ({ account }) => label('account', account),
  Libellé: ({ kind, movementId, causedBy }) =>
    `${label('movementKind', kind)}${movementId === causedBy ? '' : ' (ajustement)'}`,
  Coopérative: ({ cooperativeName }) => ({ text: cooperativeName }),
  Catégorie: ({ shareClassName }) => ({ text: shareClassName }),
  Débit: ({ debit }) => debit,
  Crédit: ({ credit }) => credit,
  Délibération: ({ decisionNumber }) => ({ text: decisionNumber }),
  Référence: ({ externalReference }) => ({ text: externalReference }),
  'Enregistré le': ({ recordedAt }) => recordedAt,
  Mouvement: ({ movementId }) => movementId,
  Cause: ({ causedBy }) => causedBy,
}
