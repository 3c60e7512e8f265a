import { z } from 'zod'
import { csvOf } from '../http/csv.ts'
import { type Chunks, CSV, download, type Opening } from '../http/download.ts'
import { endOfPeriod, periodQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { rowsOf, startOf } from '../http/rows.ts'
import { csvColumnsOf } from '../http/table.ts'
import { authorityName } from '../journal/authority-name.ts'
import { TABLE_FORMATS, tableFile } from '../spreadsheet/table-file.ts'
import { Failure } from '../values/failure.ts'
import { annexColumns, engagements } from './annex.ts'
import { type Entry, listEntries, usedAccounts } from './entries.ts'
import { hledgerEntry, hledgerHead, namesOf } from './hledger.ts'
import { journalColumns, linesOf } from './journal-lines.ts'
import { accountNumbers } from './number-queries.ts'
import { defaultAsOf, yearInName, yearOf, yearQuery } from './year.ts'
import { yearColumns, yearLines } from './year-movements.ts'

const tag = 'Exports'

const journalQuery = z.strictObject(periodQuery)

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
    defaultAsOf: endOfPeriod,
    fileName: (_query, { asOf }) => `journal-comptable-${asOf}`,
    open: (opening) => (opening.query.format === 'hledger' ? hledger(opening) : csv(opening)),
  })

  download(api, {
    id: 'exportBudgetAnnex',
    name: 'budget-annex',
    tag,
    title: 'Annexe budgétaire : organismes dans lesquels a été pris un engagement financier',
    summary: 'Export the budget annex of financial engagements',
    description:
      'Capital held, advances outstanding, and grants of the year above 75 000 € or half of the body’s income, at the end of a year, or on asOf where that is earlier.',
    query: yearQuery,
    formats: TABLE_FORMATS,
    defaultAsOf,
    fileName: (query, moment) => `annexe-engagements-${yearInName(query, moment)}`,
    open: async (opening) => {
      const year = yearOf(opening)
      const author = await opening.inBatch((tx) => authorityName(tx, opening.caller.authorityId))
      return tableFile(
        opening,
        { title: `Engagements financiers de ${author}, ${year.year}`, author },
        {
          name: `Engagements ${year.year}`,
          columns: annexColumns,
          rows: engagements(opening.inBatch, year),
          empty: 'Aucun engagement.',
        },
      )
    },
  })

  download(api, {
    id: 'exportYearMovements',
    name: 'year-movements',
    tag,
    title: 'Mouvements de l’année : état des immobilisations financières',
    summary: 'Export the movements of shares of a year',
    description:
      'For the annex of assets: each title with its net book value on 1 January and on 31 December (on asOf where that is earlier: the column bears the date), then each entry and exit, with the price and the gain or loss of exits. The inventory number is the movement’s external reference.',
    query: yearQuery,
    formats: TABLE_FORMATS,
    defaultAsOf,
    fileName: (query, moment) => `mouvements-de-l-annee-${yearInName(query, moment)}`,
    open: async (opening) => {
      const year = yearOf(opening)
      const author = await opening.inBatch((tx) => authorityName(tx, opening.caller.authorityId))
      return tableFile(
        opening,
        { title: `Mouvements de titres de ${author}, ${year.year}`, author },
        {
          name: `Mouvements ${year.year}`,
          columns: yearColumns(year),
          rows: yearLines(opening.inBatch, year),
          empty: 'Aucun mouvement.',
        },
      )
    },
  })
}

type JournalOpening = Opening<z.infer<typeof journalQuery>>

function entries({ inBatch, moment, query }: JournalOpening): AsyncGenerator<Entry> {
  return rowsOf<Entry>(inBatch, (tx, after, limit) => listEntries(tx, moment, query, after?.key, limit))
}

async function csv(opening: JournalOpening): Promise<Chunks> {
  const { isEmpty, rows } = await startOf(entries(opening))
  if (isEmpty) throw new Failure('nothing_to_export', {})
  const numberOf = await opening.inBatch((tx) => accountNumbers(tx, opening.moment.seq))
  return csvOf(csvColumnsOf(journalColumns), linesOf(rows, numberOf), opening.query.dialect)
}

async function hledger(opening: JournalOpening): Promise<Chunks> {
  const { inBatch, moment, query, caller, timeZone } = opening
  const { used, name, numberOf } = await inBatch(async (tx) => ({
    used: await usedAccounts(tx, moment, query),
    name: await authorityName(tx, caller.authorityId),
    numberOf: await accountNumbers(tx, moment.seq),
  }))
  const names = namesOf(used)
  const { from, to } = query
  async function* text() {
    yield hledgerHead({ ...moment, timeZone, from, to, authorityName: name }, used, names, numberOf)
    for await (const entry of entries(opening)) yield hledgerEntry(entry, names, numberOf)
  }
  return text()
}
