import { atMost, fieldOf } from './failures-decisions.ts'
import { one, type Wordings } from './wording.ts'

export type LedgerCode =
  | 'more_shares_than_held'
  | 'amount_exceeds_limit'
  | 'amount_below_nominal'
  | 'split_leaves_fraction'
  | 'split_nominal_out_of_range'
  | 'later_movement_impossible'
  | 'year_closed'
  | 'year_already_closed'
  | 'already_reopened'
  | 'lines_refused'
  | 'already_reversed'
  | 'reversal_not_reversible'
  | 'balance_out_of_range'

const LIMITS: Record<string, string> = {
  amount: 'the amount subscribed',
  advance: 'the advance still outstanding',
  uncalled: 'what is still uncalled',
  due_call: 'what was called and is not yet paid',
  due_purchase: 'what is still owed for purchases',
  due_grant: 'what is still owed for grants',
  refund_ceiling: 'the nominal of these shares less what is not paid for them',
  receivable_sale: 'what is still to be received for sales',
  receivable_withdrawal: 'what is still to be received for withdrawals',
  net_book_value: 'the cost not yet impaired',
  impairment: 'the impairment so far',
}

/** What the ledger refuses. */
export const LEDGER_FAILURES: Wordings<LedgerCode> = {
  more_shares_than_held: {
    status: 409,
    title: 'More shares than held',
    detail: ({ shares, held }) => `${shares} shares cannot leave: ${held} are held at that date.`,
    errors: ({ held }) => one('#/shares', `must be at most ${held}`),
  },
  amount_exceeds_limit: {
    status: 409,
    title: 'Amount above what there is',
    detail: ({ field, amount, limit, of }) =>
      `${field} ${amount} is more than ${LIMITS[of] ?? of}: ${limit} at that date.`,
    errors: ({ field, limit }) => one(`#/${field}`, `must be at most ${limit}`),
  },
  amount_below_nominal: {
    status: 422,
    title: 'Amount below the nominal value',
    detail: ({ amount, least, shares, nominalValue }) =>
      `${amount} is less than ${shares} shares at their nominal of ${nominalValue}: ${least}.`,
    errors: ({ least }) => one('#/amount', `must be at least ${least}`),
  },
  split_leaves_fraction: {
    status: 409,
    title: 'The split leaves a fraction of a share',
    detail: ({ held, splitFrom, splitTo }) => `${held} shares × ${splitTo} ÷ ${splitFrom} is not whole.`,
    errors: () => one('#/splitTo', 'must make the number of shares held × splitTo ÷ splitFrom whole'),
  },
  split_nominal_out_of_range: {
    status: 422,
    title: 'The split leaves an impossible nominal value',
    detail: ({ nominalValue, splitFrom, splitTo }) =>
      `A nominal of ${nominalValue} × ${splitFrom} ÷ ${splitTo} has more than four decimals or is out of range.`,
    errors: () => one('#/splitTo', 'must leave a nominal value with at most four decimals'),
  },
  later_movement_impossible: {
    status: 409,
    title: 'A later movement would become impossible',
    detail: ({ movement, because, spent }, explain) =>
      `The ${movement.kind} of ${movement.effectiveOn} (${movement.id}) would become impossible: ${
        spent
          ? `both use what is authorised, and ${spent.figures.left} ${spent.unit} are left beside it.`
          : explain(because)
      }`,
    errors: ({ movement, spent }) =>
      spent
        ? one(fieldOf(spent.unit), atMost(spent.figures.left))
        : one(
            '#/effectiveOn',
            `must leave the ${movement.kind} of ${movement.effectiveOn} possible, or reverse that movement first`,
          ),
    members: ({ movement, because, spent }) => ({
      movement: { ...movement, code: because.code },
      ...(spent && { unit: spent.unit, ...spent.figures }),
    }),
  },
  year_closed: {
    status: 409,
    title: 'The year is closed',
    detail: ({ effectiveOn, year, closedAt }) =>
      `Nothing can take effect on ${effectiveOn}: the books of ${year} were closed at ${closedAt}. Date it in an open year, or reopen that one with a reason (POST /v1/closings/{id}/reopening).`,
    errors: ({ pointer, year }) => one(pointer, `must not be in ${year}, which is closed`),
    members: ({ year, closingId }) => ({ year, closingId }),
  },
  year_already_closed: {
    status: 409,
    title: 'The year is closed already',
    detail: ({ year, closingId }) => `The books of ${year} are closed already, by ${closingId}.`,
    errors: () => one('#/year', 'must be a year that is open'),
    members: ({ year, closingId }) => ({ year, closingId }),
  },
  already_reopened: {
    status: 409,
    title: 'The year is open already',
    detail: ({ year, at }) => `This closing of ${year} was undone at ${at}.`,
    members: ({ year }) => ({ year }),
  },
  lines_refused: {
    status: 422,
    title: 'Lines that cannot be recorded',
    detail: ({ lines, faulty, faults }) =>
      `${faulty} of ${lines} lines cannot be recorded, and so none was${
        faults.length < faulty ? `; the first ${faults.length} are told` : ''
      }. A line is judged as if those that are told were not there.`,
    errors: ({ faults }, errorsOf) =>
      faults.flatMap(({ line, because }) =>
        (errorsOf(because) ?? one('#', 'is not as expected')).map(({ pointer, detail }) => ({
          pointer: [`line ${line}`, pointer.slice(2)].filter(Boolean).join(', '),
          detail,
        })),
      ),
    members: ({ lines, faulty }) => ({ lines, faulty }),
  },
  already_reversed: {
    status: 409,
    title: 'Already reversed',
    detail: ({ movementId }) =>
      `The movement ${movementId} is already reversed: to undo a reversal, record the movement anew.`,
  },
  reversal_not_reversible: {
    status: 409,
    title: 'A reversal cannot be reversed',
    detail: ({ movementId }) => `${movementId} is itself a reversal: to undo it, record the first movement anew.`,
  },
  balance_out_of_range: {
    status: 409,
    title: 'Balance out of range',
    detail: () =>
      'A balance would pass 999999999999999.99 euros or 999999999999999 shares, more than this register holds.',
    errors: ({ pointer }) => one(pointer, 'must leave every balance within range'),
  },
}
