import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { Failure } from '../values/failure.ts'
import { LAST_DAY } from '../values/plain-date.ts'
import { insertCooperativeSteps, insertStep } from './insert.ts'
import { findDecision, findSaid } from './queries.ts'
import type { Decision } from './schema.ts'
import { checkCancellation, checkStep, checkVotes } from './step.ts'
import { countedOn, stepsOf } from './step-queries.ts'
import type { CancellationInput, Step, StepInput } from './step-schema.ts'

/** What a step left: itself, and the decision with all its known steps. */
export interface StepTaken {
  readonly step: Step
  readonly decision: Decision
}

/**
 * Records what happened to a decision, or that a step never did. Movements that cite it stay as they are.
 *
 * @throws Failure when the step is not possible there, or what it cancels is unknown, cancelled or still needed
 */
export async function takeStep(
  writing: Writing,
  decisionId: string,
  input: StepInput | CancellationInput,
): Promise<StepTaken> {
  const { tx, seq } = writing
  const everything = newestKnown(writing, LAST_DAY)
  const all = await stepsOf(tx, [decisionId], seq)
  const steps = countedOn(all)
  if (input.kind === 'cancellation') {
    const cancelled = steps.find(({ id }) => id === input.cancels)
    if (!cancelled) {
      const there = all.some(({ id }) => id === input.cancels)
      throw new Failure(there ? 'step_already_cancelled' : 'step_unknown', { stepId: input.cancels })
    }
    checkCancellation(steps, cancelled)
  } else {
    const said = await findSaid(tx, decisionId, seq)
    const stated = said?.votes ?? null
    checkVotes(input.kind, input.votes ?? stated, input.votes ? '#/votes' : '#/kind')
    if (input.votes && stated) throw new Failure('vote_stated_elsewhere', { by: 'decision' })
    checkStep(steps, input)
  }
  const id = await insertStep(writing, decisionId, input)
  await insertCooperativeSteps(writing, decisionId)
  const recorded = (await stepsOf(tx, [decisionId], seq)).find((step) => step.id === id)
  const { decisionId: _, ...own } = justRecorded(recorded, 'step')
  const decision = justRecorded(await findDecision(tx, decisionId, everything), 'decision')
  return { step: own, decision }
}
