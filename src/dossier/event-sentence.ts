import { changesInWords } from '../french/changes.ts'
import { frenchEuros } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { EventOf, HistoryEvent } from '../history/schema.ts'

/** An event of a cooperative's history as a line of a document. */
export function sentenceOf(event: HistoryEvent): string {
  switch (event.type) {
    case 'decision_step':
      return `${label('step', event.event)}\u00a0: ${event.label}`
    case 'movement':
      return `${label('movementKind', event.event)}${effectOf(event)}${event.reversedBy === null ? '' : ' (annulé depuis)'}`
    case 'mandate_start':
    case 'mandate_end': {
      const reason = event.type === 'mandate_end' && event.event !== null ? ` (${label('endReason', event.event)})` : ''
      const { personName, role, organName, seatTitle } = event.effect
      const seat = [organName, seatTitle].filter(Boolean).join(', ')
      return `${personName ?? 'Nom effacé'}, ${label('mandateRole', role).toLowerCase()}, ${seat}${reason}`
    }
    case 'capital_statement': {
      const { totalCapital, publicCapitalTotal } = event.effect
      const publicPart =
        publicCapitalTotal === null ? '' : `, dont personnes publiques ${frenchEuros(publicCapitalTotal)}`
      return `Capital total ${frenchEuros(totalCapital)}${publicPart}`
    }
    case 'annual_accounts': {
      const { year, equity, result } = event.effect
      const parts = [
        `Exercice ${year}`,
        equity !== null && `capitaux propres ${frenchEuros(equity)}`,
        result !== null && `résultat ${frenchEuros(result)}`,
      ]
      return parts.filter(Boolean).join(', ')
    }
  }
}

function effectOf({ effect }: EventOf<'movement'>): string {
  const changes = changesInWords(effect)
  return changes.length === 0 ? '' : `\u00a0: ${changes.join(', ')}`
}
