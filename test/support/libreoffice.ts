// A spreadsheet as LibreOffice opens it, recalculates it, and writes each sheet out.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Test } from 'tap'
import { needs, runProgram } from './program.ts'

export const libreOffice = needs('soffice', 'libreoffice-calc')

/** The cells of each sheet, by its name: numbers as they are, not as they are shown. */
export function recalculated(t: Test, format: 'xlsx' | 'ods', workbook: Uint8Array): Map<string, string[][]> {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-office-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, `book.${format}`)
  writeFileSync(file, workbook)
  // Comma, quote, UTF-8; not as shown; all sheets.
  const toCsv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
  mkdirSync(join(folder, 'profile/user'), { recursive: true })
  writeFileSync(join(folder, 'profile/user/registrymodifications.xcu'), SETTINGS)
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  runProgram('soffice', profile, '--headless', '--convert-to', toCsv, '--outdir', folder, file)
  const sheets = readdirSync(folder).filter((name) => name.endsWith('.csv'))
  return new Map(
    sheets.map((name) => [
      name.normalize().slice('book-'.length, -'.csv'.length),
      parse(readFileSync(join(folder, name)), { relax_column_count: true }),
    ]),
  )
}

// It would believe the totals that the file brings: 0 is "always recalculate".
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">${['OOXMLRecalcMode', 'ODFRecalcMode']
  .map(
    (name) =>
      `<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="${name}" oor:op="fuse"><value>0</value></prop></item>`,
  )
  .join('')}</oor:items>`
