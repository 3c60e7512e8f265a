import { listDecisions } from '../decisions/queries.ts'
import type { Decision } from '../decisions/schema.ts'
import { csvOf } from '../http/csv.ts'
import { CSV, download } from '../http/download.ts'
import type { Api } from '../http/operation.ts'
import { rowsOf, startOf } from '../http/rows.ts'
import { plainDate } from '../http/wire.ts'
import { Failure } from '../values/failure.ts'
import { type Deliberation, deliberationColumns, deliberationOf } from './deliberations.ts'
import { grantColumns, listGrants } from './grants.ts'
import { publisherOf, publisherQuery } from './publisher.ts'

const tag = 'Exports'
// The tables are what they are: no dialect for spreadsheets.
const formats = { scdl: CSV }

export function openDataRoutes(api: Api): void {
  download(api, {
    id: 'exportDeliberations',
    name: 'scdl-deliberations',
    tag,
    title: 'Données ouvertes : délibérations (SCDL)',
    summary: 'Export the decisions as open data',
    description:
      'The table SCDL délibérations 2.1.5: the decisions that were adopted on or before asOf. A decision without a subject is under 9.2.',
    query: publisherQuery,
    formats,
    fileName: (_query, { asOf }) => `scdl-deliberations-${asOf}`,
    open: async ({ inBatch, moment, caller, query }) => {
      const publisher = await inBatch((tx) => publisherOf(tx, caller.authorityId, query.siret))
      const decisions = rowsOf<Decision>(inBatch, (tx, after, limit) => listDecisions(tx, moment, {}, after?.id, limit))
      const { isEmpty, rows } = await startOf(adopted(decisions))
      if (isEmpty) throw new Failure('nothing_to_export', {})
      return csvOf(deliberationColumns(publisher), rows)
    },
  })

  download(api, {
    id: 'exportGrants',
    name: 'scdl-subventions',
    tag,
    title: 'Données ouvertes : subventions (SCDL)',
    summary: 'Export the grants as open data',
    description:
      'The table SCDL subventions 2.1.1: the grants awarded in a period. Each beneficiary must have a SIREN and a NIC, which make the SIRET that the table asks for.',
    query: publisherQuery.extend({
      from: plainDate
        .optional()
        .meta({ format: 'date', description: 'First day of the award, inclusive.', examples: ['2025-01-01'] }),
      to: plainDate
        .optional()
        .meta({ format: 'date', description: 'End of the days of the award, exclusive.', examples: ['2026-01-01'] }),
    }),
    formats,
    refuses: ['beneficiary_without_siret'],
    fileName: (_query, { asOf }) => `scdl-subventions-${asOf}`,
    open: async ({ inBatch, moment, caller, query }) => {
      const { publisher, grants } = await inBatch(async (tx) => ({
        publisher: await publisherOf(tx, caller.authorityId, query.siret),
        grants: await listGrants(tx, moment, query),
      }))
      if (grants.length === 0) throw new Failure('nothing_to_export', {})
      const without = grants.filter(({ siret }) => siret === null)
      if (without.length > 0) {
        const cooperatives = new Map(without.map(({ beneficiaryId, beneficiary }) => [beneficiaryId, beneficiary]))
        throw new Failure('beneficiary_without_siret', {
          cooperatives: [...cooperatives].map(([id, name]) => ({ id, name })),
        })
      }
      return csvOf(grantColumns(publisher), grants)
    },
  })
}

async function* adopted(decisions: AsyncIterable<Decision>): AsyncGenerator<Deliberation> {
  for await (const decision of decisions) {
    const deliberation = deliberationOf(decision)
    if (deliberation) yield deliberation
  }
}
