/** A token bucket: so many at once, and so many more a second. Measured by the machine's clock, which no test moves. */
export class Budget {
  readonly #perSecond: number
  readonly #most: number
  #left: number
  #measuredAtMs = performance.now()

  constructor(perSecond: number, atOnce: number) {
    this.#perSecond = perSecond
    this.#most = atOnce
    this.#left = atOnce
  }

  /** Takes one, if there is one. */
  spend(): boolean {
    const nowMs = performance.now()
    this.#left = Math.min(this.#most, this.#left + ((nowMs - this.#measuredAtMs) / 1000) * this.#perSecond)
    this.#measuredAtMs = nowMs
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
