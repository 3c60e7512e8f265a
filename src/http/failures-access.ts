import { type OperationId, PERMISSIONS } from '../access/permissions.ts'
import type { AccessTokenFault, FailureFacts } from '../values/failure.ts'
import type { Wordings } from './wording.ts'

export type AccessFailure =
  | 'unauthenticated'
  | 'forbidden'
  | 'no_access'
  | 'no_pages'
  | 'forged_form'
  | 'sign_in_failed'
  | 'issuer_unavailable'

/** Why nobody, or not everybody, is let in. */
export const ACCESS_FAILURES: Wordings<AccessFailure> = {
  unauthenticated: {
    status: 401,
    title: 'Not authenticated',
    detail: ({ because }) => NOT_AUTHENTICATED[because],
    // RFC 6750 §3.1: no error code where there was no token.
    headers: ({ because }) => ({
      'www-authenticate':
        because === 'missing' ? 'Bearer realm="quotepart"' : 'Bearer realm="quotepart", error="invalid_token"',
    }),
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    detail: ({ role, operation }) =>
      `The role ${role} may not do this (${operation}); it takes one of: ${PERMISSIONS[operation as OperationId].join(', ')}.`,
  },
  no_access: {
    status: 403,
    title: 'Signed in, without access',
    detail: ({ because, claim }) => NO_ACCESS[because](claim),
  },
  no_pages: {
    status: 403,
    title: 'No pages for administrators',
    detail: () => 'An administrator reads no portfolio: sign in with a token of an authority.',
  },
  forged_form: {
    status: 403,
    title: 'Not from this page',
    detail: () => 'The form was not sent from a page of this session: open the page again, and send it from there.',
  },
  sign_in_failed: {
    status: 400,
    title: 'Not signed in',
    detail: ({ because }) => SIGN_IN_FAILED[because],
  },
  issuer_unavailable: {
    status: 503,
    title: 'The issuer does not answer',
    detail: () =>
      'The keys of the OpenID Connect issuer cannot be had, so that its access tokens cannot be checked: try again in a moment.',
    headers: ({ retryAfterSeconds }) => ({ 'retry-after': String(retryAfterSeconds) }),
  },
}

const ofOurs = (state: string) => `The token is ${state}: ask an administrator for a new one.`
const ofIssuer = (fault: string) => `The access token ${fault}.`

const NOT_AUTHENTICATED: Record<FailureFacts['unauthenticated']['because'], string> = {
  missing: 'Send a token: Authorization: Bearer <token>.',
  unknown: ofOurs('unknown'),
  expired: ofOurs('expired'),
  revoked: ofOurs('revoked'),
  no_session: 'Sign in to see this page.',
  session_over: 'The session is over: sign in again.',
  ...({
    malformed: ofIssuer('is no signed JWT that this API can read, or has a crit header that it does not know'),
    wrong_type: ofIssuer('is not an access token for an API: send that, not an ID token (RFC 9068)'),
    wrong_algorithm: ofIssuer('is not signed with RS256, PS256, ES256 or EdDSA'),
    unknown_key: ofIssuer('names no key that its issuer has now: ask the issuer for a new one'),
    wrong_signature: ofIssuer('does not bear its issuer’s signature'),
    wrong_issuer: ofIssuer('is not of the issuer that this API trusts (iss)'),
    wrong_audience: ofIssuer('is not for this API (aud): ask the issuer for one with its audience'),
    not_yet_valid: ofIssuer('is not valid yet (nbf)'),
    no_longer_valid: ofIssuer('is no longer valid (exp): ask the issuer for a new one'),
    claim_missing: ofIssuer('must have iss, aud, exp and sub, and well-formed dates'),
    bound_to_key: ofIssuer(
      'is bound to a key of its client (cnf), which this API cannot check: ask for a bearer token',
    ),
  } satisfies Record<AccessTokenFault, string>),
}

const SIGN_IN_FAILED: Record<FailureFacts['sign_in_failed']['because'], string> = {
  not_begun: 'The sign-in was not begun in this browser, or took too long: begin anew.',
  denied: 'The sign-in was broken off at the issuer.',
  refused: 'The issuer refuses the sign-in: begin anew, or ask who runs it.',
}

const NO_ACCESS: Record<FailureFacts['no_access']['because'], (claim: string) => string> = {
  authority_not_named: (claim) =>
    `The access token must name an authority in ${claim}: the id it has here, a SIREN, or a SIRET.`,
  authority_unknown: (claim) =>
    `The authority that the access token names in ${claim} is not one of this register: ask an administrator to register it, with its SIREN.`,
  no_role: (claim) => `The access token gives none of the roles of this register in ${claim}.`,
  several_roles: (claim) =>
    `The access token gives several roles of this register in ${claim}: it must give exactly one.`,
}
