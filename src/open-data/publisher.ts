import { z } from 'zod'
import { pattern } from '../http/wire.ts'
import type { Tx } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import { checksOut } from '../values/siret.ts'

/** Who publishes, as the tables name it. */
export interface Publisher {
  readonly name: string
  readonly siret: string
}

/** The register keeps the authority's SIREN; which of its establishments publishes is the caller's to say. */
export const publisherQuery = z.strictObject({
  siret: pattern(/^\d{14}$/, 'must be the SIRET of the authority: fourteen digits')
    .refine(checksOut, 'must be a SIRET without a typing error: its check digit is another (Luhn)')
    .meta({
      description: 'SIRET of the authority, which publishes; begins with its SIREN.',
      examples: ['22620001200012'],
    }),
})

/** @throws Failure `invalid_input` when the SIRET is not one of the authority's SIREN */
export async function publisherOf(tx: Tx, authorityId: string, siret: string): Promise<Publisher> {
  const { name, siren } = await tx
    .selectFrom('authority')
    .select(['name', 'siren'])
    .where('authority_id', '=', authorityId)
    .executeTakeFirstOrThrow()
  if (siren !== null && !siret.startsWith(siren)) {
    throw new Failure('invalid_input', {
      errors: [{ pointer: '?siret', detail: `must begin with the SIREN of the authority, ${siren}` }],
    })
  }
  return { name, siret }
}
