import { errors, type JWTPayload, jwtVerify } from 'jose'
import { type AccessTokenFault, Failure } from '../values/failure.ts'
import { faultOf } from './access-token.ts'
import type { Issuer } from './issuer.ts'

// RFC 8725 §3.1: named here, never by the token. Asymmetric ones alone, or the issuer's public key would be a secret.
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA']
const CLOCK_TOLERANCE_SECONDS = 5

/**
 * The claims of an access token of the issuer, for this API, valid now (RFC 9068 §4).
 *
 * @throws Failure `unauthenticated` with what is wrong with it, `issuer_unavailable` when its key cannot be had
 */
export async function verify(token: string, { settings, keyFor }: Issuer, now: Date): Promise<JWTPayload> {
  const { payload, protectedHeader } = await jwtVerify(token, keyFor, {
    algorithms: ALGORITHMS,
    issuer: settings.issuer,
    audience: settings.audience,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: now,
  }).catch((error) => {
    // Without the error as a cause: it holds the claims, and a cause may be logged.
    if (error instanceof TypeError || error instanceof DOMException) {
      throw new Failure('unauthenticated', { because: 'unknown_key' })
    }
    if (error instanceof errors.JOSEError) throw new Failure('unauthenticated', { because: meaningOf(error) })
    throw error
  })
  const fault = faultOf(protectedHeader, payload, settings)
  if (fault !== undefined) throw new Failure('unauthenticated', { because: fault })
  return payload
}

function meaningOf(error: errors.JOSEError): AccessTokenFault {
  if (error instanceof errors.JWTExpired) return 'no_longer_valid'
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.reason === 'check_failed' ? (CHECKS[error.claim] ?? 'malformed') : 'claim_missing'
  }
  return FAULTS[error.code] ?? 'malformed'
}

const CHECKS: Readonly<Record<string, AccessTokenFault>> = {
  iss: 'wrong_issuer',
  aud: 'wrong_audience',
  nbf: 'not_yet_valid',
}

const FAULTS: Readonly<Record<string, AccessTokenFault>> = {
  [errors.JOSEAlgNotAllowed.code]: 'wrong_algorithm',
  [errors.JWKSNoMatchingKey.code]: 'unknown_key',
  [errors.JWKSMultipleMatchingKeys.code]: 'unknown_key',
  [errors.JWSSignatureVerificationFailed.code]: 'wrong_signature',
}
