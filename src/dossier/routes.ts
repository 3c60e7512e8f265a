import { z } from 'zod'
import { download, type Format } from '../http/download.ts'
import type { Api } from '../http/operation.ts'
import { gather } from './gather.ts'
import { LayoutThread } from './in-thread.ts'

const PDF: Format = { media: 'application/pdf', extension: 'pdf' }

/** @param thread where dossiers are laid out */
export function dossierRoutes(api: Api, thread = new LayoutThread()): void {
  download(api, {
    id: 'exportBoardDossier',
    name: 'board-dossier',
    tag: 'Exports',
    summary: 'Export the dossier of the board as PDF',
    description:
      'Key figures with their change over a year, charts, a page a cooperative with its findings of severity error and high, decisions of the year and seats: the figures of the summary and of the holdings, on asOf, as known at knownAt. Tagged, in French; the same register gives the same bytes.',
    title: 'Dossier de l’assemblée',
    query: z.strictObject({}),
    formats: { pdf: PDF },
    fileName: (_, { asOf }) => `dossier-assemblee-${asOf}`,
    open: async (opening) => pages(opening, thread),
  })
}

type Opening = Parameters<typeof gather>[0]

// Nothing is read before the first byte is asked for: who asks for the headers alone costs no more than those.
async function* pages(opening: Opening, thread: LayoutThread): AsyncGenerator<Uint8Array> {
  yield* thread.layOut(await gather(opening))
}
