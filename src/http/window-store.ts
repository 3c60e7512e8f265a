import type { FastifyRateLimitStore } from '@fastify/rate-limit'

type Told = (error: Error | null, count?: { current: number; ttl: number }) => void

/**
 * Counts in windows that are the same for all keys, and forgets every key with its window: tokens that are none leave no
 * trace. The plugin's own store hands one object to all requests of a key, so that those that come together each see the
 * count of the last, and are refused all of them.
 */
export class WindowStore implements FastifyRateLimitStore {
  #counts = new Map<string, number>()
  #endsAtMs = 0

  incr(key: string, told: Told, windowMs = 1000): void {
    const nowMs = performance.now()
    if (nowMs >= this.#endsAtMs) {
      this.#counts = new Map()
      this.#endsAtMs = nowMs + windowMs
    }
    const current = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, current)
    told(null, { current, ttl: this.#endsAtMs - nowMs })
  }

  /** A limit counts for itself. */
  child(): WindowStore {
    return new WindowStore()
  }
}
