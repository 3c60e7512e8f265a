// A finance office for random histories: a fresh authority on the real database, driven through the one door for writes.
import { sql } from 'kysely'
import type { Caller } from '../../src/access/caller.ts'
import { registerCooperative } from '../../src/cooperatives/register.ts'
import { command, type Writing, type Written } from '../../src/journal/command.ts'
import { importMovements } from '../../src/ledger/import.ts'
import { MovementInput } from '../../src/ledger/input.ts'
import { recordMovement } from '../../src/ledger/record.ts'
import { reverseMovement } from '../../src/ledger/reverse.ts'
import { asAuthority, type Database, type Tx } from '../../src/postgres/database.ts'
import { insertShareClass } from '../../src/share-classes/queries.ts'
import { Failure, type FailureFacts } from '../../src/values/failure.ts'
import { newId } from '../../src/values/id.ts'
import { openFinanceOffice } from '../support/histories.ts'
import type { Movement, Portfolio, Reversal, Stated } from './auditor.ts'
import { ATTRIBUTES, decimal } from './history.ts'

/** What became of a command: the journal row it bears, or the refusal's code and the movement it names. */
export type Outcome =
  | { readonly accepted: true; readonly seq: number; readonly recordedAt: string }
  | { readonly accepted: false; readonly code: string; readonly movement: number }

export class Office {
  readonly database: Database
  readonly caller: Caller
  readonly cooperatives = new Map<string, string>()
  readonly shareClasses = new Map<string, string>()
  /** Ids of the recorded movements, by their number. */
  readonly movements = new Map<number, string>()
  /** What the clock says. Tests turn it back, or let it stand. */
  now = new Date('2026-01-01T00:00:00Z')

  private constructor(database: Database, caller: Caller) {
    this.database = database
    this.caller = caller
  }

  /** Opens an office whose register has the portfolio's cooperatives and classes, all known from journal row 1 on. */
  static async open(database: Database, portfolio: Portfolio): Promise<Office> {
    const office = new Office(database, await openFinanceOffice(database))
    await office.#write('createCooperative', (writing) => office.#register(writing, portfolio))
    return office
  }

  /** The id of a cooperative or a share class of the portfolio. */
  idOf(name: string): string {
    const id = this.cooperatives.get(name) ?? this.shareClasses.get(name)
    if (id === undefined) throw new Error(`${name} is not in the portfolio`)
    return id
  }

