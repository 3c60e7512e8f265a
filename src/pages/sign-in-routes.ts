// In and out: the ways to a session, and its end.
import { authenticate } from '../access/authenticate.ts'
import type { Caller } from '../access/caller.ts'
import { CALLBACK_PATH, type RelyingParty, safeReturn } from '../access/relying-party.ts'
import { closeSession, openSession, sessionOf } from '../access/session.ts'
import { readCookie, setCookie } from '../access/session-cookie.ts'
import { word } from '../http/failures.ts'
import { checkCsrf, checkFromHere, fieldsOf, isSecure, sessionSecretOf } from '../http/form.ts'
import { sendPage } from '../http/html-answer.ts'
import type { Api } from '../http/operation.ts'
import { admitVisitor, visitorOf } from '../http/visitor.ts'
import { Failure } from '../values/failure.ts'
import { type DemoTokens, signInPage } from './sign-in-page.ts'

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

type Request = Parameters<typeof visitorOf>[0]

export function signInRoutes(api: Api, relyingParty: RelyingParty | undefined, demo: DemoTokens): void {
  const { app, database } = api
  // A page of another name could point its own at the loopback: the name that was asked for must be of this machine.
  const mayDemo = ({ ip, headers }: Request) => LOOPBACK.test(ip) && LOOPBACK_HOST.test(headers.host ?? '')
  const waysIn = (request: Request, returnTo: string) => ({
    returnTo: safeReturn(returnTo),
    hasIssuer: relyingParty !== undefined,
    demo: mayDemo(request) ? Object.keys(demo) : [],
  })

  const begin = async (request: Request, caller: Caller): Promise<string> => {
    // One browser, one session: that of before would go on unseen.
    const before = sessionSecretOf(request)
    const was = before && (await sessionOf(database, before, api.clock()))
    if (was) await closeSession(database, was, before)
    const secret = await openSession(database, caller, api.clock())
    return setCookie('quotepart', secret, isSecure(request))
  }
  const byToken = (request: Request, token: string) =>
    api.limiter.inTurn(request, () => authenticate(database, undefined, `Bearer ${token}`, api.clock()))

  app.get('/connexion', async (request, reply) => {
    const { retour = '/' } = request.query as { retour?: unknown }
    return sendPage(request, reply, await signInPage(waysIn(request, String(retour))))
  })

  app.post('/connexion', async (request, reply) => {
    checkFromHere(request)
    const { token = '', retour = '/' } = fieldsOf(request)
    const refuse = async (status: number, refused: string) =>
      sendPage(request, reply.code(status), await signInPage({ ...waysIn(request, retour), refused }))
    if (token.trim() === '') return refuse(400, 'Collez un jeton dans le champ « Jeton d’accès ».')
    try {
      const cookie = await begin(request, await byToken(request, token.trim()))
      return reply.header('set-cookie', cookie).redirect(safeReturn(retour), 303)
    } catch (error) {
      if (!(error instanceof Failure) || !['unauthenticated', 'no_pages'].includes(error.code)) throw error
      await api.limiter.byStranger(request, reply)
      const { status, detail } = word(error, 'fr')
      return refuse(status, detail)
    }
  })

  app.post('/connexion/demo', async (request, reply) => {
    checkFromHere(request)
    const { role = '', retour = '/' } = fieldsOf(request)
    const token = mayDemo(request) && Object.hasOwn(demo, role) ? demo[role] : undefined
    if (token === undefined) throw new Failure('not_found', { what: 'address' })
    const cookie = await begin(request, await byToken(request, token))
    return reply.header('set-cookie', cookie).redirect(safeReturn(retour), 303)
  })

  if (relyingParty) {
    // Each asks the issuer for something, and whoever asks is a stranger yet.
    app.get('/connexion/compte', { onRequest: api.limiter.byStranger }, async (request, reply) => {
      const { retour = '/' } = request.query as { retour?: unknown }
      const { url, pending } = await relyingParty.begin(String(retour))
      return reply.header('set-cookie', setCookie('quotepart-sign-in', pending, isSecure(request))).redirect(url, 303)
    })

    app.get(CALLBACK_PATH, { onRequest: api.limiter.byStranger }, async (request, reply) => {
      const pending = readCookie(request.headers.cookie, 'quotepart-sign-in', isSecure(request))
      const search = request.url.slice(CALLBACK_PATH.length)
      // Used once, whatever comes of it.
      reply.header('set-cookie', setCookie('quotepart-sign-in', '', isSecure(request)))
      const { caller, returnTo } = await relyingParty.finish(search, pending)
      return reply.header('set-cookie', await begin(request, caller)).redirect(returnTo, 303)
    })
  }

  app.post('/deconnexion', { onRequest: admitVisitor(api) }, async (request, reply) => {
    const { csrf } = fieldsOf(request)
    checkCsrf(request, csrf)
    await closeSession(database, visitorOf(request).caller, sessionSecretOf(request) as string)
    return reply.header('set-cookie', setCookie('quotepart', '', isSecure(request))).redirect('/connexion', 303)
  })
}
