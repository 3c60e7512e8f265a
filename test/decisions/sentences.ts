// Commands as a person reads them, for shrunk histories.
import { decimal } from '../ledger/history.ts'
import type { MandateChange, SeatChange, Stated, Terms } from './statements.ts'

export function sentenceOf(stated: Stated): string {
  return `#${stated.number} ${saying(stated)}`
}

function saying(stated: Stated): string {
  switch (stated.kind) {
    case 'decision': {
      const about = stated.about.length === 0 ? [] : [`about ${stated.about.join(', ')}`]
      const steps = stated.steps.map(({ kind, on }) => `${kind} ${on}`)
      return ['decision', [...about, ...steps, ...stated.authorisations.map(allowing)].join(', ')].join(' ')
    }
    case 'step':
      return `decision #${stated.decision} ${stated.step.kind} ${stated.step.on}`
    case 'cancellation':
      return `decision #${stated.decision} without ${stated.cancels.step} of command #${stated.cancels.command}`
    case 'authorisation':
      return `decision #${stated.decision} ${allowing(stated.terms)}`
    case 'movement': {
      const { on, deed, cooperative, shareClass, shares, amount, decision } = stated
      const under = decision === null ? 'without decision' : `under decision #${decision}`
      return [
        on,
        deed,
        shareClass === null ? cooperative : `${cooperative}/${shareClass}`,
        shares !== undefined && `${shares} shares`,
        amount !== undefined && decimal(amount, 2),
        under,
      ]
        .filter(Boolean)
        .join(' ')
    }
    case 'reversal':
      return `reversal of #${stated.reverses}`
    case 'seat':
      return `seat on ${stated.organ} ${period(stated)}`
    case 'seat_change':
      return `seat #${stated.seat} ${changed(stated)}`
    case 'mandate': {
      const { person, role, seat, decision } = stated
      return `${person} ${role} on seat #${seat} ${period(stated)}${decision === null ? '' : ` by decision #${decision}`}`
    }
    case 'mandate_change':
      return `mandate #${stated.mandate} ${changed(stated)}`
    case 'merge':
      return `${stated.duplicate} is ${stated.into}`
  }
}

function allowing({ cooperative, instrument, ceiling, ceilingShares, to }: Terms): string {
  const number = ceilingShares === null ? '' : ` and ${ceilingShares} shares`
  return `allows ${instrument} of ${cooperative} up to ${decimal(ceiling, 2)}${number}${to === null ? '' : ` before ${to}`}`
}

function period({ from, to }: { from: string; to: string | null }): string {
  return to === null ? `from ${from}` : `from ${from} to ${to}`
}

const NAMING = ['number', 'kind', 'seat', 'mandate']

function changed(change: SeatChange | MandateChange): string {
  return Object.entries(change)
    .filter(([name]) => !NAMING.includes(name))
    .map(([name, value]) => `${name}: ${value ?? 'none'}`)
    .join(', ')
}
