// What the service is told of the OpenID Connect issuer whose access tokens it takes. `config.ts` reads them.
import { z } from 'zod'
import { ROLES, type Role } from './permissions.ts'

/** A role that an issuer may give: administrators are of the installation, and use tokens. */
export type IssuedRole = Exclude<Role, 'admin'>

export const ISSUED_ROLES = ROLES.filter((role) => role !== 'admin')

export interface OidcSettings {
  /** As the tokens and the discovery document say it, to the letter. */
  readonly issuer: string
  readonly audience: string
  readonly authorityClaim: string
  readonly roleClaim: string
  /** From values of the role claim to roles. */
  readonly roles: ReadonlyMap<string, IssuedRole>
  readonly tokenType: 'at+jwt' | 'JWT'
  readonly keyTimes: KeyTimes
  /** How people sign in at the pages; undefined: not at the issuer. */
  readonly relyingParty: RelyingPartySettings | undefined
}

/** What the pages need to sign people in at the issuer. */
export interface RelyingPartySettings {
  readonly clientId: string
  /** undefined: a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined
  readonly scope: string
  /** Where browsers reach this service. */
  readonly publicUrl: string
}

/** How long the issuer's keys are believed. */
export interface KeyTimes {
  /** A key that is not known is asked for, but not more often: whoever sends forged tokens cannot flood the issuer. */
  readonly cooldownMs: number
  /** A key that the issuer has withdrawn works no longer than this; without the issuer, nor do the others. */
  readonly maxAgeMs: number
}

const KEY_TIMES: KeyTimes = { cooldownMs: 30_000, maxAgeMs: 600_000 }

const claimName = z.string().regex(/^\S{1,200}$/, 'must be the name of a claim, without spaces')

/** The settings as the environment has them; `oidcSettings` holds them against each other. */
export const OIDC_ENVIRONMENT = {
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be an https:// URL without query (http:// on loopback only), as the issuer itself says it')
    .optional(),
  OIDC_AUDIENCE: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, 'must be the audience of this API, without spaces')
    .optional(),
  OIDC_AUTHORITY_CLAIM: claimName.optional(),
  OIDC_ROLE_CLAIM: claimName.optional(),
  OIDC_ROLES: z
    .string()
    .transform(readRoles)
    .refine(
      (roles) => roles !== undefined,
      `must be their-value=role, with commas between; the roles are ${ISSUED_ROLES.join(', ')}`,
    )
    .optional(),
  OIDC_CLIENT_ID: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, 'must be the id that the issuer gave this service, without spaces')
    .optional(),
  OIDC_CLIENT_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{1,500}$/, 'must be printable characters, without spaces')
    .optional(),
  OIDC_SCOPE: z
    .string()
    .regex(/^(?=(.* )?openid( |$))[\x21-\x7e]+( [\x21-\x7e]+)*$/, 'must hold openid, with single spaces between scopes')
    .optional(),
  PUBLIC_URL: z
    .string()
    .refine(
      (text) => isSafeUrl(text) && new URL(text).href === `${new URL(text).origin}/` && !/[?#]/.test(text),
      'must be the https:// address of this service, without a path (http:// on loopback only)',
    )
    .optional(),
  OIDC_TOKEN_TYPE: z.enum(['at+jwt', 'JWT'], 'must be at+jwt or JWT').optional(),
}

type Given = { readonly [Name in keyof typeof OIDC_ENVIRONMENT]?: z.output<(typeof OIDC_ENVIRONMENT)[Name]> }

/**
 * The settings of the issuer, undefined when there is none.
 *
 * @throws Error in one sentence when a setting lacks the one that it needs
 */
export function oidcSettings(given: Given): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = given
  if (issuer === undefined) {
    const alone = Object.keys(OIDC_ENVIRONMENT).find((name) => given[name as keyof Given] !== undefined)
    if (alone !== undefined) throw new Error(`The setting ${alone} needs OIDC_ISSUER beside it.`)
    return undefined
  }
  if (audience === undefined) throw new Error('The setting OIDC_ISSUER needs OIDC_AUDIENCE beside it.')
  return {
    issuer,
    audience,
    relyingParty: relyingPartySettings(given),
    authorityClaim: given.OIDC_AUTHORITY_CLAIM ?? 'siret',
    roleClaim: given.OIDC_ROLE_CLAIM ?? 'roles',
    roles: given.OIDC_ROLES ?? new Map(ISSUED_ROLES.map((role) => [role, role])),
    tokenType: given.OIDC_TOKEN_TYPE ?? 'at+jwt',
    keyTimes: KEY_TIMES,
  }
}

function relyingPartySettings(given: Given): RelyingPartySettings | undefined {
  const { OIDC_CLIENT_ID: clientId, PUBLIC_URL: publicUrl } = given
  if (clientId === undefined) {
    const alone = (['OIDC_CLIENT_SECRET', 'OIDC_SCOPE', 'PUBLIC_URL'] as const).find(
      (name) => given[name] !== undefined,
    )
    if (alone !== undefined) throw new Error(`The setting ${alone} needs OIDC_CLIENT_ID beside it.`)
    return undefined
  }
  if (publicUrl === undefined) throw new Error('The setting OIDC_CLIENT_ID needs PUBLIC_URL beside it.')
  return { clientId, clientSecret: given.OIDC_CLIENT_SECRET, scope: given.OIDC_SCOPE ?? 'openid', publicUrl }
}

/** An https URL, or http on loopback, where nobody listens in between. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
}

// OpenID Connect Discovery 1.0 §3: no query or fragment.
function isIssuer(text: string): boolean {
  return isSafeUrl(text) && !/[?#\s]/.test(text)
}

function readRoles(text: string): ReadonlyMap<string, IssuedRole> | undefined {
  const roles = new Map<string, IssuedRole>()
  for (const pair of text.split(',')) {
    const [, theirs = '', ours] = /^\s*(\S|\S.*\S)\s*=\s*(\w+)\s*$/.exec(pair) ?? []
    const role = ISSUED_ROLES.find((known) => known === ours)
    if (role === undefined || roles.has(theirs)) return undefined
    roles.set(theirs, role)
  }
  return roles
}
