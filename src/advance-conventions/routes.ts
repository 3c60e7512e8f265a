import { z } from 'zod'
import { underCooperative } from '../cooperatives/resource.ts'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { write } from '../http/write.ts'
import { listAdvanceConventions } from './queries.ts'
import { recordAdvanceConvention } from './record.ts'
import { AdvanceConvention, AdvanceConventionInput } from './schema.ts'

const tag = 'Cooperatives'
const url = '/v1/cooperatives/:id/advance-conventions'

export function advanceConventionRoutes(api: Api): void {
  write(api, {
    id: 'createAdvanceConvention',
    method: 'POST',
    url,
    tag,
    summary: 'Record an advance convention',
    description:
      'A later one of the same reference supersedes; reads at an earlier knownAt still answer the earlier one.',
    ...underCooperative,
    body: AdvanceConventionInput,
    refuses: ['convention_unknown'],
    answer: AdvanceConvention,
    answerDescription: 'The convention, recorded.',
    handle: async (writing, { params, body }) => {
      const convention = await recordAdvanceConvention(writing, params.id, body)
      return { targetId: convention.id, content: convention, body: convention }
    },
  })

  list(api, {
    id: 'listAdvanceConventions',
    url,
    tag,
    summary: 'List the advance conventions of a cooperative, by date of signature',
    ...underCooperative,
    query: z.strictObject(momentQuery),
    item: AdvanceConvention,
    page: ({ tx, params, moment, after, limit }) =>
      listAdvanceConventions(
        tx,
        params.id,
        moment,
        after && { signedOn: String(after[0]), reference: String(after[1]) },
        limit,
      ),
    position: ({ signedOn, reference }) => [signedOn, reference],
    csv: {
      id: ({ id }) => id,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      reference: ({ reference }) => ({ text: reference }),
      signedOn: ({ signedOn }) => signedOn,
      endsOn: ({ endsOn }) => endsOn,
      ceiling: ({ ceiling }) => ceiling,
      renews: ({ renews }) => ({ text: renews }),
      note: ({ note }) => ({ text: note }),
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}
