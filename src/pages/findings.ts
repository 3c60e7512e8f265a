// What the rules find, as tables: what is broken, each with its figures; and what cannot be answered, by what is missing.
import type { Finding } from '../compliance/schema.ts'
import { figureInFrench, missingInFrench, SEVERITY_LABELS, subjectInFrench, valueInFrench } from '../french/findings.ts'
import type { Visit } from '../http/page.ts'
import { SEVERITIES } from '../rules/rule.ts'
import { RULES } from '../rules/rules.ts'
import { sameMoment } from './address.ts'
import { cooperativeLink, date, facts, name, table } from './components.ts'
import { type Html, html } from './html.ts'

/** Findings of one cooperative are told without its name. */
type Scope = 'all' | 'cooperative'

/** What is broken, the gravest first; and what is missing for an answer. */
export function findingsTables(visit: Visit, findings: readonly Finding[], scope: Scope): Html {
  const broken = findings.filter(({ state }) => state === 'broken')
  const unknown = findings.filter(({ state }) => state === 'unknown')
  const cooperative = {
    header: 'Coopérative',
    cell: (one: Finding) => cooperativeLink(visit, one.cooperativeId, one.cooperativeName),
  }
  const ofAll = scope === 'all' ? [cooperative] : []
  return html`${table({
    caption: 'Ce qui n’est pas en ordre',
    columns: [
      { header: 'Constat', cell: titleOf },
      ...ofAll,
      { header: 'Gravité', cell: ({ severity }) => html`<span class="tag">${SEVERITY_LABELS[severity]}</span>` },
      { header: 'Objet', cell: (one) => subject(visit, one) },
      { header: 'Depuis', cell: ({ since }) => (since === null ? 'l’origine' : date(since)) },
      { header: 'Chiffres', cell: figures },
      { header: 'Source', cell: ({ source }) => source },
      { header: 'Prise en compte', cell: acknowledged },
    ],
    rows: broken,
    empty: 'Aucun constat à cette date.',
  })}
${table({
  caption: 'Ce qui ne peut être dit, faute d’éléments',
  columns: [
    { header: 'Règle', cell: titleOf },
    ...ofAll,
    { header: 'Objet', cell: (one) => subject(visit, one) },
    { header: 'Il manque', cell: ({ missing }) => missing.map((one) => missingInFrench(one) ?? one).join(' ; ') },
  ],
  rows: unknown,
  empty: 'Toutes les règles ont une réponse.',
})}`
}

/** How many findings there are of each severity, and the way to them. */
export function countsOf(visit: Visit, findings: readonly Finding[]): Html {
  const count = (severity: string) =>
    findings.filter((one) => one.severity === severity && one.state === 'broken').length
  return html`${facts(SEVERITIES.map((severity) => [SEVERITY_LABELS[severity] ?? severity, String(count(severity))] as const))}
<p><a href="${sameMoment(visit, '/constats')}">Voir les constats</a></p>`
}

const titles = new Map(RULES.map(({ id, title }) => [id, title.fr]))

function titleOf({ rule, title }: Finding): string {
  return titles.get(rule) ?? title
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

function figures({ figures: all }: Finding): Html {
  const told = Object.entries(all).map(
    ([one, value]) => html`<li>${figureInFrench(one) ?? one} : ${valueInFrench(one, value)}</li>`,
  )
  return html`<ul class="plain">${told}</ul>`
}

function acknowledged({ acknowledgement }: Finding): Html | string {
  if (acknowledgement === null) return ''
  return html`${name(acknowledgement.reason)}, jusqu’au ${date(acknowledgement.until)}`
}
