// Forms of pages: read as browsers send them, and taken only from pages of this service.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isCsrf } from '../access/session.ts'
import { readCookie } from '../access/session-cookie.ts'
import { Failure } from '../values/failure.ts'

export const FORM = 'application/x-www-form-urlencoded'
const FORM_LIMIT_BYTES = 16_384

/** Reads forms in the routes of this part of the application, to be declared after, and no other body. */
export function readForms(scope: FastifyInstance): void {
  scope.addHook('onRoute', (route) => {
    route.bodyLimit = FORM_LIMIT_BYTES
  })
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}

/** This part of the application reads forms. */
export function readsForms(scope: FastifyInstance): boolean {
  return scope.hasContentTypeParser(FORM)
}

/** The fields of a form; none where no form was sent. */
export function fieldsOf({ body }: FastifyRequest): Readonly<Record<string, string | undefined>> {
  const fields = Object.entries((body ?? {}) as object).filter(([, value]) => typeof value === 'string')
  return Object.fromEntries(fields)
}

/**
 * Holds that a form comes from a page of this service, as every browser says: by Sec-Fetch-Site (Fetch Metadata), or by
 * Origin where it is older. Who sends neither is no browser, and nobody's cookie is misused.
 *
 * @throws Failure `forged_form`
 */
export function checkFromHere(request: FastifyRequest): void {
  const { 'sec-fetch-site': site, origin, host } = request.headers
  const isForeign = site === undefined ? origin !== undefined && !isOf(origin, host) : site !== 'same-origin'
  if (isForeign) throw new Failure('forged_form', {})
}

// The host alone: a proxy ends the https of the browser.
function isOf(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}

/** @throws Failure `forged_form` when a form does not come from a page of this session */
export function checkCsrf(request: FastifyRequest, presented: unknown): void {
  checkFromHere(request)
  const secret = sessionSecretOf(request)
  if (!secret || typeof presented !== 'string' || !isCsrf(secret, presented)) throw new Failure('forged_form', {})
}

/** The secret of the session that the request's cookie names; undefined without one. */
export function sessionSecretOf(request: FastifyRequest): string | undefined {
  return readCookie(request.headers.cookie, 'quotepart', isSecure(request))
}

/** The client came by https, directly or as a trusted proxy says. */
export function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https'
}
