import { label } from '../french/labels.ts'
import type { Visit } from '../http/page.ts'
import { sameMoment } from './address.ts'
import { ASSETS } from './assets.ts'
import { type Html, html } from './html.ts'

/** Where the pages lead, in order; `needs` says who sees the way. */
const PLACES = [
  { path: '/', title: 'Portefeuille', needs: 'getPortfolioSummary' },
  { path: '/cooperatives', title: 'Coopératives', needs: 'listCooperatives' },
  { path: '/decisions', title: 'Décisions', needs: 'listDecisions' },
  { path: '/sieges', title: 'Sièges', needs: 'listSeats' },
  { path: '/echeances', title: 'Échéances', needs: 'listDeadlines' },
  { path: '/constats', title: 'Constats', needs: 'listFindings' },
  { path: '/documents', title: 'Documents', needs: 'getPortfolioSummary' },
] as const

export interface Content {
  readonly title: string
  /** The place that it belongs to. */
  readonly place?: (typeof PLACES)[number]['path']
  readonly main: Html
}

/** A page of somebody who is signed in. */
export async function pageOf(visit: Visit, { title, place, main }: Content): Promise<string> {
  const places = PLACES.filter(({ needs }) => visit.may(needs))
  const header = html`<p class="authority"><bdi>${visit.authorityName}</bdi></p>
<nav aria-label="Pages"><ul>${places.map(
    (at) =>
      html`<li><a href="${sameMoment(visit, at.path)}"${at.path === place ? html` aria-current="page"` : ''}>${at.title}</a></li>`,
  )}</ul></nav>
<form class="sign-out" method="post" action="/deconnexion"><input type="hidden" name="csrf" value="${visit.csrf}">
<span>${label('role', visit.caller.role)}</span> <button type="submit">Se déconnecter</button></form>`
  return frame(
    title,
    header,
    html`<h1>${title}</h1>
${main}`,
  )
}

/** A page of nobody in particular: the sign-in, or what went wrong. */
export async function plainPage({ title, main }: Pick<Content, 'title' | 'main'>): Promise<string> {
  return frame(
    title,
    html``,
    html`<h1>${title}</h1>
${main}`,
  )
}

async function frame(title: string, header: Html, main: Html): Promise<string> {
  const page = await html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Quotepart</title>
<link rel="stylesheet" href="${ASSETS.style.path}">
<link rel="icon" href="${ASSETS.icon.path}" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
<header><p class="product">Quotepart</p>
${header}
</header>
<main id="contenu" tabindex="-1">
${main}
</main>
<footer><p>Registre des participations de la collectivité dans des coopératives.</p></footer>
</body>
</html>
`
  return page.toString()
}
