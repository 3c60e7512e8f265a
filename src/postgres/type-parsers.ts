import pg from 'pg'

/**
 * How values cross from PostgreSQL: nothing exact goes through a float or a local Date.
 * `date` stays text; `timestamptz` becomes RFC 3339 with its six digits; `int8` a number, checked; `numeric` stays text.
 */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.DATE, (text) => text],
  [pg.types.builtins.NUMERIC, (text) => text],
  [pg.types.builtins.TIMESTAMPTZ, instant],
  [pg.types.builtins.INT8, safeInteger],
])

const TIMESTAMP = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?([+-]\d{2}(?::\d{2})?)$/

// The session's time zone may be any: only the offset is added up, the fraction is kept digit by digit.
function instant(text: string): string {
  const match = TIMESTAMP.exec(text)
  if (!match) throw new RangeError(`not a timestamp this service writes: ${text}`)
  const [, date, time, fraction = '', offset = ''] = match
  const seconds = new Date(`${date}T${time}${offset.length === 3 ? `${offset}:00` : offset}`)
  return `${seconds.toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}Z`
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 out of the safe range: ${text}`)
  return value
}
