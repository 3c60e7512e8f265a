import { z } from 'zod'
import { underCooperative } from '../cooperatives/resource.ts'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { write } from '../http/write.ts'
import { listStateAids } from './queries.ts'
import { recordStateAid } from './record.ts'
import { StateAid, StateAidInput } from './schema.ts'

const tag = 'Cooperatives'
const url = '/v1/cooperatives/:id/state-aids'

export function stateAidRoutes(api: Api): void {
  write(api, {
    id: 'createStateAid',
    method: 'POST',
    url,
    tag,
    summary: 'Record state aid',
    description:
      'A later one about the same movement supersedes; one about no movement stands until another names it in `supersedes`. What was recorded in error is voided by one of `0.00`, or `not_aid`. Reads at an earlier knownAt still answer the earlier one.',
    ...underCooperative,
    body: StateAidInput,
    refuses: [
      'movement_unknown',
      'movement_of_other_cooperative',
      'movement_is_reversal',
      'state_aid_unknown',
      'state_aid_about_movement',
      'state_aid_superseded',
    ],
    answer: StateAid,
    answerDescription: 'The aid, recorded.',
    handle: async (writing, { params, body }) => {
      const aid = await recordStateAid(writing, params.id, body)
      return { targetId: aid.id, content: aid, body: aid }
    },
  })

  list(api, {
    id: 'listStateAids',
    url,
    tag,
    summary: 'List the state aid of a cooperative, by the date it was granted on',
    description: 'Those in force at the moment: what others stand in the place of is left out.',
    ...underCooperative,
    query: z.strictObject(momentQuery),
    item: StateAid,
    page: ({ tx, params, moment, after, limit }) =>
      listStateAids(tx, params.id, moment, after && { grantedOn: String(after[0]), id: String(after[1]) }, limit),
    position: ({ grantedOn, id }) => [grantedOn, id],
    csv: {
      id: ({ id }) => id,
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      grantedOn: ({ grantedOn }) => grantedOn,
      regulation: ({ regulation }) => regulation,
      grossGrantEquivalent: ({ grossGrantEquivalent }) => grossGrantEquivalent,
      singleUndertaking: ({ singleUndertaking }) => ({ text: singleUndertaking }),
      grantor: ({ grantor }) => ({ text: grantor }),
      movementId: ({ movementId }) => movementId,
      supersedes: ({ supersedes }) => supersedes,
      externalReference: ({ externalReference }) => ({ text: externalReference }),
      note: ({ note }) => ({ text: note }),
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })
}
