// Problems in French, where they are asked for: the same code, status and pointers, other words.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import { FAILURES, word } from '../../src/http/failures.ts'
import { frenchMessage } from '../../src/http/french-messages.ts'
import { Failure, type FailureCode, type FailureFacts } from '../../src/values/failure.ts'
import { Service } from '../support/api.ts'
import { Visitor } from '../support/visit.ts'

const ID = '019a3f4c-7d20-7c11-8a55-0f3c2b9d4e61'
const figures = { authorised: '100.00', consumed: '60.00', left: '40.00' }
const movement = { id: ID, kind: 'sale', effectiveOn: '2024-03-01' }
const period = { from: '2024-01-01', to: '2025-01-01' }
const mandate = { id: ID, ...period }

/** One refusal of each kind. */
const SAMPLES: { readonly [Code in FailureCode]: FailureFacts[Code] } = {
  unauthenticated: { because: 'expired' },
  forbidden: { role: 'board', operation: 'recordMovement' },
  no_access: { because: 'no_role', claim: 'roles' },
  no_pages: {},
  forged_form: {},
  sign_in_failed: { because: 'denied' },
  issuer_unavailable: { retryAfterSeconds: 5 },
  too_many_requests: { retryAfterSeconds: 1 },
  not_found: { what: 'cooperative' },
  method_not_allowed: { method: 'PUT', allowed: ['GET', 'POST'] },
  invalid_input: { errors: [{ pointer: '#/shares', detail: 'is required' }] },
  unreadable_body: { because: 'json' },
  body_too_large: { limitBytes: 65_536 },
  unsupported_media_type: { wanted: 'application/json' },
  unsupported_request: {},
  headers_too_large: {},
  request_timeout: {},
  invalid_cursor: { because: 'it belongs to other filters' },
  nothing_to_export: {},
  beneficiary_without_siret: { cooperatives: [{ id: ID, name: 'Fil d’Artois' }] },
  known_at_too_late: {
    pointer: '?knownAt',
    knownAt: '2030-01-01T00:00:00.000000Z',
    last: '2026-01-01T00:00:00.000000Z',
  },
  precondition_required: {},
  precondition_failed: {},
  idempotency_key_reused: {},
  idempotency_in_progress: {},
  cooperative_unknown: { cooperativeId: ID },
  share_class_unknown: { shareClassId: ID },
  share_class_of_other_cooperative: { shareClassId: ID, cooperativeId: ID },
  authority_unknown: { authorityId: ID },
  decision_unknown: { decisionId: ID },
  step_unknown: { stepId: ID },
  organ_unknown: { organId: ID },
  seat_unknown: { seatId: ID },
  person_unknown: { pointer: '#/personId', personId: ID },
  decision_of_other_cooperative: { decisionId: ID, cooperativeId: ID },
  step_not_possible: {
    at: '#',
    kind: 'adopted',
    on: '2024-01-01',
    status: 'drafted',
    possible: ['tabled'],
    earliest: '2024-02-01',
    latest: null,
    breaks: null,
  },
  step_still_needed: { kind: 'adopted', on: '2024-01-01', by: { kind: 'published', on: '2024-02-01' } },
  step_already_cancelled: { stepId: ID },
  vote_stated_elsewhere: { by: 'step' },
  votes_contradict: { pointer: '#/votes', kind: 'adopted', for: 3, against: 9 },
  decision_void: { decisionId: ID, status: 'annulled', pointer: '#/decisionId' },
  authorisation_missing: {
    decisionId: ID,
    cooperativeId: ID,
    instrument: 'shares',
    others: [{ ...figures, cooperativeId: ID, instrument: 'grant' }],
  },
  decision_not_executory: { decisionId: ID, effectiveOn: '2024-01-01', executoryOn: null, status: 'adopted', figures },
  authorisation_ended: { effectiveOn: '2024-03-01', to: '2024-01-01', figures },
  authorisation_exceeded: { unit: 'euros', asked: '50.00', figures },
  ceiling_below_consumed: { unit: 'euros', ceiling: '50.00', consumed: '60.00' },
  number_taken: {},
  end_before_use: { to: '2024-01-01', movement },
  movement_unknown: { movementId: ID },
  movement_of_other_cooperative: { movementId: ID, cooperativeId: ID },
  movement_is_reversal: { movementId: ID },
  state_aid_unknown: { stateAidId: ID },
  state_aid_about_movement: { stateAidId: ID, movementId: ID },
  state_aid_superseded: { stateAidId: ID, by: ID },
  convention_unknown: { reference: 'CONV-2021-03' },
  more_shares_than_held: { shares: '12', held: '10' },
  amount_exceeds_limit: { field: 'amount', amount: '5.00', limit: '4.00', of: 'uncalled' },
  amount_below_nominal: { amount: '5.00', least: '10.00', shares: '2', nominalValue: '5.00' },
  split_leaves_fraction: { held: '3', splitFrom: 2, splitTo: 1 },
  split_nominal_out_of_range: { nominalValue: '0.01', splitFrom: 1, splitTo: 1000 },
  later_movement_impossible: { movement, because: new Failure('more_shares_than_held', { shares: '12', held: '10' }) },
  already_reversed: { movementId: ID },
  reversal_not_reversible: { movementId: ID },
  balance_out_of_range: { pointer: '#/amount' },
  lines_refused: {
    lines: 3,
    faulty: 2,
    faults: [
      { line: 2, because: new Failure('more_shares_than_held', { shares: '12', held: '10' }) },
      { line: 3, because: new Failure('invalid_input', { errors: [{ pointer: '#/kind', detail: 'is required' }] }) },
    ],
  },
  year_closed: {
    pointer: '#/effectiveOn',
    effectiveOn: '2024-01-01',
    year: 2024,
    closingId: ID,
    closedAt: '2025-02-01T00:00:00.000000Z',
  },
  year_already_closed: { year: 2024, closingId: ID },
  already_reopened: { year: 2024, at: '2025-02-01T00:00:00.000000Z' },
  person_merged: { pointer: '#/personId', personId: ID, into: ID },
  person_erased: { pointer: '#/personId', personId: ID },
  person_already_sits: { pointer: '#/personId', personId: ID, mandate },
  seat_taken: { pointer: '#/from', role: 'titular', mandate },
  mandate_outside_seat: { pointer: '#/from', seat: period },
  seat_still_held: { pointer: '#/to', mandate },
  college_unknown: { college: 'X', colleges: ['A', 'B'] },
  name_taken: { pointer: '#/name' },
  siren_taken: {},
  unavailable: { retryAfterSeconds: 2 },
  internal: {},
}

