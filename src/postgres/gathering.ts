// What is asked for before the event loop turns is sent together: many who ask wait for one round trip.
import type pg from 'pg'
import type { Answering } from './answering.ts'

/** A statement that waits for its answer. */
export interface Asked {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Answers what was asked for at once: a promise for each, in its order. */
export type AnswerEach = (asked: readonly Asked[]) => readonly Promise<pg.QueryResult>[]

/** Gathers statements until the event loop turns, and has them answered. */
export function gathering(answer: AnswerEach): Answering {
  let waiting: (Asked & { readonly settle: (answer: Promise<pg.QueryResult>) => void })[] = []
  const flush = () => {
    const asked = waiting
    waiting = []
    const answers = answer(asked)
    for (const [index, { settle }] of asked.entries()) settle(answers[index] as Promise<pg.QueryResult>)
  }
  return (text, values) =>
    new Promise((resolve) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ text, values, settle: resolve })
    })
}
