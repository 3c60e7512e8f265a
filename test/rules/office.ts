// An office that a rule's scenario is played in: one cooperative of its own, and what the rule then says of it, through HTTP.
import type { Test } from 'tap'
import { type Authority, type Body, Service } from '../support/api.ts'

/** What may happen in a scenario. Amounts are euros, dates plain. */
export class Office {
  readonly authority: Authority
  readonly cooperativeId: string
  /** Of one class with a nominal of 50.00. */
  readonly shareClassId: string

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

  /** Undoes a movement. */
  reverse({ id }: Body): Promise<Body> {
    return this.post(`/v1/movements/${id}/reversal`, { reason: 'Erreur de saisie' })
  }

  /** Changes what the cooperative is; known from now on, for every day. */
  async change(attributes: object): Promise<void> {
    const url = `/v1/cooperatives/${this.cooperativeId}`
    await this.authority.service.ok('PATCH', url, {
      token: this.authority.token,
      body: attributes,
      headers: { 'if-match': '*' },
    })
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
   * `unknown (capitalStatements) since ever`.
   */
  readonly answers: Answers
  /** What is recorded after that, knowing what `given` gave, and the answers then; as known before, they stay what they were. */
  readonly later?: { readonly given: (office: Office, made: Body) => Promise<unknown>; readonly answers: Answers }
  /** Figures of the first finding on the last day, some of them. */
  readonly figures?: Readonly<Record<string, string>>
}

/** Plays the scenarios of a rule, each in an office of its own; all three answers must be among them. */
export async function playScenarios(t: Test, rule: string, scenarios: readonly Scenario[]): Promise<void> {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const seen = new Set<string>()
  for (const { name, attributes = {}, given, answers, later, figures } of scenarios) {
    await t.test(name, async (t) => {
      const cooperativeId = await authority.cooperative({ siren: '732829320', ...attributes })
      const shareClassId = await authority.shareClass(cooperativeId)
      const office = new Office(authority, cooperativeId, shareClassId)
      let [last, knownAt]: [Body[], string] = [[], '']
      const ask = async (expected: Answers, more = '') => {
        for (const [day, answer] of Object.entries(expected)) {
          ;({ items: last, knownAt } = await office.findings(rule, day, more))
          const said = last.map(sentence)
          for (const one of last.length === 0 ? ['holds'] : said) seen.add(one.split(' ')[0] ?? '')
          t.same(said, answer === 'holds' ? [] : [answer].flat(), `on ${day}${more}`)
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
