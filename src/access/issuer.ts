// The OpenID Connect issuer as the service sees it: where its keys are, and which of them signed a token.
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose'
import { Failure } from '../values/failure.ts'
import { isSafeUrl, type OidcSettings } from './oidc-settings.ts'

export interface Issuer {
  readonly settings: OidcSettings
  /**
   * The key that a token names.
   *
   * @throws JOSEError when the issuer has no such key
   * @throws Failure `issuer_unavailable` when the issuer would have to be asked and does not answer
   */
  readonly keyFor: JWTVerifyGetKey
}

const TIMEOUT_MS = 5_000
/** After a failure the issuer is left alone that long: neither it nor those who wait are helped by asking at once. */
const RETRY_AFTER_SECONDS = 5

/** Asks nothing yet: discovery and keys are fetched for the first token, so that the service starts without the issuer. */
export function createIssuer(settings: OidcSettings, clock: () => Date): Issuer {
  let discovered: Promise<KeySet> | undefined
  let failed: { readonly at: number; readonly cause: unknown } | undefined
  const now = () => clock().getTime()
  const ask: Ask = async (url, init) => {
    if (failed && Math.abs(now() - failed.at) < RETRY_AFTER_SECONDS * 1000) throw failed.cause
    failed = undefined
    return fetch(url, { ...init, redirect: 'manual' }).catch((cause) => {
      throw new Error(`${url} does not answer (${cause.cause?.code ?? cause.name})`, { cause })
    })
  }
  const keyFor: JWTVerifyGetKey = async (header, token) => {
    discovered ??= discover(settings, ask)
    const asked = discovered
    let keys: KeySet | undefined
    try {
      keys = await asked
      return await keys(header, token)
    } catch (cause) {
      if (isOfToken(cause)) throw cause
      failed ??= { at: now(), cause }
      // Keys that are still believed go on; without any, the issuer may have moved them.
      if (discovered === asked && !keys?.fresh) discovered = undefined
      throw new Failure('issuer_unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS }, { cause })
    }
  }
  return { settings, keyFor }
}

type KeySet = ReturnType<typeof createRemoteJWKSet>
type Ask = (url: string, init: RequestInit) => Promise<Response>

// OpenID Connect Discovery 1.0 §4: the document must be of this very issuer, or another could lend it its keys.
async function discover({ issuer, keyTimes }: OidcSettings, ask: Ask): Promise<KeySet> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const init = { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(TIMEOUT_MS) }
  const response = await ask(url, init)
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}, not 200`)
  const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown } | null
  if (document?.issuer !== issuer) throw new Error(`${url} is of another issuer than OIDC_ISSUER`)
  const { jwks_uri } = document
  if (typeof jwks_uri !== 'string' || !isSafeUrl(jwks_uri)) throw new Error(`${url} has no jwks_uri with https://`)
  return createRemoteJWKSet(new URL(jwks_uri), {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: keyTimes.cooldownMs,
    cacheMaxAge: keyTimes.maxAgeMs,
    [customFetch]: ask,
  })
}

/** The keys are there, and the token is signed with none of them. All else is the issuer's. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported ||
    // A key of the issuer that cannot be used as the token says.
    error instanceof TypeError ||
    (error instanceof DOMException && error.name === 'DataError')
  )
}
