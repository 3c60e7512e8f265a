/** The days on which the movements of a bench take effect: a question on a random one of them meets as many before as after. */
export const FIRST_DAY = '1950-01-01'
export const DAYS = 27_000

const START_MS = Date.parse(`${FIRST_DAY}T00:00:00Z`)

export function randomDay(): string {
  return new Date(START_MS + Math.floor(Math.random() * DAYS) * 86_400_000).toISOString().slice(0, 10)
}
