/** A value as its JSON, for an answer that goes out as it is written. */
export class WrittenJson<Value> {
  readonly text: string
  /** What it is the JSON of. */
  declare readonly value?: Value

  constructor(text: string) {
    this.text = text
  }
}

/** The members of a JSON object, without its braces: for a text that is put together from such. */
export function writeMembers(object: object): string {
  return JSON.stringify(object).slice(1, -1)
}
