import { frenchDate, frenchEuros } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { EventOf, PaperType } from './schema.ts'

/** A part of a sentence: words of ours, and after them what people wrote, which a page sets apart. */
export interface Part {
  readonly words: string
  readonly written?: string
}

/** What a paper says, part by part, in lower case: `capital total 100 000,00 €`, `dont personnes publiques 10 000,00 €`. */
export function paperInFrench(event: EventOf<PaperType>): Part[] {
  const say: (event: never) => (Part | false)[] = SENTENCES[event.type]
  return say(event as never).filter((part) => part !== false)
}

const SENTENCES: { readonly [Type in PaperType]: (event: EventOf<Type>) => (Part | false)[] } = {
  capital_statement: ({ effect: { totalCapital, publicCapitalTotal } }) => [
    { words: `capital total ${frenchEuros(totalCapital)}` },
    publicCapitalTotal !== null && { words: `dont personnes publiques ${frenchEuros(publicCapitalTotal)}` },
  ],
  annual_accounts: ({ effect: { year, equity, result } }) => [
    { words: `exercice ${year}` },
    equity !== null && { words: `capitaux propres ${frenchEuros(equity)}` },
    result !== null && { words: `résultat ${frenchEuros(result)}` },
  ],
  cooperative_audit: ({ effect: { auditor, conclusion } }) => [
    {
      words:
        conclusion === null ? 'conclusion non enregistrée' : withSmallInitial(label('auditConclusion', conclusion)),
    },
    auditor !== null && { words: 'réviseur', written: auditor },
  ],
  state_aid: ({ event, effect: { grossGrantEquivalent, grantor } }) => [
    { words: withSmallInitial(label('aidRegulation', event)) },
    { words: `équivalent-subvention brut ${frenchEuros(grossGrantEquivalent)}` },
    grantor !== null && { words: 'accordée par', written: grantor },
  ],
  advance_convention: ({ effect: { reference, endsOn, ceiling } }) => [
    { words: 'référence', written: reference },
    { words: `fin le ${frenchDate(endsOn)}` },
    ceiling !== null && { words: `plafond ${frenchEuros(ceiling)}` },
  ],
}

// The rest stays as it is: SIEG is an abbreviation.
function withSmallInitial(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}
