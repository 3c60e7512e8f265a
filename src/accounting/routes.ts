import { z } from 'zod'
import { csvOf } from '../http/csv.ts'
import { type Chunks, CSV, download, type Opening } from '../http/download.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { rowsOf, startOf } from '../http/rows.ts'
import { csvColumnsOf } from '../http/table.ts'
import { plainDate } from '../http/wire.ts'
import { authorityName } from '../journal/authority-name.ts'
import { Failure } from '../values/failure.ts'
import { type Entry, listEntries, usedAccounts } from './entries.ts'
import { hledgerEntry, hledgerHead, namesOf } from './hledger.ts'
import { journalColumns, linesOf } from './journal-lines.ts'
import { defaultNumber } from './numbers.ts'

const tag = 'Exports'

const journalQuery = z.strictObject({
  from: plainDate
    .optional()
    .meta({ format: 'date', description: 'First effective date, inclusive.', examples: ['2025-01-01'] }),
  to: plainDate.optional().meta({
    format: 'date',
    description: 'End of the effective dates, exclusive: intervals are half-open.',
    examples: ['2026-01-01'],
  }),
  ...momentQuery,
  asOf: momentQuery.asOf.meta({
    format: 'date',
    description: 'Effective date, inclusive. Default: today, or `to` where that is later.',
    examples: ['2025-12-31'],
  }),
})

export function accountingRoutes(api: Api): void {
  download(api, {
    id: 'exportJournal',
    name: 'journal',
    tag,
    title: 'Journal comptable',
    summary: 'Export the accounting journal',
    description:
      'Every entry with its M57 accounts, adjustments at the date of the movement that they adjust, each with the instant it was recorded. `hledger`: a plain-text journal whose accounts are `account:number:cooperative`. The budgetary neutralisation of disposals (192, 676, 776) is not in it.',
    query: journalQuery,
    formats: { csv: CSV, hledger: { media: 'text/plain; charset=utf-8', extension: 'journal' } },
    defaultAsOf: ({ to }, today) => (to !== undefined && to > today ? to : today),
    fileName: (_query, { asOf }) => `journal-comptable-${asOf}`,
    open: (opening) => (opening.query.format === 'hledger' ? hledger(opening) : csv(opening)),
  })
}

type JournalOpening = Opening<z.infer<typeof journalQuery>>

function entries({ inBatch, moment, query }: JournalOpening): AsyncGenerator<Entry> {
  return rowsOf<Entry>(inBatch, (tx, after, limit) => listEntries(tx, moment, query, after?.key, limit))
}

async function csv(opening: JournalOpening): Promise<Chunks> {
  const { isEmpty, rows } = await startOf(entries(opening))
  if (isEmpty) throw new Failure('nothing_to_export', {})
  return csvOf(csvColumnsOf(journalColumns), linesOf(rows, defaultNumber), opening.query.dialect)
}

async function hledger(opening: JournalOpening): Promise<Chunks> {
  const { inBatch, moment, query, caller, timeZone } = opening
  const { used, name } = await inBatch(async (tx) => ({
    used: await usedAccounts(tx, moment, query),
    name: await authorityName(tx, caller.authorityId),
  }))
  const names = namesOf(used)
  const { from, to } = query
  async function* text() {
    yield hledgerHead({ ...moment, timeZone, from, to, authorityName: name }, used, names, defaultNumber)
    for await (const entry of entries(opening)) yield hledgerEntry(entry, names, defaultNumber)
  }
  return text()
}
