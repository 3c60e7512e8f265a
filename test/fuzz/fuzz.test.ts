// Two thousand requests made from the OpenAPI document; test/long sends ten times as many, from another seed.
// SEED=… sends others.
import { test } from 'tap'
import { fuzz } from './fuzz.ts'

test('whatever is sent, the service answers as documented, tells nothing of its inside and keeps its books', (t) =>
  fuzz(t, { requests: 2500, seed: Number(process.env.SEED ?? 20_261_125) }))
