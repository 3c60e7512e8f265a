import { Failure } from '../values/failure.ts'

/** What a named constraint of the database means to the one who asked. A constraint that is not here cannot be met by input. */
const MEANINGS: Record<string, () => Failure> = {
  euro_range: () => new Failure('balance_out_of_range', { pointer: '#/amount' }),
  share_count_range: () => new Failure('balance_out_of_range', { pointer: '#/shares' }),
  share_class_name_once: () => new Failure('name_taken', { pointer: '#/name' }),
  decision_number_once: () => new Failure('number_taken', {}),
  authority_siren_once: () => new Failure('siren_taken', {}),
}

// Connection exceptions, too many connections, the server starting or stopping, a statement or a pause that took too long
// (57014, 25P03), and the network's own codes.
const UNAVAILABLE = /^(08|53|57P0|57014|25P03)|^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/

/** The Failure that a database error stands for; undefined when it is a fault of ours. */
export function failureOfDatabaseError(error: unknown): Failure | undefined {
  const { code, constraint, message } = error as { code?: unknown; constraint?: unknown; message?: unknown }
  if (typeof constraint === 'string' && MEANINGS[constraint]) return MEANINGS[constraint]()
  if (typeof code === 'string' && UNAVAILABLE.test(code)) return new Failure('unavailable', { retryAfterSeconds: 2 })
  if (
    typeof message === 'string' &&
    /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|the embedded database has stopped)/.test(
      message,
    )
  ) {
    return new Failure('unavailable', { retryAfterSeconds: 2 })
  }
  return undefined
}
