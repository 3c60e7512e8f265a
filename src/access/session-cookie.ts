// The cookies of the pages (RFC 6265bis). Under https their names bind them to this host alone: no other can set them.
import { SESSION_SECONDS } from './session.ts'
import { UNDER_WAY_SECONDS } from './sign-in-under-way.ts'

/** The session, or a sign-in at the issuer that is under way. */
export type CookieName = 'quotepart' | 'quotepart-sign-in'

const SECRET = /^[\w.-]{20,3500}$/

/** Sets a cookie; an empty value removes it. */
export function setCookie(name: CookieName, value: string, isSecure: boolean): string {
  const seconds = value === '' ? 0 : name === 'quotepart' ? SESSION_SECONDS : UNDER_WAY_SECONDS
  const parts = [
    `${isSecure ? '__Host-' : ''}${name}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
  ]
  return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ')
}

/** The cookie's value; undefined without one, and where there are several: one of them is somebody else's. */
export function readCookie(header: string | undefined, name: CookieName, isSecure: boolean): string | undefined {
  const full = `${isSecure ? '__Host-' : ''}${name}=`
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(full))
    .map((pair) => pair.slice(full.length))
  const [value] = values
  return values.length === 1 && value !== undefined && SECRET.test(value) ? value : undefined
}
