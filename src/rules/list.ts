// The rules, all of them. To add one: its file, and its line here.
export { capitalFloor } from './capital-floor.ts'
export { colleges } from './colleges.ts'
export { fullyPaid } from './fully-paid.ts'
export { paidAtEntry } from './paid-at-entry.ts'
export { publicCap } from './public-cap.ts'
export { publicCapAttention } from './public-cap-attention.ts'
export { refundCeiling } from './refund-ceiling.ts'
export { threeCategories } from './three-categories.ts'
