import { open } from 'node:fs/promises'
import { z } from 'zod'
import { CHAINS, type Chain } from '../journal/seal.ts'
import { EXPORT_FORMAT } from './export.ts'
import type { Place } from './place.ts'

const lastPlaces = z.strictObject({ journal: z.int(), audit: z.int() })
const Head = z.strictObject({ format: z.literal(EXPORT_FORMAT), authorityId: z.uuid(), last: lastPlaces })
const Row = z.strictObject({ table: z.string(), key: z.string(), content: z.string() })
const Line = z.strictObject({
  chain: z.enum(CHAINS),
  seq: z.int().positive(),
  seal: z.strictObject({ seq: z.int(), leaves: z.string(), digest: z.string() }).nullable(),
  rows: z.array(Row),
})
const End = z.strictObject({ end: lastPlaces })

/**
 * Reads whose an export is.
 *
 * @throws Error in one sentence when the file is none
 */
export async function readHead(file: string): Promise<z.infer<typeof Head>> {
  for await (const line of linesOf(file)) return parsed(Head, line, file, 1)
  throw new Error(`The file ${file} is empty.`)
}

/**
 * The places of one chain of an export.
 *
 * @throws Error in one sentence at a line that cannot be read, or when the end is missing
 */
export async function* readExport(file: string, chain: Chain): AsyncGenerator<Place> {
  let number = 0
  let last = 0
  let order = 0
  let end: Record<Chain, number> | undefined
  for await (const line of linesOf(file)) {
    number += 1
    if (number === 1) continue
    if (end) throw new Error(`Line ${number} of ${file} stands after the end.`)
    if (line.startsWith('{"end"')) {
      end = parsed(End, line, file, number).end
      continue
    }
    const { seal, ...place } = parsed(Line, line, file, number)
    const chainOrder = CHAINS.indexOf(place.chain)
    if (chainOrder < order || (place.chain === chain && place.seq <= last) || (seal && seal.seq !== place.seq)) {
      throw new Error(`Line ${number} of ${file} stands out of order: an export has each place once, in order.`)
    }
    order = chainOrder
    if (place.chain !== chain) continue
    last = place.seq
    yield { ...place, seal: seal ?? undefined }
  }
  if (!end) throw new Error(`The file ${file} breaks off after line ${number}: export it again.`)
  // The last line of the chain was taken out.
  if (last < end[chain]) yield { seq: end[chain], seal: undefined, rows: [] }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`The file ${file} cannot be read (${cause.code}).`, { cause })
  })
  try {
    yield* handle.readLines()
  } finally {
    await handle.close()
  }
}

function parsed<Type extends z.ZodType>(type: Type, line: string, file: string, number: number): z.infer<Type> {
  try {
    return type.parse(JSON.parse(line))
  } catch (cause) {
    throw new Error(`Line ${number} of ${file} is not one of an export of the register.`, { cause })
  }
}
