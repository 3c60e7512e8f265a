import { frenchChange, frenchEuros, frenchNumber } from './format.ts'

/** What a movement may change of, beside the number of shares. */
const CHANGES = {
  cost: 'coût',
  uncalled: 'non appelé',
  payable: 'restant à libérer',
  owed: 'autres dettes',
  impairment: 'dépréciation',
  receivable: 'créances',
  advances: 'avances',
  treasury: 'trésorerie',
} as const

type Effect = Readonly<Record<keyof typeof CHANGES | 'shares', string>>

/** What changed, figure by figure, in words: `+200 parts`, `coût +10 000,00 €`. What did not is left out. */
export function changesInWords(effect: Effect): string[] {
  const { shares } = effect
  const ofShares =
    shares === '0' ? [] : [`${frenchChange(shares, frenchNumber)} part${/^-?1$/.test(shares) ? '' : 's'}`]
  const figures = Object.keys(CHANGES) as (keyof typeof CHANGES)[]
  const ofFigures = figures
    .filter((figure) => effect[figure] !== '0.00')
    .map((figure) => `${CHANGES[figure]} ${frenchChange(effect[figure], frenchEuros)}`)
  return [...ofShares, ...ofFigures]
}
