// Constats: what is not in order, or cannot be said, by the law of the day.
import { z } from 'zod'
import { findingsAt } from '../compliance/findings.ts'
import { SEVERITY_LABELS } from '../french/findings.ts'
import type { Page, Visit } from '../http/page.ts'
import { uuid } from '../http/wire.ts'
import { SEVERITIES } from '../rules/rule.ts'
import { momentForm } from './components.ts'
import { findingsTables } from './findings.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'

const query = z.object({
  // Empty: a form sends what is not chosen, too.
  severity: z.union([z.literal('').transform(() => undefined), z.enum(SEVERITIES)]).optional(),
  cooperativeId: uuid.optional(),
})

export const findingsPage: Page<typeof query> = {
  path: '/constats',
  needs: ['listFindings'],
  query,
  render: async (visit) => {
    const { tx, moment, query } = visit
    const { severity, cooperativeId } = query
    const all = await findingsAt(tx, moment, cooperativeId)
    const shown = all.filter((finding) => severity === undefined || finding.severity === severity)
    const main = html`${momentForm(visit, '/constats', { severity, cooperativeId })}
${severityForm(visit, severity)}
${findingsTables(visit, shown, 'all')}`
    return pageOf(visit, { title: 'Constats', place: '/constats', main })
  },
}

function severityForm({ asked }: Visit, severity: string | undefined): Html {
  const option = (value: string, words: string) =>
    html`<option value="${value}"${value === (severity ?? '') ? html` selected` : ''}>${words}</option>`
  const kept = Object.entries({ asOf: asked.asOf, knownAt: asked.knownOn })
  return html`<form class="moment" method="get" action="/constats" aria-label="Gravité">
${kept.map(([key, value]) => value && html`<input type="hidden" name="${key}" value="${value}">`)}
<p><label for="severity">Gravité</label> <select id="severity" name="severity">${option('', 'Toutes')}${SEVERITIES.map((one) => option(one, SEVERITY_LABELS[one] ?? one))}</select></p>
<p><button type="submit">Filtrer</button></p>
</form>`
}
