import { findCurrentCooperative } from '../cooperatives/queries.ts'
import type { Writing } from '../journal/command.ts'
import { newestKnown } from '../journal/moment.ts'
import { justRecorded } from '../journal/recorded.ts'
import { Failure } from '../values/failure.ts'
import { newId } from '../values/id.ts'
import { LAST_DAY } from '../values/plain-date.ts'
import { recordAuthorisation } from './authorise.ts'
import { insertCooperativeSteps, insertDocument, insertStep, insertVersion, type Said } from './insert.ts'
import { findDecision } from './queries.ts'
import type { Decision, DecisionInput, DecisionPatch, StepInput, Votes } from './schema.ts'
import { checkStep, checkVotes, inOrder, type Step } from './step.ts'
import { SUBJECT_OF_KIND } from './subject.ts'

/**
 * Enters a decision, with the steps and the authorisations that are known already.
 *
 * @returns the decision, whatever the dates of its steps
 * @throws Failure when a step is not possible, a vote says otherwise, or a cooperative is unknown
 */
export async function recordDecision(writing: Writing, input: DecisionInput): Promise<Decision> {
  const { steps = [], authorisations = [], documents = [] } = input
  checkSteps(steps, input.votes ?? null)
  const id = newId()
  await insertVersion(writing, id, {
    number: input.number,
    body: input.body,
    kind: input.kind,
    object: input.object,
    subjectCode: input.subjectCode === undefined ? SUBJECT_OF_KIND[input.kind] : input.subjectCode,
    votes: input.votes ?? null,
    cooperativeIds: await known(writing, input.cooperativeIds ?? []),
    version: 1,
  })
  for (const step of steps) await insertStep(writing, id, step)
  for (const document of documents) await insertDocument(writing, id, document)
  for (const [index, authorisation] of authorisations.entries()) {
    refuseTwice(authorisations, index)
    await recordAuthorisation(writing, id, authorisation, `#/authorisations/${index}`)
  }
  await insertCooperativeSteps(writing, id)
  return found(writing, id)
}

/**
 * Corrects what the register says of a decision, by a version of its own.
 *
 * @throws Failure when a vote says otherwise than the step that came of it, or a cooperative is unknown
 */
export async function amendDecision(writing: Writing, id: string, patch: DecisionPatch): Promise<Decision> {
  const current = await findDecision(writing.tx, id, newestKnown(writing, LAST_DAY))
  if (!current) throw new Failure('not_found', { what: 'decision' })
  const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const said: Said = { ...current, ...changes, version: current.version + 1 }
  for (const step of current.steps) if (step.kind !== 'cancellation') checkVotes(step.kind, step.votes ?? said.votes)
  await insertVersion(writing, id, { ...said, cooperativeIds: await known(writing, said.cooperativeIds) })
  await insertCooperativeSteps(writing, id)
  return found(writing, id)
}

/** With every step, whatever its date. */
async function found(writing: Writing, id: string): Promise<Decision> {
  return justRecorded(await findDecision(writing.tx, id, newestKnown(writing, LAST_DAY)), 'decision')
}

/** Each step must be possible after those before it; they may be given in any order. */
function checkSteps(steps: readonly StepInput[], votes: Votes | null): void {
  const before: Step[] = []
  for (const step of inOrder(steps)) {
    const at = `#/steps/${steps.indexOf(step)}`
    checkStep(before, step, at)
    checkVotes(step.kind, step.votes ?? votes, step.votes ? `${at}/votes` : '#/votes')
    before.push(step)
  }
}

function refuseTwice(authorisations: readonly { cooperativeId: string; instrument: string }[], index: number): void {
  const { cooperativeId, instrument } = authorisations[index] ?? {}
  const first = authorisations.findIndex(
    (other) => other.cooperativeId === cooperativeId && other.instrument === instrument,
  )
  if (first === index) return
  const detail = `must not repeat the cooperative and instrument of authorisation ${first}`
  throw new Failure('invalid_input', { errors: [{ pointer: `#/authorisations/${index}`, detail }] })
}

/** The ids, once each. */
async function known({ tx }: Writing, cooperativeIds: readonly string[]): Promise<string[]> {
  const ids = [...new Set(cooperativeIds)]
  for (const cooperativeId of ids) {
    if (!(await findCurrentCooperative(tx, cooperativeId))) {
      const index = cooperativeIds.indexOf(cooperativeId)
      throw new Failure('cooperative_unknown', { cooperativeId, pointer: `#/cooperativeIds/${index}` })
    }
  }
  return ids
}
