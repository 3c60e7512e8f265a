// A finance office that works through the door everybody uses: HTTP, each answer held against the OpenAPI document.
import type { Authority, Service } from '../support/api.ts'
import type { Portfolio, Stated } from './auditor.ts'
import { decimal } from './history.ts'
import { attributesOf, inputOf, type Named, type Outcome } from './office.ts'

export class HttpOffice implements Named {
  readonly authority: Authority
  readonly #ids = new Map<string, string>()
  readonly #movements = new Map<number, string>()

  private constructor(authority: Authority) {
    this.authority = authority
  }

  static async open(service: Service, portfolio: Portfolio): Promise<HttpOffice> {
    const office = new HttpOffice(await service.authority('Département du Hasard'))
    for (const [index, [name, classes]] of [...portfolio].entries()) {
      const cooperativeId = await office.authority.cooperative({ name, activity: null, ...attributesOf(index) })
      office.#ids.set(name, cooperativeId)
      for (const [className, nominal] of classes) {
        office.#ids.set(className, await office.authority.shareClass(cooperativeId, decimal(nominal, 4), className))
      }
    }
    return office
  }

  readonly idOf = (name: string): string => {
    const id = this.#ids.get(name)
    if (id === undefined) throw new Error(`${name} is not in the portfolio`)
    return id
  }

  /** The journal row is not told over HTTP: it is left at 0. */
  async record(stated: Stated): Promise<Outcome> {
    const { status, body } =
      stated.kind === 'reversal'
        ? await this.authority.call('POST', `/v1/movements/${this.#movements.get(stated.reverses)}/reversal`, {
            reason: 'Erreur de saisie',
          })
        : await this.authority.call('POST', '/v1/movements', inputOf(stated, this))
    if (status === 201) {
      this.#movements.set(stated.number, body.id)
      return { accepted: true, seq: 0, recordedAt: body.recordedAt }
    }
    if (body.code !== 'later_movement_impossible') {
      return { accepted: false, code: body.code, movement: stated.number }
    }
    const named = [...this.#movements].find(([, id]) => id === body.movement.id)
    return { accepted: false, code: body.movement.code, movement: named?.[0] ?? 0 }
  }
}
