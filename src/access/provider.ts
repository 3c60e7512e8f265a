// The issuer as those meet it who sign in: where it is asked, how this service proves itself, and what its refusals mean.
import * as oidc from 'openid-client'
import { Failure } from '../values/failure.ts'
import { isSafeUrl, type OidcSettings, type RelyingPartySettings } from './oidc-settings.ts'

export interface Provider {
  /**
   * Asks the issuer, which is discovered first where that is needed.
   *
   * @throws Failure `sign_in_failed` when it refuses, or its answer is not to what was asked; `issuer_unavailable`
   */
  readonly ask: <Answer>(question: (configuration: oidc.Configuration) => Answer | Promise<Answer>) => Promise<Answer>
}

const TIMEOUT_SECONDS = 5
/** After a failure of its discovery the issuer is left alone that long, as for its keys. */
const RETRY_AFTER_SECONDS = 5

/** Discovers the issuer for the first question, and again when what it said has grown old. */
export function createProvider(
  { issuer, keyTimes }: OidcSettings,
  settings: RelyingPartySettings,
  clock: () => Date,
): Provider {
  let known: { readonly at: number; readonly configuration: Promise<oidc.Configuration>; failed: boolean } | undefined
  const configuration = async (): Promise<oidc.Configuration> => {
    const now = clock().getTime()
    const lasts = known?.failed ? RETRY_AFTER_SECONDS * 1000 : keyTimes.maxAgeMs
    if (known === undefined || Math.abs(now - known.at) >= lasts) {
      const asked = { at: now, configuration: discover(issuer, settings), failed: false }
      asked.configuration.catch(() => {
        asked.failed = true
      })
      known = asked
    }
    return known.configuration
  }
  return {
    async ask(question) {
      const known = await configuration().catch((error) => {
        throw unavailable(error)
      })
      try {
        return await question(known)
      } catch (error) {
        throw isRefusal(error) ? refusalOf(error) : unavailable(error)
      }
    },
  }
}

async function discover(issuer: string, settings: RelyingPartySettings): Promise<oidc.Configuration> {
  const { clientId } = settings
  const found = await oidc.discovery(new URL(issuer), clientId, undefined, authenticationOf(settings), {
    // http on loopback alone, which `safeFetch` sees to.
    execute: [oidc.allowInsecureRequests],
    timeout: TIMEOUT_SECONDS,
    [oidc.customFetch]: safeFetch,
  })
  // Browsers are sent there by us, and carry the reader's password there.
  const { authorization_endpoint: endpoint } = found.serverMetadata()
  if (endpoint === undefined || !isSafeUrl(endpoint)) throw new UnsafeEndpoint()
  return found
}

class UnsafeEndpoint extends Error {
  readonly code = 'an endpoint that is not https://'
}

// The code and the secret of this service go where the discovery document says: never in the clear.
const safeFetch: oidc.CustomFetch = async (url, options) => {
  if (!isSafeUrl(url)) throw new UnsafeEndpoint()
  return fetch(url, options as RequestInit)
}

/** In the body where the issuer takes it there, else in the header, the default (Discovery 1.0 §3); or PKCE alone. */
function authenticationOf({ clientSecret }: RelyingPartySettings): oidc.ClientAuth {
  if (clientSecret === undefined) return oidc.None()
  const [inBody, inHeader] = [oidc.ClientSecretPost(clientSecret), oidc.ClientSecretBasic(clientSecret)]
  return (server, ...rest) => {
    const takesBody = server.token_endpoint_auth_methods_supported?.includes('client_secret_post')
    return takesBody ? inBody(server, ...rest) : inHeader(server, ...rest)
  }
}

/** The answer came, and is a no; or it is not to what was asked: another nonce, another issuer, no ID token, or an old one. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.ResponseBodyError ||
    error instanceof oidc.WWWAuthenticateChallengeError ||
    (error instanceof oidc.ClientError && OF_ANSWERS.has(error.code ?? ''))
  )
}

const OF_ANSWERS: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
])

// The library's errors hold what was sent, and a cause may be logged: it is told by its code alone.
function refusalOf(error: unknown): Failure {
  // RFC 6749 §4.1.2.1, §5.2.
  const { error: theirs, code } = error as { error?: unknown; code?: string }
  if (error instanceof oidc.AuthorizationResponseError && theirs === 'access_denied') {
    return new Failure('sign_in_failed', { because: 'denied' })
  }
  const told = typeof theirs === 'string' && /^[a-z_]{1,40}$/.test(theirs) ? theirs : code
  return new Failure('sign_in_failed', { because: 'refused' }, { cause: new Error(`the sign-in came to ${told}`) })
}

function unavailable(error: unknown): Failure {
  const cause = new Error(`the issuer cannot be asked to sign somebody in (${codeOf(error)})`)
  return new Failure('issuer_unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS }, { cause })
}

function codeOf(error: unknown): string {
  const { code, cause, name } = error as Error & { code?: string }
  return code ?? (cause instanceof Error ? codeOf(cause) : name)
}
