// An office that a rule's scenario is played in: one cooperative of its own, and what the rule then says of it, through HTTP.
import tap, { type Test } from 'tap'
import { once } from '../../src/values/once.ts'
import { type Authority, type Body, Service } from '../support/api.ts'

/** What may happen in a scenario. Amounts are euros, dates plain. */
export class Office {
  readonly authority: Authority
  readonly cooperativeId: string
  /** Of one class with a nominal of 50.00. */
  readonly shareClassId: string
  readonly #moments = new Map<string, string>()

  constructor(authority: Authority, cooperativeId: string, shareClassId: string) {
    this.authority = authority
    this.cooperativeId = cooperativeId
    this.shareClassId = shareClassId
  }

  post(path: string, body: object): Promise<Body> {
    return this.authority.post(path, body)
  }

  /** Under the cooperative. */
  add(path: string, body: object): Promise<Body> {
    return this.post(`/v1/cooperatives/${this.cooperativeId}/${path}`, body)
  }

  statement(on: string, totalCapital: string, more: object = {}): Promise<Body> {
    return this.add('capital-statements', { on, totalCapital, ...more })
  }

  accounts(year: number, more: object): Promise<Body> {
    return this.add('annual-accounts', { year, ...more })
  }

  /** A movement of the one class, under no decision unless one is given. */
  movement(kind: string, effectiveOn: string, more: object): Promise<Body> {
    const { cooperativeId, shareClassId } = this
    const justification = 'decisionId' in more ? {} : { noDecisionReason: 'Reprise de l’historique' }
    return this.post('/v1/movements', { kind, cooperativeId, shareClassId, effectiveOn, ...justification, ...more })
  }

  /** A movement of so many shares for their nominal. */
  atNominal(kind: string, effectiveOn: string, shares: number, more: object = {}): Promise<Body> {
    return this.movement(kind, effectiveOn, { shares: `${shares}`, amount: `${shares * 50}.00`, ...more })
  }

  /** So many shares subscribed at their nominal, called and paid on one day. */
  async hold(effectiveOn: string, shares: number): Promise<Body> {
    const subscription = await this.atNominal('subscription', effectiveOn, shares)
    await this.movement('payment', effectiveOn, { amount: subscription.amount })
    return subscription
  }

  /** A decision about the cooperative, with the steps that are given: `{ adopted: '2024-01-15' }`. */
  decision(steps: Readonly<Record<string, string>>, more: object = {}): Promise<Body> {
    const first = Object.values(steps)[0]
    const before = first === undefined ? {} : { drafted: first, tabled: first }
    decisions += 1
    return this.post('/v1/decisions', {
      number: `D-${decisions}`,
      body: 'assembly',
      kind: 'entry',
      object: 'Entrée au capital',
      cooperativeIds: [this.cooperativeId],
      steps: Object.entries({ ...before, ...steps }).map(([kind, on]) => ({ kind, on })),
      ...more,
    })
  }

  /** One that is executory on a day, and allows so much for this cooperative. */
  allowing(on: string, instrument: string, ceiling: string, more: object = {}): Promise<Body> {
    const { cooperativeId } = this
    return this.decision(
      { adopted: on, transmitted: on, published: on },
      { authorisations: [{ cooperativeId, instrument, ceiling }], ...more },
    )
  }

  step(decision: Body, kind: string, on: string): Promise<Body> {
    return this.post(`/v1/decisions/${decision.id}/steps`, { kind, on })
  }

  /** Steps of a decision that never happened so, in the order in which they can go. */
  async cancel(decision: Body, ...kinds: readonly string[]): Promise<void> {
    const { items } = await this.authority.get(`/v1/decisions/${decision.id}/steps?asOf=9999-12-31`)
    for (const kind of kinds) {
      const { id } = items.find((step: Body) => step.kind === kind && step.cancelledBy === null)
      await this.post(`/v1/decisions/${decision.id}/steps`, { kind: 'cancellation', cancels: id, reason: 'Erreur' })
    }
  }

  /** A seat on a board of its own. */
  seat(from: string, more: object = {}): Promise<Body> {
    return this.authority.seat(this.cooperativeId, { from, ...more })
  }

  /** A titular's, of somebody new, unless more says otherwise. */
  mandate(seat: Body, from: string, more: object = {}): Promise<Body> {
    return this.authority.mandate({ seatId: seat.id, from, ...more })
  }

