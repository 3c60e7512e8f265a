import { list } from '../http/list.ts'
import type { Api } from '../http/operation.ts'
import { listDeadlines, placeOf } from './queries.ts'
import { Deadline, DeadlineQuery } from './schema.ts'

export function deadlineRoutes(api: Api): void {
  list(api, {
    id: 'listDeadlines',
    url: '/v1/deadlines',
    tag: 'Deadlines',
    summary: 'List what is due between two dates',
    description:
      'As it stands on asOf: what is still open then, with what is left of it, and what ends on asOf or later. By date, then by key.',
    query: DeadlineQuery,
    item: Deadline,
    page: async ({ tx, moment, query: { overdue, ...filter }, after, limit }) => {
      const all = await listDeadlines(tx, moment, { ...filter, overdue: overdue === 'true' })
      const last = after && placeOf({ dueOn: String(after[0]), key: String(after[1]) })
      return all.filter((deadline) => last === undefined || placeOf(deadline) > last).slice(0, limit)
    },
    position: ({ dueOn, key }) => [dueOn, key],
    csv: {
      key: ({ key }) => key,
      kind: ({ kind }) => kind,
      dueOn: ({ dueOn }) => dueOn,
      basis: ({ basis }) => basis,
      overdue: ({ overdue }) => String(overdue),
      cooperativeId: ({ cooperativeId }) => cooperativeId,
      cooperativeName: ({ cooperativeName }) => ({ text: cooperativeName }),
      amount: ({ amount }) => amount,
      since: ({ since }) => since,
      subject: ({ subject }) => ({ text: subject }),
      instrument: ({ instrument }) => instrument,
      role: ({ role }) => role,
      resourceId: ({ resourceId }) => resourceId,
      link: ({ link }) => link,
    },
  })
}
