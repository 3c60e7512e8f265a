import { z } from 'zod'
import { uuid } from '../http/wire.ts'
import { CHAINS } from '../journal/seal.ts'
import { reached, sha256Answer } from './checkpoint.ts'

const seq = z.int().meta({ description: 'Place in the chain.', examples: [42] })

export const SealedRow = z
  .strictObject({
    table: z.string().meta({ description: 'What was recorded: the table.', examples: ['movement'] }),
    key: z.string().meta({ description: 'Which row: its key within the authority.' }),
    content: z.string().meta({ description: 'The row, as text: exactly these bytes of UTF-8 are digested.' }),
  })
  .meta({ id: 'SealedRow' })

const Link = z
  .strictObject({
    seq,
    before: sha256Answer.meta({ description: 'Digest of the seal at seq − 1; zeros before the first.' }),
    skipped: sha256Answer.meta({
      description: 'Digest of the seal at seq less its lowest bit; zeros where that is 0.',
    }),
    leaves: sha256Answer.meta({ description: 'SHA-256 of the leaves.' }),
  })
  .meta({
    id: 'SealLink',
    description:
      'The digest of a seal is the SHA-256 of seven lines, joined by line feeds: quotepart-seal-1, the authority’s id, the chain, seq, before, skipped, leaves.',
  })

export const MovementProof = z
  .strictObject({
    movementId: uuid,
    authorityId: uuid,
    chain: z.enum(CHAINS),
    rows: z.array(SealedRow).meta({ description: 'The movement and its postings, as they were sealed.' }),
    leaves: z.string().meta({
      description: 'A line for each row recorded with it: table, key, SHA-256 of the content; in order of bytes.',
    }),
    path: z
      .array(Link)
      .meta({ description: 'From its seal up to the checkpoint’s; each refers to the one before it.' }),
    checkpoint: reached,
  })
  .meta({ id: 'MovementProof', description: 'Proof that a movement is in what a checkpoint stands for.' })
export type MovementProof = z.infer<typeof MovementProof>
