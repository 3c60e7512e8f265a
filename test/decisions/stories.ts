// Histories that are told on purpose. Beside each command stands what the domain says of it, so that the auditor itself
// is held to something: nothing where it is accepted, or the one right refusal.
import type { Decision, MandateTaken, Movement, Stated } from './statements.ts'

type Told = readonly [stated: Stated, ...refusals: string[]]

/** Published before it is transmitted: executory from 2 July on; 1 000 euros and ten shares, until the end of the year. */
const DECISION: Decision = {
  number: 1,
  kind: 'decision',
  about: [],
  steps: [
    { kind: 'drafted', on: '2021-06-01' },
    { kind: 'tabled', on: '2021-06-15' },
    { kind: 'adopted', on: '2021-06-28' },
    { kind: 'published', on: '2021-06-30' },
    { kind: 'transmitted', on: '2021-07-02' },
  ],
  authorisations: [
    { cooperative: 'C1', instrument: 'shares', ceiling: 100_000n, ceilingShares: 10n, to: '2022-01-01' },
  ],
}

function buys(number: number, on: string, amount: bigint, shares: bigint): Movement {
  const purchase = { kind: 'movement', deed: 'purchase', cooperative: 'C1', shareClass: 'A', decision: 1 } as const
  return { number, on, amount, shares, ...purchase }
}

function sits(number: number, person: string, from: string, to: string | null, seat = -3): MandateTaken {
  return { number, kind: 'mandate', seat, person, role: 'titular', from, to, decision: null }
}

export const STORIES: Readonly<Record<string, readonly Told[]>> = {
  'an authorisation is used from the executory date on, up to the cent and the share, until the day before its end': [
    [DECISION],
    [buys(2, '2021-07-01', 1n, 1n), 'decision_not_executory'],
    [buys(3, '2022-01-01', 1n, 1n), 'authorisation_ended'],
    [buys(4, '2021-12-31', 60_000n, 4n)],
    [buys(5, '2021-07-02', 40_001n, 1n), 'authorisation_exceeded by #4'],
    [buys(6, '2021-12-31', 40_001n, 1n), 'authorisation_exceeded'],
    [buys(7, '2021-07-02', 1n, 7n), 'authorisation_exceeded by #4'],
    [buys(8, '2021-07-02', 40_000n, 6n)],
    [{ number: 9, kind: 'reversal', reverses: 4 }],
    [buys(10, '2021-07-02', 60_000n, 4n)],
  ],
  'under an annulled decision nothing more is possible, whatever the date; what was used stays used': [
    [DECISION],
    [buys(2, '2021-07-02', 60_000n, 6n)],
    [{ number: 3, kind: 'step', decision: 1, step: { kind: 'annulled', on: '2021-12-31' } }],
    [buys(4, '2021-07-02', 1n, 1n), 'decision_void'],
    [{ number: 5, kind: 'cancellation', decision: 1, cancels: { command: 3, step: 'annulled' } }],
    [buys(6, '2021-07-02', 40_001n, 1n), 'authorisation_exceeded'],
    [buys(7, '2021-07-02', 40_000n, 4n)],
    [{ number: 8, kind: 'cancellation', decision: 1, cancels: { command: 1, step: 'adopted' } }, 'step_still_needed'],
  ],
  'one mandate ends on the day on which the next begins': [
    [sits(1, 'Ada', '2021-07-01', '2021-12-31')],
    [sits(2, 'Ben', '2021-12-30', null), 'seat_taken'],
    [sits(3, 'Ben', '2021-12-31', null)],
    [sits(4, 'Ada', '2021-12-30', null, -2), 'person_already_sits'],
    [sits(5, 'Ada', '2021-12-31', null, -2)],
    [{ number: 6, kind: 'merge', duplicate: 'Ben', into: 'Ada' }, 'person_already_sits'],
    [{ number: 7, kind: 'seat_change', seat: -2, to: '2021-12-31' }, 'seat_still_held'],
  ],
}
