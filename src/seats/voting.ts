// The authority's weight on an organ. Pure. Source: domain, "Seats"; loi 47-1775, art. 19 octies for colleges.
import { Decimal, ratio, ZERO } from '../values/amount.ts'

/** A group of members with a fixed weight of the votes. */
export interface College {
  readonly name: string
  /** Its share of the organ's votes, 0 to 1. */
  readonly weight?: string | undefined
  /** The votes within it. */
  readonly totalVotes?: number | undefined
}

export const NO_SHARE_REASONS = [
  'total_votes_unknown',
  'college_unknown',
  'college_weight_unknown',
  'votes_exceed_total',
] as const

export interface VotingShare {
  /** Six decimals; null, with the reason, where it cannot be told. */
  readonly votingShare: string | null
  readonly votingShareReason: (typeof NO_SHARE_REASONS)[number] | null
}

/**
 * The share of an organ's votes that some seats have: votes over all votes; where the organ votes by colleges, the share
 * within each college times its weight, added up.
 */
export function votingShare(
  organ: { totalVotes: number | null; colleges: readonly College[] },
  seats: readonly { votes: number; college: string | null }[],
): VotingShare {
  const ours = seats.reduce((sum, { votes }) => sum + votes, 0)
  if (organ.colleges.length === 0) return shareOf(ours, organ.totalVotes)
  let share = ZERO
  for (const [name, own] of Map.groupBy(seats, ({ college }) => college)) {
    const college = organ.colleges.find((known) => known.name === name)
    if (!college) return { votingShare: null, votingShareReason: 'college_unknown' }
    if (college.weight === undefined) return { votingShare: null, votingShareReason: 'college_weight_unknown' }
    const votes = own.reduce((sum, seat) => sum + seat.votes, 0)
    const within = shareOf(votes, college.totalVotes ?? null)
    if (within.votingShareReason !== null) return within
    share = share.plus(new Decimal(votes).times(college.weight).div(college.totalVotes ?? 1))
  }
  return { votingShare: ratio(share, '1'), votingShareReason: null }
}

function shareOf(votes: number, total: number | null): VotingShare {
  if (votes === 0) return { votingShare: ratio('0', '1'), votingShareReason: null }
  if (total === null) return { votingShare: null, votingShareReason: 'total_votes_unknown' }
  if (votes > total) return { votingShare: null, votingShareReason: 'votes_exceed_total' }
  return { votingShare: ratio(new Decimal(votes), new Decimal(total)), votingShareReason: null }
}
