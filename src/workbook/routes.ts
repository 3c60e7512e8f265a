import { z } from 'zod'
import { accountNumbers } from '../accounting/number-queries.ts'
import { frenchDate, frenchInstant } from '../french/format.ts'
import { download } from '../http/download.ts'
import type { Api } from '../http/operation.ts'
import { authorityName } from '../journal/authority-name.ts'
import { ODS, spreadsheetOf, XLSX } from '../spreadsheet/spreadsheet.ts'
import {
  aboutSheet,
  authorisationsSheet,
  decisionsSheet,
  holdingsSheet,
  journalSheet,
  movementsSheet,
  seatsSheet,
} from './sheets.ts'

export function workbookRoutes(api: Api): void {
  download(api, {
    id: 'exportWorkbook',
    name: 'workbook',
    tag: 'Exports',
    title: 'Classeur du service des finances',
    summary: 'Export the workbook of the finance office',
    description:
      'Holdings, movements, journal, decisions, authorisations and seats: a sheet each, with dates that are dates, numbers that are numbers, and totals that are formulas. A number of more than 15 digits, which no spreadsheet keeps, stands as text, and so does its total.',
    query: z.strictObject({}),
    formats: { xlsx: XLSX, ods: ODS },
    fileName: (_query, { asOf }) => `participations-${asOf}`,
    open: async (opening) => {
      const { inBatch, moment, caller, timeZone, query } = opening
      const { name, numberOf } = await inBatch(async (tx) => ({
        name: await authorityName(tx, caller.authorityId),
        numberOf: await accountNumbers(tx, moment.seq),
      }))
      const about: [string, string][] = [
        ['Collectivité', name],
        ['Situation au', frenchDate(moment.asOf)],
        ['Telle que connue le', frenchInstant(moment.knownAt, timeZone)],
        ['Établi à partir', 'Du registre des participations : une feuille par liste, avec les mêmes chiffres.'],
        [
          'Pour le refaire',
          `/v1/exports/workbook?format=${query.format}&asOf=${moment.asOf}&knownAt=${moment.knownAt}`,
        ],
        ['Montants', 'En euros, exacts au centime ; les totaux sont des formules.'],
        ['Grands nombres', 'Au-delà de 15 chiffres, qu’aucun tableur ne garde, en texte ; leur total aussi.'],
        ['Flux', 'Intérêts, cessions, subventions et pertes : depuis le premier mouvement.'],
      ]
      const head = {
        title: `Participations de ${name} au ${frenchDate(moment.asOf)}`,
        author: name,
        at: moment.knownAt,
      }
      return spreadsheetOf(query.format === 'ods' ? 'ods' : 'xlsx', head, [
        aboutSheet(about),
        holdingsSheet(opening),
        movementsSheet(opening),
        journalSheet(opening, numberOf),
        decisionsSheet(opening),
        authorisationsSheet(opening),
        seatsSheet(opening),
      ])
    },
  })
}
