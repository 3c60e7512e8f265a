// Signing people in with their organisation's accounts: the authorization code flow with PKCE (OpenID Connect Core §3.1,
// RFC 7636, RFC 9700). What comes of it is an access token for this API, which is held to the same rules as a program's.
import { hkdfSync } from 'node:crypto'
import { EncryptJWT, jwtDecrypt } from 'jose'
import * as oidc from 'openid-client'
import { asAuthority, type Database, INSTALLATION } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import type { Caller } from './caller.ts'
import type { Issuer } from './issuer.ts'
import { isSafeUrl, type RelyingPartySettings } from './oidc-settings.ts'
import { signIn } from './sign-in.ts'

export interface RelyingParty {
  /**
   * Where the browser goes, and what comes back with it in a cookie that only this service can read.
   *
   * @throws Failure `issuer_unavailable`
   */
  readonly begin: (returnTo: string) => Promise<{ url: string; pending: string }>
  /**
   * Who came back, and where they were going.
   *
   * @param search the query that the issuer sent the browser back with
   * @throws Failure `sign_in_failed`, `no_access`, `unauthenticated` or `issuer_unavailable`
   */
  readonly finish: (
    search: string,
    pending: string | undefined,
    now: Date,
  ) => Promise<{ caller: Caller; returnTo: string }>
}

/** Where the issuer sends browsers back to. */
export const CALLBACK_PATH = '/connexion/retour'

const TIMEOUT_SECONDS = 5
const RETRY_AFTER_SECONDS = 5
const PENDING_SECONDS = 600

export function createRelyingParty(database: Database, issuer: Issuer, settings: RelyingPartySettings): RelyingParty {
  const { audience, issuer: issuerUrl } = issuer.settings
  const redirectUri = new URL(CALLBACK_PATH, settings.publicUrl).href
  let found: Promise<oidc.Configuration> | undefined
  const configuration = async (): Promise<oidc.Configuration> => {
    found ??= discover(issuerUrl, settings)
    const asked = found
    try {
      return await asked
    } catch (cause) {
      if (found === asked) found = undefined
      throw unavailable(cause)
    }
  }
  // The same on every instance, and no other installation's: whoever began may end elsewhere.
  let key: Promise<Uint8Array> | undefined
  const pendingKey = () => {
    key ??= deriveKey(database)
    return key
  }

  return {
    async begin(returnTo) {
      const config = await configuration()
      const codeVerifier = oidc.randomPKCECodeVerifier()
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: settings.scope,
        // RFC 8707: whom the access token is for. An audience that is no URI cannot be asked for so.
        ...(URL.canParse(audience) && { resource: audience }),
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      })
      const pending = await new EncryptJWT({ state, nonce, codeVerifier, returnTo: safeReturn(returnTo) })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime(`${PENDING_SECONDS}s`)
        .encrypt(await pendingKey())
      return { url: url.href, pending }
    },

    async finish(search, pending, now) {
      const begun = pending === undefined ? undefined : await readPending(pending, await pendingKey())
      if (!begun) throw new Failure('sign_in_failed', { because: 'not_begun' })
      const config = await configuration()
      const tokens = await oidc
        .authorizationCodeGrant(
          config,
          new URL(search, redirectUri),
          {
            expectedState: begun.state,
            expectedNonce: begun.nonce,
            pkceCodeVerifier: begun.codeVerifier,
            idTokenExpected: true,
          },
          URL.canParse(audience) ? { resource: audience } : {},
        )
        .catch((error) => {
          throw refusalOf(error)
        })
      const caller = await signIn(database, issuer, tokens.access_token, now)
      // Both tokens must be of one person: the one says who signed in, the other what they may do.
      if (caller.subject !== tokens.claims()?.sub) throw new Failure('sign_in_failed', { because: 'not_begun' })
      return { caller, returnTo: begun.returnTo }
    },
  }
}

async function discover(issuerUrl: string, settings: RelyingPartySettings): Promise<oidc.Configuration> {
  const { clientId, clientSecret } = settings
  const authentication = clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret)
  // http on loopback only: as for the issuer's keys.
  const execute = isSafeUrl(issuerUrl) && issuerUrl.startsWith('http:') ? [oidc.allowInsecureRequests] : []
  return oidc.discovery(new URL(issuerUrl), clientId, undefined, authentication, { execute, timeout: TIMEOUT_SECONDS })
}

async function deriveKey(database: Database): Promise<Uint8Array> {
  const { cursor_key } = await asAuthority(database, INSTALLATION, (tx) =>
    tx.selectFrom('authority').select('cursor_key').where('authority_id', '=', INSTALLATION).executeTakeFirstOrThrow(),
  )
  return new Uint8Array(hkdfSync('sha256', cursor_key, '', 'sign-ins that are under way', 32))
}

interface Pending {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  readonly returnTo: string
}

/** undefined when it was made by nobody here, or too long ago. */
async function readPending(text: string, key: Uint8Array): Promise<Pending | undefined> {
  try {
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
    const { payload } = await jwtDecrypt(text, key, options)
    return payload as unknown as Pending
  } catch {
    // Whatever is wrong with it, the sign-in begins anew.
    return undefined
  }
}

function refusalOf(error: unknown): Failure {
  if (error instanceof oidc.AuthorizationResponseError) {
    return new Failure('sign_in_failed', { because: error.error === 'access_denied' ? 'denied' : 'refused' })
  }
  if (error instanceof oidc.ResponseBodyError) return new Failure('sign_in_failed', { because: 'refused' })
  if (isOfAnswer(error)) return new Failure('sign_in_failed', { because: 'not_begun' })
  return unavailable(error)
}

/** The answer is not to what was asked: another state, another nonce, another issuer. */
function isOfAnswer(error: unknown): boolean {
  const { code = '' } = error as { code?: string }
  return /^OAUTH_(INVALID_RESPONSE|JWT_CLAIM_COMPARISON_FAILED|JWT_TIMESTAMP_CHECK_FAILED|INVALID_REQUEST)$/.test(code)
}

function unavailable(cause: unknown): Failure {
  // The cause may hold what was sent: its code and kind tell enough.
  const { name, code } = cause as Error & { code?: string }
  const told = new Error(`the sign-in at the issuer failed (${code ?? name})`)
  return new Failure('issuer_unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS }, { cause: told })
}

/** A place on this site, and nowhere else; the first page for whatever is none. */
export function safeReturn(place: string): string {
  if (!/^\/(?![/\\])[\x21-\x7e]{0,2000}$/.test(place) || place.includes('\\')) return '/'
  return place.startsWith('/connexion') ? '/' : place
}
