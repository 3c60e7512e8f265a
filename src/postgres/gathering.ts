// What is asked for before the event loop turns is sent together: many who ask wait for one round trip.
import type pg from 'pg'
import type { Answering } from './answering.ts'

/** A statement that waits for its answer. */
export interface Asked {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Answers what was asked for at once, in its order. If it throws, none is answered. */
export type AnswerEach = (asked: readonly Asked[]) => Promise<readonly PromiseSettledResult<pg.QueryResult>[]>

/** Gathers statements until the event loop turns, and has them answered. */
export function gathering(answer: AnswerEach): Answering {
  let waiting: (Asked & {
    readonly resolve: (result: pg.QueryResult) => void
    readonly reject: (error: unknown) => void
  })[] = []
  const flush = () => {
    const asked = waiting
    waiting = []
    answer(asked).then(
      (outcomes) => {
        for (const [index, { resolve, reject }] of asked.entries()) {
          const outcome = outcomes[index]
          if (outcome?.status === 'fulfilled') resolve(outcome.value)
          else reject(outcome?.reason ?? new Error('no answer'))
        }
      },
      (error) => {
        for (const { reject } of asked) reject(error)
      },
    )
  }
  return (text, values) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ text, values, resolve, reject })
    })
}
