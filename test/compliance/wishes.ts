// Random life of a register that has two cooperatives: wishes that an office tries, some of which the register refuses. Days
// and amounts are few, so that caps, terms and windows are met.
import fc from 'fast-check'
import type { Answer, Authority, Body } from '../support/api.ts'

/** What one event is made of; each deed takes what it needs. */
export interface Wish {
  readonly deed: Deed
  readonly on: string
  readonly other: string
  readonly amount: number
  readonly which: number
  readonly flag: boolean
}

const DAYS = [
  ...['2013-12-31', '2014-08-01', '2014-08-02', '2019-02-28', '2019-12-31', '2020-03-31', '2021-06-30', '2021-07-01'],
  ...['2022-02-28', '2023-12-31', '2024-01-01', '2024-02-29', '2024-12-31', '2025-06-30', '2025-12-31', '2026-01-15'],
]

export const days: fc.Arbitrary<string> = fc.constantFrom(...DAYS)

/** What is dated, and nothing else: recorded for a day after asOf, it must change nothing on asOf. */
export const DATED = [
  'subscribe',
  'pay',
  'call',
  'buy',
  'sell',
  'withdraw',
  'receive',
  'impair',
  'interest',
  'lend',
  'repay',
  'grant',
  'state',
  'account',
  'audit',
  'aid',
  'mandate',
] as const
const UNDATED = ['reverse', 'decide', 'step', 'authorise', 'end_mandate', 'acknowledge', 'set', 'convene'] as const
export type Deed = (typeof DATED)[number] | (typeof UNDATED)[number]

const wish = (deeds: readonly Deed[]): fc.Arbitrary<Wish> =>
  fc.record({
    deed: fc.constantFrom(...deeds),
    on: days,
    other: days,
    amount: fc.constantFrom(1, 5, 12, 40, 200, 1000),
    which: fc.nat(20),
    flag: fc.boolean(),
  })

export const wishes = (most: number, least = 6) =>
  fc.array(wish([...DATED, ...DATED, ...UNDATED]), { minLength: least, maxLength: most, size: 'max' })
export const datedWishes = (most: number) => fc.array(wish(DATED), { minLength: 3, maxLength: most })

/** A request that may be tried dry first. */
export interface Request {
  readonly method: 'POST' | 'PATCH'
  readonly url: string
  readonly body: object
}

/** An office that turns wishes into requests, and remembers what came of them. */
export class Town {
  readonly authority: Authority
  readonly #cooperatives: readonly { id: string; shareClassId: string }[]
  readonly #seats: readonly string[]
  readonly #persons: readonly string[]
  readonly #movements: string[] = []
  readonly #decisions: string[] = []
  readonly #mandates: string[] = []

  private constructor(
    authority: Authority,
    known: { cooperatives: readonly { id: string; shareClassId: string }[]; seats: string[]; persons: string[] },
  ) {
    this.authority = authority
    this.#cooperatives = known.cooperatives
    this.#seats = known.seats
    this.#persons = known.persons
  }

  static async open(authority: Authority): Promise<Town> {
    const cooperatives = []
    for (const attributes of [{ siren: '732829320' }, { legalForm: 'scic_sa', siren: '732829321' }]) {
      const id = await authority.cooperative(attributes)
      cooperatives.push({ id, shareClassId: await authority.shareClass(id) })
    }
    const seats = [(await authority.seat(cooperatives[0]?.id ?? '', { from: '2014-01-01' })).id]
    const persons = [(await authority.person()).id, (await authority.person('Sacha Exemple')).id]
    return new Town(authority, { cooperatives, seats, persons })
  }

