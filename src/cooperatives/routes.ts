import { z } from 'zod'
import { list } from '../http/list.ts'
import { momentQuery } from '../http/moment.ts'
import type { Api } from '../http/operation.ts'
import { read } from '../http/read.ts'
import { write } from '../http/write.ts'
import { Failure } from '../values/failure.ts'
import { findCooperative, findCurrentCooperative, listCooperatives } from './queries.ts'
import { amendCooperative, registerCooperative } from './register.ts'
import { underCooperative } from './resource.ts'
import { activity, Cooperative, CooperativeInput, CooperativePatch } from './schema.ts'

const tag = 'Cooperatives'

export function cooperativeRoutes(api: Api): void {
  write(api, {
    id: 'createCooperative',
    method: 'POST',
    url: '/v1/cooperatives',
    tag,
    summary: 'Register a cooperative',
    body: CooperativeInput,
    answer: Cooperative,
    answerDescription: 'The cooperative, registered.',
    tagged: true,
    handle: async (writing, { body }) => {
      const cooperative = await registerCooperative(writing, body)
      return {
        targetId: cooperative.id,
        content: cooperative,
        body: cooperative,
        location: `/v1/cooperatives/${cooperative.id}`,
      }
    },
  })

  list(api, {
    id: 'listCooperatives',
    url: '/v1/cooperatives',
    tag,
    summary: 'List the cooperatives, in order of registration',
    query: z.strictObject({
      activity: activity.optional(),
      legalForm: CooperativeInput.shape.legalForm.optional(),
      ...momentQuery,
    }),
    item: Cooperative,
    page: ({ tx, moment, query, after, limit }) => listCooperatives(tx, moment.seq, query, after?.[0] as string, limit),
    position: ({ id }) => [id],
    csv: {
      id: ({ id }) => id,
      name: ({ name }) => ({ text: name }),
      legalForm: ({ legalForm }) => legalForm,
      activity: ({ activity }) => activity,
      siren: ({ siren }) => siren,
      nic: ({ nic }) => nic,
      communeCode: ({ communeCode }) => communeCode,
      communeName: ({ communeName }) => ({ text: communeName }),
      version: ({ version }) => version,
      recordedAt: ({ recordedAt }) => recordedAt,
    },
  })

  read(api, {
    id: 'getCooperative',
    url: '/v1/cooperatives/:id',
    tag,
    summary: 'Read a cooperative',
    description:
      'Its identity as known at knownAt. Identity has no effective date: asOf is accepted, as on every read, and changes nothing.',
    ...underCooperative,
    query: z.strictObject(momentQuery),
    answer: Cooperative,
    answerDescription: 'The cooperative. Its ETag serves the If-Match of a PATCH.',
    handle: ({ tx, params, moment }) => findCooperative(tx, params.id, moment.seq),
  })

  write(api, {
    id: 'amendCooperative',
    method: 'PATCH',
    url: '/v1/cooperatives/:id',
    tag,
    summary: 'Change a cooperative’s identity',
    description: 'Adds a version: reads at an earlier knownAt still answer the earlier name, activity and commune.',
    ...underCooperative,
    conditional: true,
    body: CooperativePatch,
    answer: Cooperative,
    answerDescription: 'The cooperative, changed.',
    tagged: true,
    handle: async (writing, { params, body }) => {
      const current = await findCurrentCooperative(writing.tx, params.id)
      if (!current) throw new Failure('not_found', { what: 'cooperative' })
      const cooperative = await amendCooperative(writing, current, body)
      return { targetId: cooperative.id, content: cooperative, body: cooperative }
    },
  })
}
