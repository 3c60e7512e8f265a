// Keys of calendars, made and revoked from the page of deadlines: the same verbs as the API's, by form.
import { calendarPath } from '../calendar/feed-key.ts'
import { mintFeedKey, revokeFeedKey } from '../calendar/mint.ts'
import { FeedKeyInput } from '../calendar/schema.ts'
import { checkCsrf, fieldsOf } from '../http/form.ts'
import { sendPage } from '../http/html-answer.ts'
import type { Api } from '../http/operation.ts'
import { checkMayAll } from '../http/page.ts'
import { admitVisitor, visitorOf } from '../http/visitor.ts'
import { contextOf } from '../http/write.ts'
import { command } from '../journal/command.ts'
import { Failure } from '../values/failure.ts'
import { isUuid } from '../values/id.ts'
import { html } from './html.ts'
import { plainPage } from './layout.ts'

export function feedKeyForms(api: Api): void {
  api.app.post('/echeances/agenda', { onRequest: admitVisitor(api) }, async (request, reply) => {
    const { csrf, name } = fieldsOf(request)
    checkCsrf(request, csrf)
    checkMayAll(visitorOf(request).caller, ['createFeedKey'])
    const asked = FeedKeyInput.safeParse({ name })
    if (!asked.success) {
      const errors = asked.error.issues.map(({ message }) => ({ pointer: '#/name', detail: message }))
      throw new Failure('invalid_input', { errors })
    }
    let secret = ''
    await command(contextOf(api, request), { operation: 'createFeedKey' }, async (writing) => {
      const { feedKey, key } = await mintFeedKey(writing, asked.data)
      secret = key
      return { targetId: feedKey.id, content: feedKey, answer: { status: 201, headers: {}, body: null } }
    })
    const address = `${request.protocol}://${request.host}${calendarPath(secret)}`
    const main = html`<p>À donner à l’agenda, une fois pour toutes : elle ne sera plus montrée.</p>
<p class="secret">${address}</p>
<p><a href="/echeances">Revenir aux échéances</a></p>`
    return sendPage(
      request,
      reply.header('cache-control', 'no-store'),
      await plainPage({ title: 'Adresse de l’agenda', main }),
    )
  })

  api.app.post<{ Params: { id: string } }>(
    '/echeances/agenda/:id/revocation',
    { onRequest: admitVisitor(api) },
    async (request, reply) => {
      const { csrf } = fieldsOf(request)
      checkCsrf(request, csrf)
      checkMayAll(visitorOf(request).caller, ['revokeFeedKey'])
      const { id } = request.params
      if (!isUuid(id)) throw new Failure('not_found', { what: 'feed key' })
      await command(contextOf(api, request), { operation: 'revokeFeedKey' }, async (writing) => {
        const content = await revokeFeedKey(writing, id)
        return { targetId: id, content, answer: { status: 204, headers: {}, body: null } }
      })
      return reply.redirect('/echeances', 303)
    },
  )
}
