// A SCIC has members of at least three kinds, those who benefit from it and those who work in it among them.
import { isScic } from './legal-form.ts'
import { broken, holds, lastOn, type Rule, sinceWhen, unknown } from './rule.ts'

const LEAST_KINDS = 3

export const threeCategories: Rule = {
  id: 'three_categories',
  severity: 'high',
  title: { en: 'Three kinds of members', fr: 'Trois catégories d’associés' },
  formula: 'kinds ≥ 3, with beneficiary, and employee or producer',
  source: 'Loi nº 47-1775 du 10 septembre 1947, art. 19 septies',
  confirmed: true,
  parameters: [],
  judge: (facts) => {
    if (!isScic(facts)) return []
    return [
      sinceWhen(
        facts.statements.map(({ on }) => on),
        facts.asOf,
        (day) => {
          const statement = lastOn(facts.statements, day)
          if (!statement) return unknown(['capitalStatements'])
          const peopled = statement.colleges.filter(({ members }) => members > 0)
          const kinds = new Set(peopled.flatMap(({ category }) => category ?? []))
          const figures = () => ({ kinds: String(kinds.size), categories: [...kinds].sort().join(', ') })
          const isWorkedIn = kinds.has('employee') || kinds.has('producer')
          if (kinds.size >= LEAST_KINDS && kinds.has('beneficiary') && isWorkedIn) return holds(figures)
          if (statement.colleges.length === 0) return unknown(['capitalStatements.colleges'])
          const isTold = peopled.every(({ category }) => category !== undefined)
          return isTold ? broken(null, figures) : unknown(['capitalStatements.colleges.category'], { figures })
        },
      ),
    ]
  },
}