  /** What a wish asks for now; undefined: there is nothing yet that it could be about. */
  requestOf(wish: Wish): Request | undefined {
    const { deed, on, amount } = wish
    const { id: cooperativeId, shareClassId } = this.#of(this.#cooperatives, wish) ?? { id: '', shareClassId: '' }
    const post = (url: string, body: object): Request => ({ method: 'POST', url, body })
    const paper = (path: string, body: object) => post(`/v1/cooperatives/${cooperativeId}/${path}`, body)
    const move = (kind: string, more: object) =>
      post('/v1/movements', { kind, cooperativeId, shareClassId, effectiveOn: on, ...more })
    const euros = `${amount * 50}.00`
    const shares = String(amount)
    switch (deed) {
      case 'subscribe':
        return move('subscription', {
          shares,
          amount: euros,
          called: wish.flag ? euros : '0.00',
          ...this.#justification(wish),
        })
      case 'pay':
        return move('payment', { amount: euros })
      case 'call':
        return move('call', { amount: euros })
      case 'buy':
        return move('purchase', { shares, amount: euros, ...this.#justification(wish) })
      case 'sell':
        return move('sale', { shares, amount: euros, ...this.#justification(wish) })
      case 'withdraw':
        return move('withdrawal', {
          shares,
          amount: euros,
          ...(wish.flag && { dueOn: wish.other }),
          ...this.#justification(wish),
        })
      case 'receive':
        return move('receipt', { amount: euros })
      case 'impair':
        return move('impairment', { amount: euros })
      case 'interest':
        return move('share_interest', { amount: euros })
      case 'lend':
        return move('advance', {
          amount: euros,
          ...(wish.flag && { conventionReference: 'C' }),
          ...this.#justification(wish),
        })
      case 'repay':
        return move('advance_repayment', { amount: euros })
      case 'grant':
        return move('grant', { amount: `${amount * 500}.00`, ...this.#justification(wish) })
      case 'state':
        return paper('capital-statements', {
          on,
          totalCapital: `${amount * 500}.00`,
          ...(wish.flag && { publicCapital: `${amount * (wish.which % 7) * 50}.00` }),
          colleges: COLLEGES.slice(0, wish.which % 4),
          ...(wish.which % 3 === 0 && {
            statutes: { fullPaymentDelayMonths: 24, refundDelayMonths: 6, capitalFloor: '1000.00' },
          }),
        })
      case 'account':
        // Closed on 31 December: the accounts of a year recorded anew with another closing date would move the first ones.
        return paper('annual-accounts', {
          year: Number(on.slice(0, 4)),
          ...(wish.flag && { equity: `${wish.which % 2 ? '-' : ''}${euros}`, losses: euros, income: euros }),
          result: `${wish.which % 3 ? '-' : ''}${euros}`,
        })
      case 'audit':
        return paper('audits', { on })
      case 'aid':
        return paper('state-aids', {
          grantedOn: on,
          regulation: ['de_minimis', 'de_minimis_agriculture', 'de_minimis_sieg'][wish.which % 3],
          grossGrantEquivalent: `${amount * 500}.00`,
          grantor: 'Région',
          ...(wish.flag && { singleUndertaking: 'Groupe' }),
        })
      case 'convene':
        return paper('advance-conventions', { reference: 'C', signedOn: on, endsOn: '2030-01-01' })
      case 'reverse': {
        const id = this.#of(this.#movements, wish)
        return id === undefined ? undefined : post(`/v1/movements/${id}/reversal`, { reason: 'Erreur' })
      }
      case 'decide':
        return post('/v1/decisions', {
          number: `N-${this.#decisions.length}`,
          body: wish.which % 3 === 0 ? 'standing_committee' : 'assembly',
          kind: 'entry',
          object: 'Participation',
          cooperativeIds: [cooperativeId],
          steps: STEPS.slice(0, 1 + (wish.which % 5)).map((kind) => ({ kind, on })),
          ...(wish.flag && {
            authorisations: ['shares', 'advance', 'grant', 'disposal'].map((instrument) => ({
              cooperativeId,
              instrument,
              ceiling: `${amount * 1000}.00`,
            })),
          }),
        })
      case 'step': {
        const id = this.#of(this.#decisions, wish)
        const kind = [...STEPS, 'annulled', 'withdrawn'][wish.amount % 7]
        return id === undefined ? undefined : post(`/v1/decisions/${id}/steps`, { kind, on })
      }
      case 'authorise': {
        const id = this.#of(this.#decisions, wish)
        const terms = { cooperativeId, instrument: 'shares', ceiling: `${amount * 1000}.00` }
        return id === undefined ? undefined : post(`/v1/decisions/${id}/authorisations`, terms)
      }
      case 'mandate':
        return post('/v1/mandates', {
          seatId: this.#of(this.#seats, wish),
          personId: this.#of(this.#persons, wish),
          from: on,
          ...(wish.flag && { to: wish.other, endReason: 'term_over' }),
          noDecisionReason: 'Reprise',
        })
      case 'end_mandate': {
        const id = this.#of(this.#mandates, wish)
        const end = { to: on, endReason: 'resignation' }
        return id === undefined ? undefined : { method: 'PATCH', url: `/v1/mandates/${id}`, body: end }
      }
      case 'acknowledge':
        return post('/v1/compliance/acknowledgements', {
          rule: 'public_cap',
          cooperativeId,
          reason: 'Vu',
          until: wish.other,
        })
      case 'set':
        return post('/v1/compliance/parameters', {
          rule: 'competent_body',
          parameter: 'delegation',
          value: String(wish.flag),
          from: on,
          source: 'Délibération',
        })
    }
  }

  /** Sends it; a PATCH with the ETag of the resource as it is. */
  async send({ method, url, body }: Request, query = ''): Promise<Answer> {
    const headers =
      method === 'PATCH' ? { 'if-match': String((await this.authority.call('GET', url)).headers.etag) } : undefined
    return this.authority.call(method, `${url}${query}`, body, headers)
  }

  /** Remembers what was recorded. */
  learn({ url }: Request, { id }: Body): void {
    if (url.startsWith('/v1/movements')) this.#movements.push(id)
    if (url === '/v1/decisions') this.#decisions.push(id)
    if (url === '/v1/mandates') this.#mandates.push(id)
  }

  #justification(wish: Wish): object {
    const decisionId = wish.which % 2 ? this.#of(this.#decisions, wish) : undefined
    return decisionId === undefined ? { noDecisionReason: 'Reprise' } : { decisionId }
  }

  #of<Item>(items: readonly Item[], { which }: Wish): Item | undefined {
    return items[which % Math.max(1, items.length)]
  }
}

const STEPS = ['drafted', 'tabled', 'adopted', 'transmitted', 'published']

const COLLEGES = [
  { name: 'Salariés', members: 3, weight: '0.400000', category: 'employee' },
  { name: 'Usagers', members: 30, weight: '0.300000', category: 'beneficiary' },
  { name: 'Public', members: 2, weight: '0.300000', category: 'public_body' },
]
