/** What a command has just recorded, read back within its transaction. */
export function justRecorded<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`a ${what} that was just recorded is not there`)
  return value
}
