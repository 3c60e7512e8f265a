// Numbers of INSEE bear a check digit: one that does not check out was mistyped.
import { checksOut } from '../values/siret.ts'
import { broken, holds, type Rule, unknown } from './rule.ts'

export const identifiers: Rule = {
  id: 'identifiers',
  severity: 'error',
  title: { en: 'SIREN and SIRET', fr: 'SIREN et SIRET' },
  formula: 'Luhn; of La Poste (356000000), Luhn or a sum of digits that 5 divides',
  source: 'INSEE; ISO/IEC 7812-1, annex B',
  confirmed: true,
  parameters: [],
  judge: ({ cooperative: { siren, nic } }) => {
    if (siren === null) return [unknown(['cooperative.siren'])]
    const siret = nic === null ? undefined : `${siren}${nic}`
    const figures = { siren, ...(siret && { siret }) }
    const isRight = checksOut(siren) && (siret === undefined || checksOut(siret))
    return [isRight ? holds(figures) : broken(null, figures)]
  },
}
