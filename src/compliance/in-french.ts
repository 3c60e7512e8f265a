// What findings say in the words of the screens and documents: one place for pages, the dossier and the workbook.
import { figureInFrench, missingInFrench, valueInFrench } from '../french/findings.ts'
import { RULES } from '../rules/rules.ts'
import type { Finding } from './schema.ts'

const rules = new Map(RULES.map((rule) => [rule.id, rule]))

/** What the finding's rule is about. */
export function titleInFrench({ rule, title }: Pick<Finding, 'rule' | 'title'>): string {
  return rules.get(rule)?.title.fr ?? title
}

/** Its figures, one by one: `Capital : 100 000,00 €`. */
export function figuresInFrench({ figures }: Pick<Finding, 'figures'>): string[] {
  return Object.entries(figures).map(
    ([name, value]) => `${figureInFrench(name) ?? name}\u00a0: ${valueInFrench(name, value)}`,
  )
}

/** What must be recorded for an answer, one by one: `un état du capital`. */
export function missingOf({ rule, missing }: Pick<Finding, 'rule' | 'missing'>): string[] {
  return missing.map((name) => wordsOf(rule, name) ?? name)
}

/** The words for one name of what is missing; undefined: it has none. A parameter is called as its rule calls it. */
export function wordsOf(rule: string, missing: string): string | undefined {
  if (missing === 'parameters') return 'un paramètre de la règle, que la collectivité peut fixer'
  if (!missing.startsWith('parameters.')) return missingInFrench(missing)
  const parameter = rules.get(rule)?.parameters.find(({ name }) => `parameters.${name}` === missing)
  return parameter && `un paramètre que la collectivité peut fixer\u00a0: «\u00a0${parameter.title.fr}\u00a0»`
}
