// What somebody reads instead of a page: what went wrong, what to mend, and where to go.
import type { Worded } from '../http/failures.ts'
import { html } from './html.ts'
import { plainPage } from './layout.ts'

/** A refusal as a page, in French. */
export function errorPage({ title, detail, errors, status }: Worded, requestId: string): Promise<string> {
  return plainPage({
    title,
    main: html`<div class="problem" role="alert"><p>${detail}</p>
${errors && html`<ul>${errors.map((error) => html`<li><code>${error.pointer}</code> : ${error.detail}</li>`)}</ul>`}</div>
<p><a href="/">Revenir au portefeuille</a></p>
<p class="help">Erreur ${status}, demande ${requestId}</p>`,
  })
}