  /** Looks, as the service does, at this authority alone. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return asAuthority(this.database, this.caller.authorityId, work)
  }

  async record(stated: Stated): Promise<Outcome> {
    try {
      return stated.kind === 'reversal'
        ? await this.#write('reverseMovement', (writing) => this.#reverse(writing, stated))
        : await this.#write('recordMovement', (writing) => this.#record(writing, stated))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return this.#refused(stated, error)
    }
  }

  /** Imports movements, which stand in fold order; the numbers and codes of those that are refused. */
  async import(stated: readonly Movement[]): Promise<{ number: number; code: string }[]> {
    const readable = stated.map((movement) => ({
      line: movement.number,
      input: MovementInput.parse(inputOf(movement, this)),
    }))
    const lines = { count: readable.length, readable, faults: [] }
    try {
      await this.#write('importMovements', async (writing) => {
        const { movements } = await importMovements(writing, lines)
        return { ...written(null), content: movements === stated.length ? null : {} }
      })
      return []
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'lines_refused') throw error
      const { faults } = error.facts as FailureFacts['lines_refused']
      return faults.map(({ line, because }) => ({ number: line, code: codeOf(because) }))
    }
  }

  async #write(
    operation: 'importMovements' | 'createCooperative' | 'recordMovement' | 'reverseMovement',
    verb: (writing: Writing) => Promise<Written>,
  ): Promise<Outcome> {
    const place = { seq: 0, recordedAt: '' }
    const context = {
      database: this.database,
      clock: () => this.now,
      caller: this.caller,
      requestId: 'random',
      origin: null,
    }
    await command(context, { operation }, (writing) => {
      place.seq = writing.seq
      place.recordedAt = writing.recordedAt
      return verb(writing)
    })
    return { accepted: true, ...place }
  }

  async #register(writing: Writing, portfolio: Portfolio): Promise<Written> {
    for (const [index, [name, classes]] of [...portfolio].entries()) {
      const cooperative = await registerCooperative(writing, { name, ...attributesOf(index) })
      this.cooperatives.set(name, cooperative.id)
      for (const [className, nominal] of classes) {
        const id = newId()
        this.shareClasses.set(className, id)
        await insertShareClass(writing.tx, this.caller.authorityId, writing.seq, {
          id,
          cooperativeId: cooperative.id,
          name: className,
          nominalValue: decimal(nominal, 4),
          recordedAt: writing.recordedAt,
        })
      }
    }
    return written(null)
  }

  async #record(writing: Writing, stated: Movement): Promise<Written> {
    await recordMovement(writing, MovementInput.parse(inputOf(stated, this)))
    return this.#written(writing, stated)
  }

  async #reverse(writing: Writing, stated: Reversal): Promise<Written> {
    await reverseMovement(writing, this.movements.get(stated.reverses) ?? newId(), 'Erreur de saisie')
    return this.#written(writing, stated)
  }

  // The id is read from the register: what a verb answers is the business of other tests.
  async #written({ tx, seq }: Writing, { number }: Stated): Promise<Written> {
    const { id } = await tx.selectFrom('movement').select('id').where('seq', '=', seq).executeTakeFirstOrThrow()
    this.movements.set(number, id)
    return written(id)
  }

  #refused(stated: Stated, failure: Failure): Outcome {
    if (failure.code !== 'later_movement_impossible') {
      return { accepted: false, code: failure.code, movement: stated.number }
    }
    const { movement, because } = failure.facts as { movement: { id: string }; because: Failure }
    const named = [...this.movements].find(([, id]) => id === movement.id)
    return { accepted: false, code: because.code, movement: named?.[0] ?? 0 }
  }

  /** Everything that the database keeps about this authority's ledger. */
  evidence(): Promise<Evidence> {
    return this.read(async (tx) => ({
      journal: (await sql<Row>`select seq, recorded_at from journal order by seq`.execute(tx)).rows,
      movements: (await sql<Row>`select * from movement order by seq`.execute(tx)).rows,
      entries: (await sql<Row>`select * from entry order by seq`.execute(tx)).rows,
      classBalances: (await sql<Row>`select * from class_balance order by effective_on, seq`.execute(tx)).rows,
      cooperativeBalances: (await sql<Row>`select * from cooperative_balance order by effective_on, seq`.execute(tx))
        .rows,
    }))
  }
}

const CONSUMING =
  /^(subscription|contribution_in_kind|purchase|advance_conversion|advance|grant|sale|withdrawal|write_off)$/

// biome-ignore lint/suspicious/noExplicitAny: a row as it came, whatever its columns
export type Row = any

export interface Evidence {
  readonly journal: Row[]
  readonly movements: Row[]
  readonly entries: Row[]
  readonly classBalances: Row[]
  readonly cooperativeBalances: Row[]
}

/** Where the ids of a portfolio's cooperatives and share classes are found. */
export interface Named {
  readonly idOf: (name: string) => string
}

/** The movement as the API takes it. */
export function inputOf(stated: Movement, named: Named): object {
  const { shares, amount, called, splitFrom, splitTo } = stated
  return {
    kind: stated.kind,
    cooperativeId: named.idOf(stated.cooperative),
    effectiveOn: stated.effectiveOn,
    ...(stated.shareClass !== null && { shareClassId: named.idOf(stated.shareClass) }),
    ...(shares !== undefined && { shares: String(shares) }),
    ...(amount !== undefined && { amount: decimal(amount, 2) }),
    ...(called !== undefined && { called: decimal(called, 2) }),
    ...(stated.settles !== undefined && { settles: stated.settles }),
    ...(splitFrom !== undefined && { splitFrom: Number(splitFrom), splitTo: Number(splitTo) }),
    ...(CONSUMING.test(stated.kind) && { noDecisionReason: 'Reprise de l’historique' }),
  }
}

export function attributesOf(index: number) {
  const { legalForm, activity, communeCode, communeName } = ATTRIBUTES[index % ATTRIBUTES.length] ?? ATTRIBUTES[0]
  return { legalForm, ...(activity && { activity }), ...(communeCode && { communeCode, communeName }) }
}

/** Of a later movement that would become impossible: why. */
function codeOf(failure: Failure): string {
  if (failure.code !== 'later_movement_impossible') return failure.code
  return (failure as Failure<'later_movement_impossible'>).facts.because.code
}

function written(targetId: string | null): Written {
  return { targetId, content: {}, answer: { status: 201, headers: {}, body: null } }
}
