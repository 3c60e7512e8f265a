// Which operations have succeeded and refused so far, and which are wanted next.
import { OPERATIONS, type Operation } from './document.ts'

interface Counts {
  succeeded: number
  refused: number
}

export interface Coverage {
  readonly count: (operation: Operation | undefined, status: number) => void
  /** What to draw the next operation from: all that can be reached, and once more those that still lack something. */
  readonly wanted: (reachable: (operation: Operation) => boolean) => readonly Operation[]
  /** Successes among all requests. */
  readonly share: () => number
  /** Operations that never succeeded, or never refused, in words. */
  readonly missing: () => string[]
  readonly summary: () => string
}

export function coverage(): Coverage {
  const counts = new Map(OPERATIONS.map(({ id }) => [id, { succeeded: 0, refused: 0 }]))
  const statuses = new Map<number, number>()
  const succeeded = () => [...statuses].reduce((sum, [status, times]) => (isSuccess(status) ? sum + times : sum), 0)
  const all = () => [...statuses.values()].reduce((sum, times) => sum + times, 0)
  const countsOf = ({ id }: Operation) => counts.get(id) as Counts
  return {
    count(operation, status) {
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (!operation) return
      const its = countsOf(operation)
      if (isSuccess(status)) its.succeeded += 1
      if (status >= 400) its.refused += 1
    },
    wanted(reachable) {
      const possible = OPERATIONS.filter(reachable)
      const lacking = possible.filter((operation) => missing(countsOf(operation)).length > 0)
      // Where few are lacking, they come about one time in three.
      const times = lacking.length === 0 ? 0 : Math.ceil(possible.length / 2 / lacking.length)
      return [...possible, ...Array.from({ length: times }, () => lacking).flat()]
    },
    share: () => succeeded() / all(),
    missing: () => [...counts].flatMap(([id, its]) => missing(its).map((what) => `${id} ${what}`)),
    summary: () =>
      [...statuses]
        .sort(([left], [right]) => left - right)
        .map(([status, times]) => `${status} ×${times}`)
        .join(', '),
  }
}

/** An answer that gives what was asked for, or says that the client has it already. */
export function isSuccess(status: number): boolean {
  return (status >= 200 && status < 300) || status === 304
}

function missing({ succeeded, refused }: Counts): string[] {
  return [...(succeeded === 0 ? ['never succeeded'] : []), ...(refused === 0 ? ['never refused'] : [])]
}
