// The sheets of the finance office's workbook: what the API lists, with the words that people use.
import { type Entry, listEntries } from '../accounting/entries.ts'
import { journalColumns, type Line, linesOf } from '../accounting/journal-lines.ts'
import type { NumberOf } from '../accounting/numbers.ts'
import { listAuthorisations } from '../decisions/authorisation-queries.ts'
import { listDecisions } from '../decisions/queries.ts'
import type { Decision, ListedAuthorisation } from '../decisions/schema.ts'
import { stepOf } from '../decisions/step-schema.ts'
import { FIGURE_LABELS, label } from '../french/labels.ts'
import type { Opening } from '../http/download.ts'
import { rowsOf } from '../http/rows.ts'
import type { Column, Table } from '../http/table.ts'
import { listMovements, type RegisteredMovement, SEQ } from '../ledger/listing.ts'
import { FIGURES } from '../portfolio/figures.ts'
import { listHoldings } from '../portfolio/holdings.ts'
import type { Holding } from '../portfolio/schema.ts'
import { listSeats } from '../seats/seat-queries.ts'
import type { Seat } from '../seats/seat-schema.ts'

type Source = Pick<Opening<unknown>, 'inBatch' | 'moment'>

export function holdingsSheet({ inBatch, moment }: Source): Table<Holding> {
  return {
    name: 'Participations',
    columns: [
      { header: 'Coopérative', kind: 'text', value: ({ name }) => name },
      { header: 'Activité', kind: 'code', value: ({ activity }) => activity && label('activity', activity) },
      { header: 'Forme', kind: 'code', value: ({ legalForm }) => label('legalForm', legalForm) },
      { header: 'Commune', kind: 'text', value: ({ communeName }) => communeName },
      ...FIGURES.map(
        (figure): Column<Holding> => ({
          header: FIGURE_LABELS[figure] ?? figure,
          kind: figure === 'shares' ? 'shares' : 'euros',
          value: (holding) => holding[figure],
          isSummed: true,
        }),
      ),
      { header: 'Valeur nominale détenue', kind: 'euros', value: ({ nominalHeld }) => nominalHeld, isSummed: true },
      { header: 'Part du capital', kind: 'ratio', value: ({ capitalShare }) => capitalShare },
      { header: 'Identifiant', kind: 'code', value: ({ cooperativeId }) => cooperativeId },
    ],
    rows: rowsOf<Holding>(inBatch, (tx, after, limit) => listHoldings(tx, moment, {}, after?.cooperativeId, limit)),
    empty: 'Aucune participation à cette date.',
  }
}

export function movementsSheet({ inBatch, moment }: Source): Table<RegisteredMovement> {
  return {
    name: 'Mouvements',
    columns: [
      { header: 'Date d’effet', kind: 'date', value: ({ effectiveOn }) => effectiveOn },
      { header: 'Mouvement', kind: 'code', value: ({ kind }) => label('movementKind', kind) },
      { header: 'Coopérative', kind: 'text', value: ({ cooperativeName }) => cooperativeName },
      { header: 'Catégorie', kind: 'text', value: ({ shareClassName }) => shareClassName },
      { header: 'Parts', kind: 'shares', value: ({ shares }) => shares },
      { header: 'Variation des parts', kind: 'shares', value: ({ sharesMoved }) => sharesMoved, isSummed: true },
      { header: 'Montant', kind: 'euros', value: ({ amount }) => amount },
      { header: 'Appelé', kind: 'euros', value: ({ called }) => called },
      { header: 'Solde', kind: 'code', value: ({ settles }) => settles && label('settles', settles) },
      { header: 'Échéance', kind: 'date', value: ({ dueOn, repayableOn }) => dueOn ?? repayableOn },
      { header: 'Convention', kind: 'text', value: ({ conventionReference }) => conventionReference },
      { header: 'Sans délibération, parce que', kind: 'text', value: ({ noDecisionReason }) => noDecisionReason },
      { header: 'Référence', kind: 'text', value: ({ externalReference }) => externalReference },
      { header: 'Note', kind: 'text', value: ({ note, reason }) => note ?? reason },
      { header: 'Annulé par', kind: 'code', value: ({ reversedBy }) => reversedBy },
      { header: 'Enregistré le', kind: 'instant', value: ({ recordedAt }) => recordedAt },
      { header: 'Identifiant', kind: 'code', value: ({ id }) => id },
      { header: 'Délibération', kind: 'code', value: ({ decisionId }) => decisionId },
    ],
    rows: rowsOf<RegisteredMovement>(inBatch, (tx, after, limit) =>
      listMovements(tx, moment, {}, after && { effectiveOn: after.effectiveOn, seq: after[SEQ] }, limit),
    ),
    empty: 'Aucun mouvement à cette date.',
  }
}

export function journalSheet({ inBatch, moment }: Source, numberOf: NumberOf): Table<Line> {
  const entries = rowsOf<Entry>(inBatch, (tx, after, limit) => listEntries(tx, moment, {}, after?.key, limit))
  return {
    name: 'Journal',
    columns: journalColumns,
    rows: linesOf(entries, numberOf),
    empty: 'Aucune écriture à cette date.',
  }
}

