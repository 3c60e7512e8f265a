import * as list from './list.ts'
import type { Rule } from './rule.ts'

/** Every rule, by name. */
export const RULES: readonly Rule[] = Object.values(list)
