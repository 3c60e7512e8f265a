// Signing people in with their organisation's accounts: the authorization code flow with PKCE (OpenID Connect Core §3.1,
// RFC 7636, RFC 9700). What comes of it is an access token for this API, which is held to the same rules as a program's.
import * as oidc from 'openid-client'
import type { Database } from '../postgres/database.ts'
import { Failure } from '../values/failure.ts'
import type { Caller } from './caller.ts'
import type { Issuer } from './issuer.ts'
import type { RelyingPartySettings } from './oidc-settings.ts'
import { createProvider } from './provider.ts'
import { signIn } from './sign-in.ts'
import { createEnvelope } from './sign-in-under-way.ts'

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
   * @throws Failure `sign_in_failed`; `issuer_unavailable`; and what `signIn` refuses
   */
  readonly finish: (search: string, pending: string | undefined) => Promise<{ caller: Caller; returnTo: string }>
}

/** Where the issuer sends browsers back to. */
export const CALLBACK_PATH = '/connexion/retour'

/** Asks nothing yet, so that the service starts without the issuer. */
export function createRelyingParty(
  database: Database,
  issuer: Issuer,
  settings: RelyingPartySettings,
  clock: () => Date,
): RelyingParty {
  const { audience } = issuer.settings
  // RFC 8707: whom the access token is for. An audience that is no URI cannot be asked for so.
  const resource: Record<string, string> = URL.canParse(audience) ? { resource: audience } : {}
  const redirectUri = new URL(CALLBACK_PATH, settings.publicUrl).href
  const provider = createProvider(issuer.settings, settings, clock)
  const envelope = createEnvelope(database, clock)

  return {
    async begin(returnTo) {
      const codeVerifier = oidc.randomPKCECodeVerifier()
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
      const codeChallenge = await oidc.calculatePKCECodeChallenge(codeVerifier)
      const url = await provider.ask((configuration) =>
        oidc.buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope: settings.scope,
          ...resource,
          state,
          nonce,
          code_challenge: codeChallenge,
          code_challenge_method: 'S256',
        }),
      )
      const pending = await envelope.seal({ state, nonce, codeVerifier, returnTo: safeReturn(returnTo) })
      return { url: url.href, pending }
    },

    async finish(search, pending) {
      const begun = pending === undefined ? undefined : await envelope.open(pending)
      const answer = new URL(redirectUri)
      answer.search = search
      // Somebody else's answer, above all: whoever follows a prepared link must not end up in another's session.
      if (begun === undefined || answer.searchParams.get('state') !== begun.state) {
        throw new Failure('sign_in_failed', { because: 'not_begun' })
      }
      const checks = {
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        pkceCodeVerifier: begun.codeVerifier,
        idTokenExpected: true,
      }
      const tokens = await provider.ask((configuration) =>
        oidc.authorizationCodeGrant(configuration, answer, checks, resource),
      )
      const caller = await signIn(database, issuer, tokens.access_token, clock())
      // Both tokens must be of one person: the one says who signed in, the other what they may do.
      if (caller.subject !== tokens.claims()?.sub) throw new Failure('sign_in_failed', { because: 'refused' })
      return { caller, returnTo: begun.returnTo }
    },
  }
}

/** A place on this site, and nowhere else; the first page for whatever is none. */
export function safeReturn(place: string): string {
  if (!/^\/(?![/\\])[\x21-\x7e]{0,2000}$/.test(place) || place.includes('\\')) return '/'
  return place.startsWith('/connexion') ? '/' : place
}
