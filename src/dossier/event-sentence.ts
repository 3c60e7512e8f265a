import { changesInWords } from '../french/changes.ts'
import { label } from '../french/labels.ts'
import { paperInFrench } from '../history/paper-in-french.ts'
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
    default: {
      const parts = paperInFrench(event).map(({ words, written }) => [words, written].filter(Boolean).join(' '))
      const sentence = parts.join(', ')
      return sentence.charAt(0).toUpperCase() + sentence.slice(1)
    }
  }
}

function effectOf({ effect }: EventOf<'movement'>): string {
  const changes = changesInWords(effect)
  return changes.length === 0 ? '' : `\u00a0: ${changes.join(', ')}`
}
