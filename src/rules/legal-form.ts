import type { Facts } from './facts.ts'

/** True for a SCIC, which the articles 19 quinquies to 19 sexdecies of the loi nº 47-1775 are about. */
export function isScic({ cooperative }: Facts): boolean {
  return cooperative.legalForm.startsWith('scic_')
}
