import { checkCooperative } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { patched } from '../values/patch.ts'
import { LAST_DAY } from '../values/plain-date.ts'
import { recordAuthorisation } from './authorise.ts'
import { insertCooperativeSteps, insertDocument, insertStep, insertVersion } from './insert.ts'
import { findDecision, findSaid } from './queries.ts'
import type { Decision, DecisionInput, DecisionPatch } from './schema.ts'
import { checkStep, checkVotes, firstImpossible, inOrder } from './step.ts'
import { countedOn, stepsOf } from './step-queries.ts'
import type { StepInput } from './step-schema.ts'
import { SUBJECT_OF_KIND } from './subject.ts'

/**
 * Enters a decision, with the steps and the authorisations that are known already.
 *
 * @returns the decision, whatever the dates of its steps
 * @throws Failure when a step is not possible, a vote says otherwise, or a cooperative is unknown
 */
export async function recordDecision(writing: Writing, input: DecisionInput): Promise<Decision> {
  const { steps = [], authorisations = [], documents = [] } = input
  const cooperativeIds = [...new Set(input.cooperativeIds ?? [])]
  await checkCooperatives(writing, input.cooperativeIds ?? [], (index) => `#/cooperativeIds/${index}`)
  const authorised = authorisations.map(({ cooperativeId }) => cooperativeId)
  await checkCooperatives(writing, authorised, (index) => `#/authorisations/${index}/cooperativeId`)
  for (const [index, { kind, votes }] of steps.entries()) {
    checkVotes(kind, votes ?? input.votes ?? null, votes ? `#/steps/${index}/votes` : '#/votes')
  }
  checkSteps(steps)
  const id = newId()
  await insertVersion(writing, id, {
    number: input.number,
    body: input.body,
    kind: input.kind,
    object: input.object,
    subjectCode: input.subjectCode === undefined ? SUBJECT_OF_KIND[input.kind] : input.subjectCode,
    votes: input.votes ?? null,
    cooperativeIds,
    version: 1,
  })
  for (const step of inOrder(steps)) await insertStep(writing, id, step)
  for (const document of documents) await insertDocument(writing, id, document)
  for (const authorisation of authorisations) await recordAuthorisation(writing, id, authorisation)
  await insertCooperativeSteps(writing, id)
  return found(writing, id)
}

/**
 * Corrects what the register says of a decision, by a version of its own.
 *
 * @throws Failure when a vote says otherwise than the step that came of it, or belongs to that step, or a cooperative is
 *   unknown
 */
export async function amendDecision(writing: Writing, id: string, patch: DecisionPatch): Promise<Decision> {
  const { tx, seq } = writing
  const current = await findSaid(tx, id, seq)
  if (!current) throw new Failure('not_found', { what: 'decision' })
  await checkCooperatives(writing, patch.cooperativeIds ?? [], (index) => `#/cooperativeIds/${index}`)
  const said = { ...patched(current, patch), version: current.version + 1 }
  const vote = countedOn(await stepsOf(tx, [id], seq)).find(({ kind }) => kind === 'adopted' || kind === 'rejected')
  if (vote && patch.votes !== undefined) {
    if (vote.votes !== null) throw new Failure('vote_stated_elsewhere', { by: 'step' })
    checkVotes(vote.kind, said.votes)
  }
  await insertVersion(writing, id, { ...said, cooperativeIds: [...new Set(said.cooperativeIds)] })
  await insertCooperativeSteps(writing, id)
  return found(writing, id)
}

/** With every step, whatever its date. */
async function found(writing: Writing, id: string): Promise<Decision> {
  return justRecorded(await findDecision(writing.tx, id, newestKnown(writing, LAST_DAY)), 'decision')
}

/** Each step must be possible where it stands; they may be given in any order. */
function checkSteps(steps: readonly StepInput[]): void {
  const broken = firstImpossible(steps)
  if (!broken) return
  checkStep(
    steps.filter((step) => step !== broken),
    broken,
    `#/steps/${steps.indexOf(broken)}`,
  )
}

async function checkCooperatives(
  { tx }: Writing,
  cooperativeIds: readonly string[],
  pointer: (index: number) => string,
): Promise<void> {
  for (const [index, cooperativeId] of cooperativeIds.entries()) {
    await checkCooperative(tx, cooperativeId, pointer(index))
  }
}
