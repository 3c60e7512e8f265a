// Connexion: by the organisation's own account, by pasting a token, or with one click in the demo.
import { label } from '../french/labels.ts'
import { type Html, html } from './html.ts'
import { plainPage } from './layout.ts'

/** Whom one click signs in as, by role: tokens of the demo, on loopback only. */
export type DemoTokens = Readonly<Record<string, string>>

export interface WaysIn {
  /** Where one goes after. */
  readonly returnTo: string
  /** The organisation's accounts open the pages, too. */
  readonly hasIssuer: boolean
  /** Roles that one click signs in as, in the demo. */
  readonly demo: readonly string[]
  /** Why the last try came to nothing. */
  readonly refused?: string | undefined
}

export function signInPage({ returnTo, hasIssuer, demo, refused }: WaysIn): Promise<string> {
  const back = html`<input type="hidden" name="retour" value="${returnTo}">`
  const main = html`${refused !== undefined && html`<div class="problem" role="alert"><p>${refused}</p></div>`}
${demo.length > 0 && oneClick(demo, back)}
${
  hasIssuer &&
  html`<section><h2>Avec votre compte</h2>
<p><a class="button" href="/connexion/compte?${new URLSearchParams({ retour: returnTo })}">Se connecter avec le compte de votre organisation</a></p></section>`
}
<section><h2>Avec un jeton</h2>
<form class="stacked" method="post" action="/connexion">${back}
<input class="hidden" type="text" name="username" value="Quotepart" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>
<p><label for="token">Jeton d’accès, remis par l’administrateur</label> <input type="password" id="token" name="token" required autocomplete="current-password" spellcheck="false"></p>
<p><button type="submit">Se connecter</button></p></form></section>`
  return plainPage({ title: 'Connexion', main })
}

function oneClick(demo: readonly string[], back: Html): Html {
  return html`<section><h2>Démonstration</h2>
<p>Le portefeuille est fictif. Entrer comme :</p>
${demo.map(
  (role) => html`<form method="post" action="/connexion/demo">${back}<input type="hidden" name="role" value="${role}">
<p><button type="submit">${label('role', role)}</button></p></form>`,
)}</section>`
}
