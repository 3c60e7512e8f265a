// What an access token says (RFC 9068), once its signature is known to be the issuer's. No I/O.
import type { JWTHeaderParameters, JWTPayload } from 'jose'
import { type AccessTokenFault, Failure } from '../values/failure.ts'
import { isUuid } from '../values/id.ts'
import type { IssuedRole, OidcSettings } from './oidc-settings.ts'

/** An authority by its id here, or by its SIREN. */
export type NamedAuthority =
  | { readonly id: string; readonly siren: null }
  | { readonly id: null; readonly siren: string }

/** Told apart by form alone: a signed JWT is three parts, the first a JSON object; no token of ours is. */
export function isJwt(token: string): boolean {
  return /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(token)
}

/**
 * Why a verified JWT is no access token for bearers; undefined when it is one. Any issuer signs other things with the
 * same keys: ID tokens, above all (RFC 8725 §3.11).
 */
export function faultOf(
  { typ }: JWTHeaderParameters,
  claims: JWTPayload,
  { tokenType }: Pick<OidcSettings, 'tokenType'>,
): AccessTokenFault | undefined {
  // Signed or not, the header is JSON: `typ` may be anything.
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ
  const untyped = type === undefined || type === 'jwt'
  const isForApis = type === 'at+jwt' || (tokenType === 'JWT' && untyped && hasScope(claims))
  if (!isForApis || ID_TOKEN_CLAIMS.some((claim) => Object.hasOwn(claims, claim))) return 'wrong_type'
  // At most 255 characters (OpenID Connect Core §2), none of which a log or a table chokes on.
  if (typeof claims.sub !== 'string' || !claims.sub.isWellFormed() || !/^\P{Cc}{1,255}$/u.test(claims.sub))
    return 'claim_missing'
  // RFC 7800: only who has that key may use it, and a bearer proves nothing.
  if (Object.hasOwn(claims, 'cnf')) return 'bound_to_key'
  return undefined
}

// OpenID Connect Core 1.0 §2, §3.3.2.11; Keycloak says in the claim `typ` what RFC 9068 says in the header.
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 's_hash']

function hasScope(claims: JWTPayload): boolean {
  if (claims.typ !== undefined && claims.typ !== 'Bearer') return false
  return ['client_id', 'scope', 'scp'].some((claim) => Object.hasOwn(claims, claim))
}

/**
 * The authority that the claims name: its id, its SIREN, or a SIRET, whose first nine digits are the SIREN.
 *
 * @throws Failure `no_access` when they name none
 */
export function authorityOf(claims: JWTPayload, claim: string): NamedAuthority {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined
  if (typeof value === 'string') {
    if (isUuid(value)) return { id: value.toLowerCase(), siren: null }
    if (/^\d{9}(\d{5})?$/.test(value)) return { id: null, siren: value.slice(0, 9) }
  }
  throw new Failure('no_access', { because: 'authority_not_named', claim })
}

/**
 * The one role that the claims give. Values that stand for no role are passed over: issuers say there what others want.
 *
 * @throws Failure `no_access` when they give none, or several
 */
export function roleOf(claims: JWTPayload, { roleClaim: claim, roles }: Pick<OidcSettings, 'roleClaim' | 'roles'>) {
  const values = Object.hasOwn(claims, claim) ? [claims[claim]].flat() : []
  const given = new Set<IssuedRole>()
  for (const value of values) {
    const role = typeof value === 'string' ? roles.get(value) : undefined
    if (role !== undefined) given.add(role)
  }
  const [role, ...others] = given
  if (role === undefined) throw new Failure('no_access', { because: 'no_role', claim })
  if (others.length > 0) throw new Failure('no_access', { because: 'several_roles', claim })
  return role
}
