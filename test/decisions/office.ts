// An office for random histories: a fresh authority on the real database, driven through the one door for writes, each
// command as its route takes it.
import type { Caller } from '../../src/access/caller.ts'
import type { OperationId } from '../../src/access/permissions.ts'
import { registerCooperative } from '../../src/cooperatives/register.ts'
import { AuthorisationInput } from '../../src/decisions/authorisation-schema.ts'
import { authorise } from '../../src/decisions/authorise.ts'
import { recordDecision } from '../../src/decisions/record.ts'
import { DecisionInput } from '../../src/decisions/schema.ts'
import { AnyStepInput } from '../../src/decisions/step-schema.ts'
import { takeStep } from '../../src/decisions/take-step.ts'
import { command, type Writing } from '../../src/journal/command.ts'
import { MovementInput } from '../../src/ledger/input.ts'
import { recordMovement } from '../../src/ledger/record.ts'
import { reverseMovement } from '../../src/ledger/reverse.ts'
import { registerPerson } from '../../src/persons/identify.ts'
import { asAuthority, type Database, type Tx } from '../../src/postgres/database.ts'
import { amendMandate, recordMandate } from '../../src/seats/hold.ts'
import { MandateInput, MandatePatch } from '../../src/seats/mandate-schema.ts'
import { mergePersons } from '../../src/seats/merge-persons.ts'
import { amendSeat, openSeat } from '../../src/seats/open-seat.ts'
import { registerOrgan } from '../../src/seats/register-organ.ts'
import { SeatInput, SeatPatch } from '../../src/seats/seat-schema.ts'
import { insertShareClass } from '../../src/share-classes/queries.ts'
import { Failure } from '../../src/values/failure.ts'
import { newId } from '../../src/values/id.ts'
import { decimal } from '../ledger/history.ts'
import { openFinanceOffice } from '../support/histories.ts'
import {
  type Authorising,
  COOPERATIVES,
  type Decision,
  type MandateChange,
  type MandateTaken,
  type Movement,
  OPENING,
  PERSONS,
  type Stated,
  type StepName,
  type Terms,
} from './statements.ts'

/** What became of a command: the journal row it bears, or the refusal's code, with the later movement that it names. */
export type Outcome =
  | { readonly accepted: true; readonly seq: number; readonly recordedAt: string }
  | { readonly accepted: false; readonly code: string }

// It stands still: recordedAt rises all the same.
const NOW = new Date('2026-01-01T00:00:00Z')

// So cheap and so dear that neither the nominal nor what a withdrawal refunds is ever in the way.
const NOMINALS = { A: '0.01', B: '100000000.00' }

const OPERATIONS: Readonly<Record<Stated['kind'], OperationId>> = {
  decision: 'recordDecision',
  step: 'recordDecisionStep',
  cancellation: 'recordDecisionStep',
  authorisation: 'recordDecisionAuthorisation',
  movement: 'recordMovement',
  reversal: 'reverseMovement',
  seat: 'createSeat',
  seat_change: 'amendSeat',
  mandate: 'createMandate',
  mandate_change: 'amendMandate',
  merge: 'mergePerson',
}

const REASON = 'Reprise de l’historique'

export class Office {
  readonly database: Database
  readonly caller: Caller
  /** What an id of the register is called in the history, and the other way round. */
  readonly names = new Map<string, string>()
  readonly #ids = new Map<string, string>()

  private constructor(database: Database, caller: Caller) {
    this.database = database
    this.caller = caller
  }

  /** Opens an office that knows cooperatives, organs, persons and the opening seats from journal row 1 on. */
  static async open(database: Database): Promise<Office> {
    const office = new Office(database, await openFinanceOffice(database))
    await office.#write('createCooperative', (writing) => office.#register(writing))
    return office
  }

  /** Looks, as the service does, at this authority alone. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return asAuthority(this.database, this.caller.authorityId, work)
  }

  /** The id of a cooperative, an organ or a person by name, or of what a command recorded by its number. */
  idOf(name: string | number): string {
    const id = this.#ids.get(String(name))
    if (id === undefined) throw new Error(`${name} is not in the register`)
    return id
  }

  nameOf(id: string): string {
    return this.names.get(id) ?? id
  }

  async record(stated: Stated): Promise<Outcome> {
    try {
      return await this.#write(OPERATIONS[stated.kind], (writing) => this.#do(writing, stated))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (error.code !== 'later_movement_impossible') return { accepted: false, code: error.code }
      const { movement, because } = error.facts as { movement: { id: string }; because: Failure }
      return { accepted: false, code: `${because.code} by #${this.nameOf(movement.id)}` }
    }
  }

