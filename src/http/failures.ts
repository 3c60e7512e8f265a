import type { Failure, FailureCode, FieldError } from '../values/failure.ts'
import { ACCESS_FAILURES } from './failures-access.ts'
import { DECISION_FAILURES } from './failures-decisions.ts'
import { LEDGER_FAILURES } from './failures-ledger.ts'
import { PAPER_FAILURES } from './failures-papers.ts'
import { SEAT_FAILURES } from './failures-seats.ts'
import { FRENCH_ACCESS } from './french-access.ts'
import { FRENCH_DECISIONS } from './french-decisions.ts'
import { FRENCH_LEDGER } from './french-ledger.ts'
import { frenchMessage, withNoBreaks } from './french-messages.ts'
import { FRENCH_PAPERS } from './french-papers.ts'
import { FRENCH_REQUESTS } from './french-requests.ts'
import { FRENCH_SEATS } from './french-seats.ts'
import type { FrenchWording, FrenchWordings } from './french-wording.ts'
import { one, type Wording, type Wordings } from './wording.ts'

/** The one table from a refusal to what outsiders read: status, title, detail, the fields and their fix. */
export const FAILURES: Wordings<FailureCode> = {
  ...ACCESS_FAILURES,
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    detail: ({ retryAfterSeconds }) => `Wait ${retryAfterSeconds} s, then send fewer requests a second.`,
    headers: ({ retryAfterSeconds }) => ({ 'retry-after': String(retryAfterSeconds) }),
  },
  not_found: { status: 404, title: 'Not found', detail: ({ what }) => `There is no such ${what}.` },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: ({ method, allowed }) => `${method} is not possible here; use ${allowed.join(', ')}.`,
    headers: ({ allowed }) => ({ allow: allowed.join(', ') }),
  },
  invalid_input: {
    status: 400,
    title: 'Invalid input',
    detail: ({ errors }) =>
      `${errors.length === 1 ? 'One field is' : `${errors.length} fields are`} not as expected; see errors.`,
    errors: ({ errors }) => errors,
  },
  unreadable_body: {
    status: 400,
    title: 'Unreadable body',
    detail: (facts) =>
      facts.because === 'csv'
        ? `The body is no CSV from line ${facts.line} on: as many cells a line as columns, in double quotes where they hold any (RFC 4180).`
        : {
            json: 'The body is not well-formed JSON.',
            empty: 'The body is empty; send what the operation takes.',
            encoding: 'The body is not what its headers announce (length or encoding).',
          }[facts.because],
    errors: (facts) =>
      facts.because === 'csv' ? one(`line ${facts.line}`, 'must be CSV (RFC 4180)') : one('#', 'must be a JSON object'),
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    detail: ({ limitBytes }) => `The body has more than ${limitBytes} bytes.`,
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: ({ wanted }) => `Send the body as ${wanted}, not compressed.`,
    headers: ({ wanted }) => ({ accept: wanted }),
  },
  unsupported_request: {
    status: 400,
    title: 'Unsupported request',
    detail: () => 'The request is not one that this service can read (URL, headers or encoding).',
  },
  headers_too_large: {
    status: 431,
    title: 'URL or headers too large',
    detail: () => 'The URL and the headers together have more bytes than this service reads: send fewer.',
  },
  request_timeout: {
    status: 408,
    title: 'Request not complete in time',
    detail: () => 'The request did not arrive whole in time: send its headers within 10 s, all of it within 20 s.',
  },
  invalid_cursor: {
    status: 400,
    title: 'Invalid cursor',
    detail: ({ because }) => `The cursor cannot be used: ${because}. Start again from the first page.`,
    errors: ({ because }) => one('?cursor', because),
  },
  nothing_to_export: {
    status: 404,
    title: 'Nothing to export',
    detail: () => 'The register holds nothing of what was asked for: choose other dates, or another cooperative.',
  },
  beneficiary_without_siret: {
    status: 409,
    title: 'Beneficiary without SIRET',
    detail: ({ cooperatives }) =>
      `The table names each beneficiary by its SIRET: give the SIREN and the NIC (PATCH /v1/cooperatives/{id}) of ${cooperatives.map(({ name }) => name).join(', ')}.`,
    members: ({ cooperatives }) => ({ cooperatives }),
  },
  known_at_too_late: {
    status: 400,
    title: 'Nothing is known so late',
    detail: ({ knownAt, last }) =>
      `knownAt ${knownAt} is after the last recording, ${last}; ask for that instant or an earlier one.`,
    errors: ({ pointer, last }) => one(pointer, `must be at most ${last}`),
  },
  precondition_required: {
    status: 428,
    title: 'If-Match is required',
    detail: () => 'Read the resource, then send its ETag as If-Match, so that nobody else’s change is lost.',
  },
  precondition_failed: {
    status: 412,
    title: 'The resource has changed',
    detail: () =>
      'If-Match is not the current ETag: read the resource again, then decide whether your change still holds.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key used for another request',
    detail: () =>
      'This Idempotency-Key was sent with another method, path, query or body: take a new key for a new request.',
    errors: () => one('Idempotency-Key', 'must be new for a new request'),
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The same request is still running',
    detail: () => 'A request with this Idempotency-Key is still running: send it again in a moment.',
    headers: () => ({ 'retry-after': '1' }),
  },
  cooperative_unknown: {
    status: 404,
    title: 'Unknown cooperative',
    detail: ({ cooperativeId }) => `There is no cooperative ${cooperativeId}.`,
    errors: ({ pointer = '#/cooperativeId' }) =>
      one(pointer, 'must be the id of a cooperative of your authority (GET /v1/cooperatives)'),
  },
  share_class_unknown: {
    status: 404,
    title: 'Unknown share class',
    detail: ({ shareClassId }) => `There is no share class ${shareClassId}.`,
    errors: () => one('#/shareClassId', 'must be the id of a share class of this cooperative'),
  },
  share_class_of_other_cooperative: {
    status: 422,
    title: 'Share class of another cooperative',
    detail: ({ shareClassId, cooperativeId }) =>
      `The share class ${shareClassId} is not one of cooperative ${cooperativeId}.`,
    errors: () => one('#/shareClassId', 'must be the id of a share class of this cooperative'),
  },
  authority_unknown: {
    status: 404,
    title: 'Unknown authority',
    detail: ({ authorityId }) => `There is no authority ${authorityId}.`,
    errors: () => one('#/authorityId', 'must be the id of an authority (GET /v1/authorities)'),
  },
  ...DECISION_FAILURES,
  ...LEDGER_FAILURES,
  ...PAPER_FAILURES,
  ...SEAT_FAILURES,
  name_taken: {
    status: 409,
    title: 'Name already taken',
    detail: () => 'There is already one with this name.',
    errors: ({ pointer }) => one(pointer, 'must be a name that is not taken yet'),
  },
  siren_taken: {
    status: 409,
    title: 'SIREN already taken',
    detail: () => 'There is already an authority with this SIREN.',
    errors: () => one('#/siren', 'must be the SIREN of an authority that is not there yet'),
  },
  unavailable: {
    status: 503,
    title: 'Not available at the moment',
    detail: () => 'The database does not answer: try again in a moment, a POST with the same Idempotency-Key.',
    headers: ({ retryAfterSeconds }) => ({ 'retry-after': String(retryAfterSeconds) }),
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: () => 'The service failed; nothing was written. Tell its operator the instance below.',
  },
}

