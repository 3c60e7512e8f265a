import { CSV_BODY } from '../http/bodies.ts'
import type { Api } from '../http/operation.ts'
import { write } from '../http/write.ts'
import { importMovements } from './import.ts'
import { type ImportLines, readImport } from './import-lines.ts'
import { IMPORT_LIMIT_BYTES, ImportInput, MOST_LINES, MovementImport } from './import-schema.ts'

export function importRoutes(api: Api): void {
  write<typeof ImportInput, typeof MovementImport, ImportLines>(api, {
    id: 'importMovements',
    method: 'POST',
    url: '/v1/movement-imports',
    tag: 'Movements',
    summary: 'Record many movements, all or none',
    description: `A line is what \`POST /v1/movements\` takes, and is judged by the same rules. Lines are recorded in order of their effective dates, those of one day in the order of the file: each with a journal row and a \`recordedAt\` of its own. At most ${MOST_LINES} lines. A refusal names every line that cannot be recorded, the first hundred at most.`,
    media: CSV_BODY,
    bodyLimitBytes: IMPORT_LIMIT_BYTES,
    body: ImportInput,
    refuses: ['lines_refused', 'balance_out_of_range'],
    answer: MovementImport,
    answerDescription: 'What was recorded.',
    prepare: readImport,
    handle: async (writing, { body }) => {
      const imported = await importMovements(writing, body)
      return { targetId: null, content: null, body: imported }
    },
  })
}
