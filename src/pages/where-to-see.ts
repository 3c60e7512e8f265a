// Where what a finding lacks would be seen, once it is recorded.
import type { Finding } from '../compliance/schema.ts'

interface Where {
  /** A page, and a part of it. */
  readonly place: { readonly path: string; readonly part: string }
  /** What that part is called. */
  readonly title: string
}

/** Parts of a cooperative's page, by the first word of what is missing. */
const PARTS: Readonly<Record<string, readonly [part: string, title: string]>> = {
  capitalStatements: ['#capital', 'Part du capital'],
  annualAccounts: ['#comptes', 'Comptes annuels'],
  seats: ['#sieges', 'Sièges'],
  holding: ['#participation', 'Participation'],
  cooperative: ['#identite', 'Identité'],
}

/** What a movement, a decision or a seat lacks is seen on its own page; the rest on the cooperative's. */
export function whereToSee({ subject, cooperativeId, missing }: Finding): Where {
  const [, first = ''] = /^(\w+)/.exec(missing[0] ?? '') ?? []
  // No page shows what a rule is told: what it would judge with that is shown instead.
  const isToldOf = (type: string) => subject?.type === type && (first === type || first === 'parameters')
  if (isToldOf('movement')) return whole(`/mouvements/${subject?.id}`, 'Mouvement')
  if (isToldOf('decision')) return whole(`/decisions/${subject?.id}`, 'Décision')
  if (first === 'mandate') return whole('/sieges', 'Sièges')
  if (first === 'parameters') return whole(`/cooperatives/${cooperativeId}`, 'Coopérative')
  const [part, title] = PARTS[first] ?? ['#historique', 'Historique']
  return { place: { path: `/cooperatives/${cooperativeId}`, part }, title }
}

function whole(path: string, title: string): Where {
  return { place: { path, part: '' }, title }
}
