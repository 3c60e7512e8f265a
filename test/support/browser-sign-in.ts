// A sign-in at the issuer as a browser walks it: from the service to the provider, and back.
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import type { Database } from '../../src/postgres/database.ts'
import { Service } from './api.ts'
import { noteSecret, scannedLog } from './log-scan.ts'
import { type Asked, TestIssuer } from './oidc-provider.ts'
import type { Visitor } from './visit.ts'

export const PUBLIC_URL = 'http://localhost:80'
const CALLBACK = 'http://localhost/connexion/retour'
const SIREN = '226200016'
/** Of a board member of the authority that `signInService` registers. */
export const CLAIMS = { siret: '22620001600012', roles: ['board'] }

export interface Gone {
  /** Where the service sent the browser. */
  readonly url: URL
  /** What the issuer sent it back to, at the service. */
  readonly back: string
}

/** A provider that may send browsers back to `PUBLIC_URL`. */
export function startIssuer(t: Test): Promise<TestIssuer> {
  return TestIssuer.start(t, [CALLBACK])
}

/** A service whose pages sign people in there, with an authority that the claims name. */
export async function signInService(t: Test, issuer: TestIssuer, by: 'post' | 'basic' | 'none' = 'post') {
  const service = await Service.start(t, 'postgres', { oidc: issuer.relyingParty(PUBLIC_URL, by) })
  return { service, office: await service.authority('Département du Test', SIREN) }
}

/** Another instance of the service, over the same database; its clock is real. */
export async function secondInstance(
  t: Test,
  { test: { database } }: { readonly test: { readonly database: Database } },
  issuer?: TestIssuer,
  clock = () => new Date(),
): Promise<Pick<Service, 'app'>> {
  const app = await buildApp({
    database,
    clock,
    timeZone: 'Europe/Paris',
    rateLimitPerToken: 1_000_000,
    oidc: issuer?.relyingParty(PUBLIC_URL),
    ...scannedLog(t),
  })
  t.teardown(() => app.close())
  return { app }
}

/** The way to the issuer and back, up to the last step. `url` is what the browser makes of where it is sent. */
export async function goAndReturn(
  issuer: TestIssuer,
  visitor: Visitor,
  subject: string,
  asked: Asked = {},
  start = '/connexion/compte',
  browse: (url: URL) => void = () => undefined,
): Promise<Gone> {
  const { status, headers } = await visitor.get(start)
  if (status !== 303) throw new Error(`${start} answered ${status}`)
  const url = new URL(String(headers.location))
  browse(url)
  const back = await issuer.authorize(url.href, subject, { claims: CLAIMS, ...asked })
  noteSecret(subject)
  for (const [name, value] of back.searchParams) if (name !== 'iss') noteSecret(value)
  return { url, back: back.pathname + back.search }
}
