// The check digits of INSEE's numbers. Source: domain, "Compliance rules", identifiers; ISO/IEC 7812-1, annex B (Luhn).

const LA_POSTE = '356000000'

/** Whether a SIREN or a SIRET (nine or fourteen digits) can be one: Luhn; La Poste's may add up to a multiple of five. */
export function checksOut(digits: string): boolean {
  if (luhnSum(digits) % 10 === 0) return true
  return digits.length === 14 && digits.startsWith(LA_POSTE) && sumOf([...digits].map(Number)) % 5 === 0
}

/** Every second digit from the right doubled, and the digits of what comes of it added. */
function luhnSum(digits: string): number {
  const weighted = [...digits].reverse().map((digit, place) => Number(digit) * (1 + (place % 2)))
  return sumOf(weighted.map((value) => (value > 9 ? value - 9 : value)))
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