const ENGLISH = /\b(must|the|is|not|of|and|with|for|has|be|there|this)\b(?! \d)/

test('each refusal has its words in both languages, and the rest is the same', async (t) => {
  for (const code of Object.keys(FAILURES) as FailureCode[]) {
    const failure = new Failure(code, SAMPLES[code])
    const [english, french] = [word(failure), word(failure, 'fr')]
    const { status, members, headers } = english
    t.match(french, { status, members, headers }, code)
    t.same(
      french.errors?.map(({ pointer }) => pointer),
      english.errors?.map(({ pointer }) => pointer),
    )
    t.not(french.title, english.title)
    t.not(french.detail, english.detail)
    for (const text of [french.title, french.detail, ...(french.errors ?? []).map(({ detail }) => detail)]) {
      const own = text.replace(/« X »|on \d|[a-z_]+_[a-z_]+/g, '')
      if (ENGLISH.test(own.replace(/\bfor \+ against\b/, ''))) t.fail(`${code}: ${text}`)
      if (/ [:;?!»%]|« /.test(text)) t.fail(`${code}: a space that may end a line: ${text}`)
    }
  }
})

test('the catalogue has every message that a field can get', async (t) => {
  const SRC = join(import.meta.dirname, '../../src')
  // Settings are told to operators, in English; what is wrong with an access token is no field.
  const passedOver = /config\.ts$|oidc-settings\.ts$|open\.ts$|postgres\/|failures-access\.ts$|french-|openapi\.ts$/
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !passedOver.test(path),
  )
  const literals = files.flatMap((path) => [
    ...readFileSync(join(SRC, path), 'utf8').matchAll(
      /'((?:must|is(?! not')|cannot|needs) [^'\n]+|is required)'|`((?:must|is) [^`\n]+)`/g,
    ),
  ])
  t.ok(literals.length > 100)
  for (const [, plain, template] of literals) {
    const candidates =
      plain === undefined
        ? ['5', '2024-01-01', 'shares', ID, 'from 2024-01-01 on', 'step'].map((value) =>
            (template ?? '').replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, value),
          )
        : [plain]
    if (!candidates.some((text) => frenchMessage(text) !== undefined)) t.fail(`no French for: ${plain ?? template}`)
  }
})

test('the language is the one that the request prefers', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const asked: [string | undefined, string][] = [
    [undefined, 'en'],
    ['*', 'en'],
    ['fr', 'fr'],
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
    ['fr-CA', 'fr'],
    ['en-GB,en;q=0.9,fr;q=0.8', 'en'],
    ['de, fr;q=0.5, en;q=0.4', 'fr'],
    ['de', 'en'],
    ['fr;q=0', 'en'],
    ['', 'en'],
    [';;q=,fr', 'fr'],
  ]
  for (const [language, expected] of asked) {
    const headers: Record<string, string> = language === undefined ? {} : { 'accept-language': language }
    const answer = await office.call('POST', '/v1/cooperatives', { name: '', legalForm: 'x' }, headers)
    t.equal(answer.headers['content-language'], expected, `${language}`)
    t.match(answer, {
      status: 400,
      body: { code: 'invalid_input', errors: [{ pointer: '#/name' }, { pointer: '#/legalForm' }] },
    })
    t.equal(answer.body.title, expected === 'fr' ? 'Saisie incorrecte' : 'Invalid input', `${language}`)
    t.match(String(answer.headers.vary), /Accept-Language/)
    if (expected === 'fr') t.match(answer.body.errors[1].detail, /^doit être l’une des valeurs scic_sa, /)
  }
  const outside = await service.app.inject({ method: 'GET', url: '/nulle-part', headers: { 'accept-language': 'fr' } })
  t.match(outside.json(), { code: 'not_found', detail: 'Cette adresse n’existe pas dans ce registre.' })
})

test('pages are French, whatever is preferred', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const visitor = await Visitor.signedIn(service, office.token)
  for (const path of [`/cooperatives/${ID}`, '/cooperatives/pas-un-id', '/nulle-part']) {
    const { status, headers, page } = await visitor.get(path, { 'accept-language': 'en' })
    t.match({ status, language: headers['content-language'] }, { status: 404, language: 'fr' }, path)
    t.equal(page.querySelector('h1')?.text, 'Introuvable')
  }
  const bad: [string, RegExp][] = [
    ['/?asOf=2025-02-30', /doit être une date qui existe/],
    ['/?knownAt=2999-01-01', /est après le dernier enregistrement/],
    ['/?knownAt=hier', /doit être une date qui existe/],
    ['/pourquoi', /doit être l’une des valeurs|est obligatoire/],
    ['/decisions?kind=x', /doit être l’une des valeurs/],
  ]
  for (const [path, words] of bad) {
    const { status, page } = await visitor.get(path)
    t.equal(status, 400, path)
    t.match(page.querySelector('[role=alert]')?.text, words, path)
  }
})