  /** What the authority knows better than the law. */
  set(rule: string, parameter: string, value: string, more: object): Promise<Body> {
    return this.post('/v1/compliance/parameters', { rule, parameter, value, source: 'Délibération', ...more })
  }

  /** Undoes a movement. */
  reverse({ id }: Body): Promise<Body> {
    return this.post(`/v1/movements/${id}/reversal`, { reason: 'Erreur de saisie' })
  }

  /** Changes what the cooperative is; known from now on, for every day. */
  change(attributes: object): Promise<void> {
    return this.amend('cooperatives', { id: this.cooperativeId }, attributes)
  }

  /** What was wrong, or ends, by a version of its own. */
  async amend(path: 'cooperatives' | 'decisions' | 'seats' | 'mandates', { id }: Body, body: object): Promise<void> {
    const url = `/v1/${path}/${id}`
    await this.authority.service.ok('PATCH', url, {
      token: this.authority.token,
      body,
      headers: { 'if-match': '*' },
    })
  }

  /** Gives a name to what is known by now, for answers as it was known then. */
  async remember(name: string): Promise<void> {
    this.#moments.set(name, (await this.authority.get('/v1/compliance/findings?limit=1')).knownAt)
  }

  /** When that was. */
  moment(name: string): string {
    const knownAt = this.#moments.get(name)
    if (knownAt === undefined) throw new Error(`nothing is remembered as ${name}`)
    return knownAt
  }

  /** What a rule says of the cooperative on a day: its findings, none where it holds. */
  findings(rule: string, asOf: string, more = ''): Promise<{ items: Body[]; knownAt: string }> {
    const asked = `rule=${rule}&cooperativeId=${this.cooperativeId}&asOf=${asOf}${more}`
    return this.authority.get(`/v1/compliance/findings?limit=200&${asked}`)
  }
}

let decisions = 0

type Answers = Readonly<Record<string, string | readonly string[]>>

export interface Scenario {
  readonly name: string
  /** Of the cooperative. */
  readonly attributes?: object
  readonly given: (office: Office) => Promise<unknown>
  /**
   * By day, what the rule answers then: `holds`, or one text a finding, such as `broken since 2025-03-01` or
   * `unknown (capitalStatements) since ever`. A name after the day asks for what was known when it was remembered.
   */
  readonly answers: Answers
  /** What is recorded after that, knowing what `given` gave, and the answers then; as known before, they stay what they were. */
  readonly later?: { readonly given: (office: Office, made: Body) => Promise<unknown>; readonly answers: Answers }
  /** Figures of the first finding on the last day, some of them. */
  readonly figures?: Readonly<Record<string, string>>
}

// It ends with the process.
const shared = once(
  () => Service.start(tap, 'postgres'),
  () => '',
)

/** Plays the scenarios of a rule, each with an authority of its own; all three answers must be among them. */
export async function playScenarios(t: Test, rule: string, scenarios: readonly Scenario[]): Promise<void> {
  const service = await shared()
  const seen = new Set<string>()
  for (const { name, attributes = {}, given, answers, later, figures } of scenarios) {
    await t.test(name, async (t) => {
      const authority = await service.authority()
      const cooperativeId = await authority.cooperative({ siren: '732829320', ...attributes })
      const shareClassId = await authority.shareClass(cooperativeId)
      const office = new Office(authority, cooperativeId, shareClassId)
      let [last, knownAt]: [Body[], string] = [[], '']
      const ask = async (expected: Answers, more = '') => {
        for (const [key, answer] of Object.entries(expected)) {
          const [day, name] = [key.slice(0, 10), key.slice(11)]
          const then = name === '' ? more : `&knownAt=${office.moment(name)}`
          ;({ items: last, knownAt } = await office.findings(rule, day, then))
          const said = last.map(sentence)
          for (const one of last.length === 0 ? ['holds'] : said) seen.add(one.split(' ')[0] ?? '')
          t.same(said, answer === 'holds' ? [] : [answer].flat(), `on ${key}${more}`)
        }
      }
      const made = await given(office)
      await ask(answers)
      if (later) {
        const before = knownAt
        await later.given(office, made)
        await ask(answers, `&knownAt=${before}`)
        await ask(later.answers)
      }
      if (figures) t.match(last[0]?.figures, figures, 'figures')
    })
  }
  t.same([...seen].sort(), ['broken', 'holds', 'unknown'], 'each of the three answers was given')
}

function sentence({ state, since, missing }: Body): string {
  return `${state}${missing.length > 0 ? ` (${missing.join(', ')})` : ''} since ${since ?? 'ever'}`
}
