// What the rules find, as tables: what is broken, each with its figures; and what cannot be answered, by what is missing.
import { figuresInFrench, missingOf, titleInFrench } from '../compliance/in-french.ts'
import type { Finding } from '../compliance/schema.ts'
import { subjectInFrench } from '../french/findings.ts'
import { label } from '../french/labels.ts'
import type { Visit } from '../http/page.ts'
import { SEVERITIES } from '../rules/rule.ts'
import { sameMoment } from './address.ts'
import { type Column, cooperativeLink, date, facts, name, table } from './components.ts'
import { type Html, html } from './html.ts'
import { whereToSee } from './where-to-see.ts'

/** What is shown is of everything, of what was filtered, or of one thing, which is not said again in each row. */
export type Scope = 'all' | 'selection' | 'cooperative' | 'decision'

/** What is said where there is nothing: never more than was looked at. */
const NOTHING: Readonly<Record<Scope, { readonly broken: string; readonly unknown: string }>> = {
  all: { broken: 'Aucun constat à cette date.', unknown: 'Toutes les règles ont une réponse.' },
  selection: {
    broken: 'Aucun constat dans cette sélection.',
    unknown: 'Rien n’est sans réponse dans cette sélection.',
  },
  cooperative: {
    broken: 'Aucun constat à cette date.',
    unknown: 'Toutes les règles ont une réponse pour cette coopérative.',
  },
  decision: { broken: 'Aucun constat à cette date.', unknown: 'Rien n’est sans réponse sur cette décision.' },
}

const isBroken = ({ state }: Finding) => state === 'broken'
const isOfOne = (scope: Scope) => scope === 'cooperative' || scope === 'decision'

/** What is broken, the gravest first; and what is missing for an answer, by rule. */
export function findingsTables(visit: Visit, findings: readonly Finding[], scope: Scope): Html {
  return html`${brokenTable(visit, findings.filter(isBroken), scope, 'Ce qui n’est pas en ordre')}
${unknownTable(
  visit,
  findings.filter((one) => !isBroken(one)),
  scope,
)}`
}

/** What is broken; a sentence where nothing is. */
export function brokenTable(visit: Visit, broken: readonly Finding[], scope: Scope, caption: string): Html {
  const cooperative: Column<Finding> = {
    header: 'Coopérative',
    cell: (one) => cooperativeLink(visit, one.cooperativeId, one.cooperativeName),
  }
  const severity: Column<Finding> = { header: 'Gravité', cell: tag }
  return table({
    caption,
    columns: [
      { header: 'Constat', cell: titleInFrench },
      ...(scope === 'cooperative' ? [] : [cooperative]),
      ...(isOfOne(scope) ? [severity] : []),
      ...(scope === 'decision' ? [] : [{ header: 'Objet', cell: (one: Finding) => subject(visit, one) }]),
      { header: 'Depuis', cell: ({ since }) => (since === null ? 'l’origine' : date(since)) },
      { header: 'Chiffres', cell: (one) => list(figuresInFrench(one)) },
      { header: 'Source', cell: ({ source }) => source },
      { header: 'Prise en compte', cell: acknowledged },
    ],
    rows: broken,
    empty: NOTHING[scope].broken,
  })
}

/** What is missing for an answer: a row for each rule and what it lacks, since a young register lacks the same everywhere. */
export function unknownTable(visit: Visit, unknown: readonly Finding[], scope: Scope): Html {
  const groups = Map.groupBy(unknown, ({ rule, missing }) => `${rule} ${missing.join(' ')}`)
  return table({
    caption: 'Ce qui ne peut être dit, faute d’éléments',
    columns: [
      { header: 'Règle', cell: ([first]) => titleInFrench(first) },
      { header: 'Gravité', cell: ([first]) => tag(first) },
      { header: 'Il manque', cell: ([first]) => list(missingOf(first)) },
      { header: 'Où', cell: (group) => list(group.map((one) => where(visit, one, scope))) },
    ],
    rows: [...groups.values()] as [Finding, ...Finding[]][],
    empty: NOTHING[scope].unknown,
  })
}

function where(visit: Visit, one: Finding, scope: Scope): Html {
  const { place, title } = whereToSee(one)
  // A decision's own page does not lead to itself under the name of a cooperative.
  if (scope === 'decision' && place.path.startsWith('/decisions/'))
    return cooperativeLink(visit, one.cooperativeId, one.cooperativeName)
  const link = (words: Html | string) => html`<a href="${sameMoment(visit, place.path)}${place.part}">${words}</a>`
  const about = one.subject === null ? undefined : name(subjectInFrench(one.subject))
  if (scope === 'cooperative') return link(about ?? title)
  const cooperative = name(one.cooperativeName)
  return link(about === undefined || scope === 'decision' ? cooperative : html`${cooperative}, ${about}`)
}

/** How many findings there are of each severity, and how many rules have no answer: each the way to them. */
export function countsOf(visit: Visit, findings: readonly Finding[]): Html {
  const link = (count: number, words: string, query: Record<string, string> = {}, part = '') =>
    html`<a href="${sameMoment(visit, '/constats', query)}${part}" aria-label="${words} : ${count}">${count}</a>`
  const broken = findings.filter(isBroken)
  const unanswered = label('findingState', 'unknown')
  return facts([
    ...SEVERITIES.map((severity) => {
      const words = label('severity', severity)
      const count = broken.filter((one) => one.severity === severity).length
      return [words, link(count, words, { severity })] as const
    }),
    [unanswered, link(findings.length - broken.length, unanswered, {}, '#sans-reponse')],
  ])
}

function tag({ severity }: Finding): Html {
  return html`<span class="tag${severity === 'error' && ' bad'}">${label('severity', severity)}</span>`
}

const PLACES: Readonly<Record<string, (id: string) => string>> = {
  movement: (id) => `/mouvements/${id}`,
  decision: (id) => `/decisions/${id}`,
  seat: () => '/sieges',
}

function subject(visit: Visit, { subject: about }: Finding): Html | string {
  if (about === null) return ''
  const place = PLACES[about.type]?.(about.id)
  const words = name(subjectInFrench(about))
  return place === undefined ? words : html`<a href="${sameMoment(visit, place)}">${words}</a>`
}

function list(items: readonly (Html | string)[]): Html {
  return html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`
}

function acknowledged({ acknowledgement }: Finding): Html | string {
  if (acknowledgement === null) return ''
  return html`${name(acknowledgement.reason)}, jusqu’au ${date(acknowledgement.until)} exclu`
}
