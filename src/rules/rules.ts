// The rules, all of them. To add one: its file, and its line here.
import { publicCap } from './public-cap.ts'
import type { Rule } from './rule.ts'

export const RULES: readonly Rule[] = [publicCap]