  async #write(operation: OperationId, verb: (writing: Writing) => Promise<void>): Promise<Outcome> {
    const place = { seq: 0, recordedAt: '' }
    const context = {
      database: this.database,
      clock: () => NOW,
      caller: this.caller,
      requestId: 'random',
      origin: null,
    }
    await command(context, { operation }, async (writing) => {
      place.seq = writing.seq
      place.recordedAt = writing.recordedAt
      await verb(writing)
      return { targetId: null, content: {}, answer: { status: 201, headers: {}, body: null } }
    })
    return { accepted: true, ...place }
  }

  #call(id: string, name: string | number): void {
    this.#ids.set(String(name), id)
    this.names.set(id, String(name))
  }

  async #register(writing: Writing): Promise<void> {
    for (const [name, organs] of Object.entries(COOPERATIVES)) {
      const { id: cooperativeId } = await registerCooperative(writing, { name, legalForm: 'scic_sas' })
      this.#call(cooperativeId, name)
      for (const [letter, nominalValue] of Object.entries(NOMINALS)) {
        const shareClass = { id: newId(), cooperativeId, name: letter, nominalValue, recordedAt: writing.recordedAt }
        await insertShareClass(writing.tx, this.caller.authorityId, writing.seq, shareClass)
        this.#call(shareClass.id, `${name}/${letter}`)
      }
      for (const organ of organs) {
        this.#call(await registerOrgan(writing, { cooperativeId, kind: 'other', name: organ }), organ)
      }
    }
    for (const name of PERSONS) this.#call((await registerPerson(writing, { name })).person.id, name)
    for (const seat of OPENING) await this.#do(writing, seat)
  }

  async #do(writing: Writing, stated: Stated): Promise<void> {
    const { number } = stated
    switch (stated.kind) {
      case 'decision': {
        const { id, steps } = await recordDecision(writing, DecisionInput.parse(this.#decision(stated)))
        this.#call(id, number)
        for (const step of steps) this.#call(step.id, stepName({ command: number, step: step.kind }))
        return
      }
      case 'step':
      case 'cancellation': {
        const own =
          stated.kind === 'step'
            ? stated.step
            : { kind: 'cancellation', cancels: this.idOf(stepName(stated.cancels)), reason: 'Erreur de saisie' }
        const { step } = await takeStep(writing, this.idOf(stated.decision), AnyStepInput.parse(own))
        return this.#call(step.id, stepName({ command: number, step: step.kind }))
      }
      case 'authorisation':
        return authorise(writing, this.idOf(stated.decision), AuthorisationInput.parse(this.#terms(stated.terms)))
      case 'movement': {
        const { movement } = await recordMovement(writing, MovementInput.parse(this.#movement(stated)))
        return this.#call(movement.id, number)
      }
      case 'reversal': {
        const { movement } = await reverseMovement(writing, this.idOf(stated.reverses), 'Erreur de saisie')
        return this.#call(movement.id, number)
      }
      case 'seat': {
        const { organ, from, to } = stated
        const { id } = await openSeat(writing, SeatInput.parse({ organId: this.idOf(organ), from, to }))
        return this.#call(id, number)
      }
      case 'seat_change': {
        const { seat, from, to } = stated
        await amendSeat(writing, this.idOf(seat), SeatPatch.parse({ from, to }))
        return
      }
      case 'mandate': {
        const { id } = await recordMandate(writing, MandateInput.parse(this.#mandate(stated)))
        return this.#call(id, number)
      }
      case 'mandate_change':
        await amendMandate(writing, this.idOf(stated.mandate), MandatePatch.parse(this.#mandateChange(stated)))
        return
      case 'merge':
        await mergePersons(writing, this.idOf(stated.duplicate), this.idOf(stated.into))
    }
  }

  #decision({ number, about, steps, authorisations }: Decision): object {
    return {
      number: `D${number}`,
      body: 'assembly',
      kind: 'other',
      object: 'Au hasard',
      cooperativeIds: about.map((name) => this.idOf(name)),
      steps,
      authorisations: authorisations.map((terms) => this.#terms(terms)),
    }
  }

  #terms({ cooperative, instrument, ceiling, ceilingShares, to }: Authorising['terms'] | Terms): object {
    return {
      cooperativeId: this.idOf(cooperative),
      instrument,
      ceiling: decimal(ceiling, 2),
      ...(ceilingShares !== null && { ceilingShares: String(ceilingShares) }),
      to,
    }
  }

  #movement({ deed, cooperative, shareClass, on, amount, shares, decision }: Movement): object {
    return {
      kind: deed,
      cooperativeId: this.idOf(cooperative),
      effectiveOn: on,
      ...(shareClass !== null && { shareClassId: this.idOf(`${cooperative}/${shareClass}`) }),
      ...(amount !== undefined && { amount: decimal(amount, 2) }),
      ...(shares !== undefined && { shares: String(shares) }),
      ...this.#justified(decision),
    }
  }

  #mandate({ seat, person, role, from, to, decision }: MandateTaken): object {
    const held = { seatId: this.idOf(seat), personId: this.idOf(person), role, from }
    return { ...held, ...(to !== null && { to }), ...this.#justified(decision) }
  }

  #mandateChange({ person, from, to, reason, decision }: MandateChange): object {
    return {
      ...(person !== undefined && { personId: this.idOf(person) }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(reason !== undefined && { endReason: reason }),
      ...(decision !== undefined && this.#justified(decision)),
    }
  }

  #justified(decision: number | null): object {
    return decision === null ? { noDecisionReason: REASON } : { decisionId: this.idOf(decision) }
  }
}

function stepName({ command, step }: StepName): string {
  return `${step} of #${command}`
}
