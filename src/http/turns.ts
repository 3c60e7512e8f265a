// Who may be worked for now. Counting requests does not share a machine out: a few expensive ones fill it, long before
// any limit is met. So while others are active, only some pieces of work of each key are in flight, and whoever asks for
// more stands in line.
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../values/failure.ts'

export interface TurnRules {
  /** Pieces of work of one key that run side by side while others are active; alone, it is not held back. */
  readonly atOnce: number
  /** How many of one key may wait before its line counts as long. */
  readonly patience: number
  /** How many of all keys may be in work or wait: beyond, nobody would be served in time. */
  readonly most: number
}

export interface Turns {
  /**
   * Runs work when it is the turn of its key.
   *
   * @throws Failure `unavailable` at once when there is more in hand than can be done in time
   */
  readonly run: <Result>(key: string, work: () => Promise<Result>) => Promise<Result>
  /** The line of the key has been long for a whole second: one burst is served in less, only a flood is not. */
  readonly isOverrun: (key: string) => boolean
}

interface Line {
  running: number
  readonly waiting: (() => void)[]
  /** On the monotonic clock; undefined: it is short. */
  longSinceMs: number | undefined
}

const OVERRUN_MS = 1000
const RECENT_MS = 1000
/** What a long line rests for each time it worked, as long as others are active: they have the most of the machine. */
const RESTS = 6

const isOverrun = (line: Line | undefined): boolean =>
  performance.now() - (line?.longSinceMs ?? Number.POSITIVE_INFINITY) > OVERRUN_MS

export function createTurns({ atOnce, patience, most }: TurnRules): Turns {
  let inHand = 0
  const lines = new Map<string, Line>()
  const othersThan = createActivity()

  // Alone, a key has the whole machine: there is nobody to share with.
  const mostOf = (key: string, line: Line) => {
    if (!othersThan.areActive(key)) return Number.POSITIVE_INFINITY
    return line.waiting.length >= patience ? 1 : atOnce
  }

  async function run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    if (inHand >= most) throw new Failure('unavailable', { retryAfterSeconds: 1 })
    inHand += 1
    const line = lines.get(key) ?? { running: 0, waiting: [], longSinceMs: undefined }
    lines.set(key, line)
    if (line.running < mostOf(key, line)) line.running += 1
    else {
      await new Promise<void>((resolve) => {
        line.waiting.push(resolve)
        if (line.waiting.length > patience) line.longSinceMs ??= performance.now()
      })
    }
    const startMs = performance.now()
    try {
      const result = await work()
      // Only what came to something: who is refused shall not slow those down who are served.
      othersThan.note(key)
      return result
    } finally {
      inHand -= 1
      void handOn(key, line, performance.now() - startMs)
    }
  }

  // The place of whoever ended goes to the first that waits, or to as many as may run now; nothing is kept of a key that
  // has nothing to do.
  async function handOn(key: string, line: Line, tookMs: number): Promise<void> {
    // A burst is served at its pace; who keeps a line long is a flood.
    if (isOverrun(line) && othersThan.areActive(key)) await sleep(tookMs * RESTS)
    line.running -= 1
    while (line.waiting.length > 0 && line.running < mostOf(key, line)) {
      line.running += 1
      line.waiting.shift()?.()
    }
    if (line.waiting.length <= patience) line.longSinceMs = undefined
    if (line.running === 0) lines.delete(key)
  }

  return {
    run,
    isOverrun: (key) => isOverrun(lines.get(key)),
  }
}

/** Remembers the last two keys, which is enough to say whether any other than a given one was active of late. */
function createActivity() {
  let latest = { key: '', atMs: Number.NEGATIVE_INFINITY }
  let before = latest
  return {
    note(key: string): void {
      if (latest.key !== key) before = latest
      latest = { key, atMs: performance.now() }
    },
    areActive: (key: string) => performance.now() - (latest.key === key ? before : latest).atMs < RECENT_MS,
  }
}
