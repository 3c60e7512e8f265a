import { type Settings, settingKey, valueOn, valuesOf } from '../rules/law.ts'
import { RULES } from '../rules/rules.ts'
import type { PlainDate } from '../values/plain-date.ts'
import type { ComplianceRule } from './schema.ts'

/** Every rule, with what its parameters are on a day. */
export function describeRules(settings: Settings, asOf: PlainDate): ComplianceRule[] {
  return RULES.map(({ id, severity, title, formula, source, confirmed, parameters }) => ({
    id,
    severity,
    title: title.en,
    titleFr: title.fr,
    formula,
    source,
    confirmed,
    parameters: parameters.map((parameter) => {
      const set = settings.get(settingKey(id, parameter.name)) ?? []
      const values = valuesOf(id, parameter, settings)
      const inForce = valueOn(values, asOf)
      return {
        name: parameter.name,
        title: parameter.title.en,
        unit: parameter.unit,
        value: inForce?.value ?? null,
        source: inForce?.source ?? null,
        values: values.map((value) => ({ ...value, isSet: set.includes(value) })),
      }
    }),
  }))
}