export interface Worded {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly errors: FieldError[] | undefined
  readonly members: object
  readonly headers: Record<string, string>
}

export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

const FRENCH: FrenchWordings<FailureCode> = {
  ...FRENCH_REQUESTS,
  ...FRENCH_ACCESS,
  ...FRENCH_DECISIONS,
  ...FRENCH_LEDGER,
  ...FRENCH_PAPERS,
  ...FRENCH_SEATS,
}

/** Words a refusal for outsiders. Status, code, pointers and members are the same in every language. */
export function word(failure: Failure, language: Language = 'en'): Worded {
  const wording = FAILURES[failure.code] as Wording<unknown>
  const { title, detail } = language === 'fr' ? frenchOf(failure) : wording
  const errors = errorsOf(failure)
  return {
    status: wording.status,
    title,
    detail: detail(failure.facts, (because) => word(because, language).detail),
    errors: language === 'fr' ? errors?.map(inFrench) : errors,
    members: wording.members?.(failure.facts) ?? {},
    headers: wording.headers?.(failure.facts) ?? {},
  }
}

function errorsOf({ code, facts }: Failure): FieldError[] | undefined {
  return (FAILURES[code] as Wording<unknown>).errors?.(facts, errorsOf)
}

function frenchOf({ code }: Failure): FrenchWording<unknown> {
  const { title, detail } = FRENCH[code] as FrenchWording<unknown>
  return { title: withNoBreaks(title), detail: (facts, explain) => withNoBreaks(detail(facts, explain)) }
}

// What the catalogue lacks is told in English rather than not at all; a test holds that it lacks nothing.
function inFrench({ pointer, detail }: FieldError): FieldError {
  return { pointer, detail: frenchMessage(detail) ?? detail }
}
