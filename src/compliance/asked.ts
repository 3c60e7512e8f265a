// What every statement that gathers facts is asked with.
import { type RawBuilder, sql } from 'kysely'
import type { MomentExpression } from '../journal/moment.ts'

/** As of when, as known when, and of which cooperative; null: of all. */
export interface Asked {
  readonly asOf: string
  readonly seq: number
  readonly only: string | null
}

/** The same as a statement takes it. */
export interface AskedExpression extends MomentExpression {
  /** True where this cooperative is asked about. */
  readonly isAsked: (cooperative: RawBuilder<unknown>) => RawBuilder<boolean>
}

export function asked(parameter: (name: keyof Asked) => RawBuilder<unknown>): AskedExpression {
  const only = parameter('only')
  return {
    asOf: sql`${parameter('asOf')}::date`,
    seq: parameter('seq'),
    isAsked: (cooperative) => sql`(${only}::uuid is null or ${cooperative} = ${only}::uuid)`,
  }
}