export function decisionsSheet({ inBatch, moment }: Source): Table<Decision> {
  return {
    name: 'Délibérations',
    columns: [
      { header: 'Numéro', kind: 'text', value: ({ number }) => number },
      { header: 'Objet', kind: 'text', value: ({ object }) => object },
      { header: 'Nature', kind: 'code', value: ({ kind }) => label('decisionKind', kind) },
      { header: 'Organe délibérant', kind: 'code', value: ({ body }) => label('body', body) },
      { header: 'État', kind: 'code', value: ({ status }) => status && label('status', status) },
      { header: 'Adoptée le', kind: 'date', value: (decision) => stepOf(decision, 'adopted')?.on },
      { header: 'Transmise le', kind: 'date', value: (decision) => stepOf(decision, 'transmitted')?.on },
      { header: 'Publiée le', kind: 'date', value: (decision) => stepOf(decision, 'published')?.on },
      { header: 'Exécutoire le', kind: 'date', value: ({ executoryOn }) => executoryOn },
      { header: 'Recours jusqu’au', kind: 'date', value: ({ challengeUntil }) => challengeUntil },
      { header: 'Matière', kind: 'code', value: ({ subjectCode }) => subjectCode },
      { header: 'Identifiant', kind: 'code', value: ({ id }) => id },
    ],
    rows: rowsOf<Decision>(inBatch, (tx, after, limit) => listDecisions(tx, moment, {}, after?.id, limit)),
    empty: 'Aucune délibération à cette date.',
  }
}

/** Without totals: ceilings of different instruments, some of them over, come to nothing that anybody may use. */
export function authorisationsSheet({ inBatch, moment }: Source): Table<ListedAuthorisation> {
  return {
    name: 'Autorisations',
    columns: [
      { header: 'Délibération', kind: 'text', value: ({ number }) => number },
      { header: 'Objet', kind: 'text', value: ({ object }) => object },
      { header: 'Coopérative', kind: 'text', value: ({ cooperativeName }) => cooperativeName },
      { header: 'Pour', kind: 'code', value: ({ instrument }) => label('instrument', instrument) },
      { header: 'État', kind: 'code', value: ({ state }) => label('authorisationState', state) },
      { header: 'Jusqu’au (exclu)', kind: 'date', value: ({ to }) => to },
      { header: 'Autorisé', kind: 'euros', value: ({ authorised }) => authorised },
      { header: 'Consommé', kind: 'euros', value: ({ consumed }) => consumed },
      { header: 'Restant', kind: 'euros', value: ({ left }) => left },
      { header: 'Parts autorisées', kind: 'shares', value: ({ authorisedShares }) => authorisedShares },
      { header: 'Parts consommées', kind: 'shares', value: ({ consumedShares }) => consumedShares },
      { header: 'Parts restantes', kind: 'shares', value: ({ leftShares }) => leftShares },
    ],
    rows: rowsOf<ListedAuthorisation>(inBatch, (tx, after, limit) =>
      listAuthorisations(tx, moment, {}, after && [after.decisionId, after.cooperativeId, after.instrument], limit),
    ),
    empty: 'Aucune autorisation à cette date.',
  }
}

export function seatsSheet({ inBatch, moment }: Source): Table<Seat> {
  return {
    name: 'Sièges',
    columns: [
      { header: 'Coopérative', kind: 'text', value: ({ cooperativeName }) => cooperativeName },
      { header: 'Organe', kind: 'text', value: ({ organName }) => organName },
      { header: 'Siège', kind: 'text', value: ({ title }) => title },
      { header: 'Collège', kind: 'text', value: ({ college }) => college },
      { header: 'Voix', kind: 'shares', value: ({ votes }) => votes, isSummed: true },
      { header: 'État', kind: 'code', value: ({ state }) => label('seatState', state) },
      { header: 'Titulaire', kind: 'text', value: ({ titular }) => titular?.personName },
      { header: 'Depuis le', kind: 'date', value: ({ titular }) => titular?.from },
      { header: 'Jusqu’au (exclu)', kind: 'date', value: ({ titular }) => titular?.to },
      { header: 'Suppléant', kind: 'text', value: ({ alternate }) => alternate?.personName },
    ],
    rows: rowsOf<Seat>(inBatch, (tx, after, limit) => listSeats(tx, moment, {}, after?.id, limit)),
    empty: 'Aucun siège à cette date.',
  }
}

/** What the workbook is, for who finds it in a folder. */
export function aboutSheet(facts: readonly (readonly [string, string])[]): Table<readonly [string, string]> {
  async function* rows() {
    yield* facts
  }
  return {
    name: 'À lire',
    columns: [
      { header: 'Classeur', kind: 'text', value: ([term]) => term },
      { header: 'Registre des participations', kind: 'text', value: ([, fact]) => fact },
    ],
    rows: rows(),
    empty: '',
  }
}
