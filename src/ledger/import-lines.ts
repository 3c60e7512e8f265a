import { setImmediate as others } from 'node:timers/promises'
import { readCsvLines } from '../http/csv-lines.ts'
import { bodyErrors } from '../http/field-errors.ts'
import { Failure, type LineFault } from '../values/failure.ts'
import { compareDates } from '../values/plain-date.ts'
import { MOST_LINES } from './import-schema.ts'
import { FIELDS, MovementInput } from './input.ts'

/** The lines of an import: those that can be read as movements, in fold order, and what is wrong with the others. */
export interface ImportLines {
  readonly count: number
  readonly readable: readonly { readonly line: number; readonly input: MovementInput }[]
  readonly faults: readonly LineFault[]
}

/** Lines between which other requests have their turn. */
export const LINES_A_TURN = 200

/**
 * Reads each line by the schema that `POST /v1/movements` has.
 *
 * @throws Failure when the text is no such CSV as a whole: its header, its form, its length
 */
export async function readImport(text: string): Promise<ImportLines> {
  const lines = await readCsvLines(text, new Set(FIELDS.keys()), MOST_LINES)
  const readable: ImportLines['readable'][number][] = []
  const faults: LineFault[] = []
  for (const [index, { line, cells }] of lines.entries()) {
    if (index % LINES_A_TURN === 0) await others()
    const { data, error } = MovementInput.safeParse(valuesOf(cells))
    if (data) readable.push({ line, input: data })
    else faults.push({ line, because: new Failure('invalid_input', { errors: bodyErrors(error) }) })
  }
  // Stable: those of one day stay in the order of the file.
  readable.sort((left, right) => compareDates(left.input.effectiveOn, right.input.effectiveOn))
  return { count: lines.length, readable, faults }
}

/** The fields of a line; where a field is a number, digits are one. */
function valuesOf(cells: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [
      name,
      FIELDS.get(name)?.isNumber && /^\d{1,15}$/.test(cell) ? Number(cell) : cell,
    ]),
  )
}
