import { test } from 'tap'
import { fuzz } from '../fuzz/fuzz.ts'

test('twenty thousand requests, valid, nearly valid and absurd', { timeout: 1_200_000 }, (t) =>
  fuzz(t, { requests: 20_000, seed: Number(process.env.SEED ?? 18_831_015) }),
)
