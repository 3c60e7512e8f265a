// Written by hand from the domain's table, and from no code of ours.

/** The accounts whose postings a figure adds up, and whether they stand on the debit side. */
export const ACCOUNTS_OF: Readonly<Record<string, readonly [sign: 1 | -1, ...accounts: string[]]>> = {
  cost: [1, 'share_cost'],
  called: [1, 'share_cost', 'uncalled'],
  uncalled: [-1, 'uncalled'],
  payable: [-1, 'payable'],
  owed: [-1, 'owed'],
  paidUp: [1, 'share_cost', 'uncalled', 'payable'],
  impairment: [-1, 'impairment'],
  netBookValue: [1, 'share_cost', 'impairment'],
  receivable: [1, 'receivable'],
  advances: [1, 'advance'],
  shareIncome: [-1, 'share_income'],
  disposalGain: [-1, 'disposed_cost', 'disposal_proceeds'],
  grants: [1, 'grant'],
  loss: [1, 'loss'],
}
