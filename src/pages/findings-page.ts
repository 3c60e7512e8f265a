// Constats: what is not in order, or cannot be said, by the law of the day.
import { z } from 'zod'
import { findingsAt } from '../compliance/findings.ts'
import type { Finding } from '../compliance/schema.ts'
import { listCooperatives } from '../cooperatives/queries.ts'
import type { Cooperative } from '../cooperatives/schema.ts'
import { label } from '../french/labels.ts'
import type { Page, Visit } from '../http/page.ts'
import { uuid } from '../http/wire.ts'
import { SEVERITIES } from '../rules/rule.ts'
import { everything } from '../values/batches.ts'
import { momentForm } from './components.ts'
import { brokenTable, type Scope, unknownTable } from './findings.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'

const byName = new Intl.Collator('fr')

const query = z.object({
  severity: z.enum(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`).optional(),
  cooperativeId: uuid.optional(),
})
type Query = z.infer<typeof query>

export const findingsPage: Page<typeof query> = {
  path: '/constats',
  needs: ['listFindings', 'listCooperatives'],
  query,
  render: async (visit) => {
    const { tx, moment, query } = visit
    const { severity, cooperativeId } = query
    const cooperatives = await everything<Cooperative>((after, limit) =>
      listCooperatives(tx, moment.seq, {}, after?.id, limit),
    )
    const all = await findingsAt(tx, moment, cooperativeId)
    const shown = all.filter((finding) => severity === undefined || finding.severity === severity)
    const scope = severity === undefined && cooperativeId === undefined ? 'all' : 'selection'
    const main = html`${momentForm(visit, '/constats', query)}
${filters(visit, query, cooperatives)}
<h2>Ce qui n’est pas en ordre</h2>
${bySeverity(
  visit,
  shown.filter(({ state }) => state === 'broken'),
  scope,
)}
<h2 id="sans-reponse">Ce qui est sans réponse</h2>
<p>Une règle est sans réponse quand un élément n’est pas enregistré : rien n’est supposé.</p>
${unknownTable(
  visit,
  shown.filter(({ state }) => state === 'unknown'),
  scope,
)}`
    return pageOf(visit, { title: 'Constats', place: '/constats', main })
  },
}

/** A table for each severity that there is, the gravest first. */
function bySeverity(visit: Visit, broken: readonly Finding[], scope: Scope): Html {
  if (broken.length === 0) return brokenTable(visit, [], scope, '')
  const groups = Map.groupBy(broken, ({ severity }) => severity)
  const tables = [...groups].map(([severity, rows]) =>
    brokenTable(visit, rows, scope, `${label('severity', severity)} (${rows.length})`),
  )
  return html`${tables}`
}

function filters({ asked }: Visit, { severity, cooperativeId }: Query, cooperatives: readonly Cooperative[]): Html {
  const kept = Object.entries({ asOf: asked.asOf, knownAt: asked.knownAt })
  const named = cooperatives.toSorted((left, right) => byName.compare(left.name, right.name))
  // Chosen at another moment, at which it was known: what is shown is still of it alone.
  const isUnknown = cooperativeId !== undefined && !cooperatives.some(({ id }) => id === cooperativeId)
  return html`<form class="moment" method="get" action="/constats" aria-label="Filtres">
${kept.map(([key, value]) => value && html`<input type="hidden" name="${key}" value="${value}">`)}
<p><label for="severity">Gravité</label> <select id="severity" name="severity">${option('', 'Toutes', severity)}${SEVERITIES.map((one) => option(one, label('severity', one), severity))}</select></p>
<p><label for="cooperativeId">Coopérative</label> <select id="cooperativeId" name="cooperativeId">${option('', 'Toutes', cooperativeId)}${isUnknown && option(cooperativeId, 'Inconnue à cette date', cooperativeId)}${named.map(({ id, name }) => option(id, name, cooperativeId))}</select></p>
<p><button type="submit">Filtrer</button></p>
</form>`
}

function option(value: string, words: string, chosen: string | undefined): Html {
  return html`<option value="${value}"${value === (chosen ?? '') && html` selected`}>${words}</option>`
}
