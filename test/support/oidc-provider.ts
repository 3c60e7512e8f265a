// A real OpenID Connect provider on the loopback, whose sign-in page says yes to whoever `login_hint` names.
import { createHash, generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import type { Test } from 'tap'
import { type OidcSettings, oidcSettings } from '../../src/access/oidc-settings.ts'
import { signJwt } from './jwt.ts'

export const AUDIENCE = 'https://quotepart.example.test/'
/** Whoever signs in as this one breaks off. */
export const UNWILLING = 'unwilling'
const SECRET = 'the-secret-of-every-client-of-the-tests'
const MACHINE = 'gateway'
const BROWSER = 'browser'
/** Clients that sign people in, by how they prove themselves. */
const PAGES = { post: 'pages', basic: 'pages-basic', none: 'pages-public' } as const
const CALLBACK = 'http://127.0.0.1/callback'

export type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA'
export type Jwk = JsonWebKey & { readonly kid: string; readonly kty: string }

/** What an access token is asked with. */
export interface Asked {
  /** Claims beside those of every access token: the authority, the roles. */
  readonly claims?: Record<string, unknown>
  readonly resource?: string
  readonly algorithm?: Algorithm
}

export class TestIssuer {
  readonly url: string
  /** Paths that were asked for, in order. */
  readonly asked: string[] = []
  /** The private keys, newest first. */
  keys: readonly Jwk[]
  /** For what an honest provider never answers; undefined passes the request on. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  readonly #server: Server
  readonly #redirectUris: readonly string[]
  #provider: Provider
  #next: Asked = {}

  private constructor(server: Server, redirectUris: readonly string[]) {
    this.#server = server
    this.#redirectUris = redirectUris
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.keys = newKeys()
    this.#provider = this.#build()
    server.on('request', (request, response) => this.#answer(request, response))
  }

  /** @param redirectUris where the pages of services may have browsers sent back to */
  static async start(t: Test, redirectUris: readonly string[] = []): Promise<TestIssuer> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const issuer = new TestIssuer(server, redirectUris)
    t.teardown(() => issuer.stop())
    return issuer
  }

  /** The settings of a service that trusts it, as the environment would say them. */
  get environment(): Record<string, string> {
    return { OIDC_ISSUER: this.url, OIDC_AUDIENCE: AUDIENCE }
  }

  settings(changes: Partial<OidcSettings> = {}): OidcSettings {
    const settings = oidcSettings({ OIDC_ISSUER: this.url, OIDC_AUDIENCE: AUDIENCE })
    return { ...(settings as OidcSettings), ...changes }
  }

  /** The settings of a service that also signs people in at its pages: `redirectUris` must hold where they come back to. */
  relyingParty(publicUrl: string, by: keyof typeof PAGES = 'post'): OidcSettings {
    const clientSecret = by === 'none' ? undefined : SECRET
    return this.settings({
      relyingParty: { clientId: PAGES[by], clientSecret, scope: 'openid register', publicUrl },
    })
  }

  /** Signs a person in at an authorization URL, as a browser would: where the browser is sent back to. */
  async authorize(url: string, subject: string, asked: Asked = {}): Promise<URL> {
    this.#next = asked
    const asSomebody = new URL(url)
    asSomebody.searchParams.set('login_hint', subject)
    return this.#walk(asSomebody)
  }

  /** A real access token for a program: its subject is the client. */
  async accessToken(asked: Asked = {}): Promise<string> {
    this.#next = asked
    const { access_token } = await this.#token({ grant_type: 'client_credentials', scope: 'register' }, MACHINE, asked)
    return access_token as string
  }

  /** Signs a person in, as a browser would, with a code and PKCE: a real access token and ID token. */
  async signIn(subject: string, asked: Asked = {}): Promise<{ accessToken: string; idToken: string }> {
    this.#next = asked
    const verifier = randomBytes(32).toString('base64url')
    const query = new URLSearchParams({
      client_id: BROWSER,
      response_type: 'code',
      scope: 'openid register',
      redirect_uri: CALLBACK,
      resource: asked.resource ?? AUDIENCE,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      login_hint: subject,
    })
    const back = await this.#walk(new URL(`${this.url}/auth?${query}`))
    const code = back.searchParams.get('code')
    if (code === null) throw new Error(`no code in ${back}`)
    const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier }
    const { access_token, id_token } = await this.#token(grant, BROWSER, asked)
    return { accessToken: access_token as string, idToken: id_token as string }
  }

  /** What the access tokens of those who sign in from now on, by browser, say of them. */
  grant(asked: Asked): void {
    this.#next = asked
  }

  /** Signs, with RS256 and its own key, what no honest provider would: the header and claims as they are given. */
  sign(header: object, claims: object): string {
    const rsa = this.keys.find(({ kty }) => kty === 'RSA') as Jwk
    return signJwt({ alg: 'RS256', typ: 'at+jwt', kid: rsa.kid, ...header }, claims, rsa)
  }

  /** Takes new keys; the old ones stay published beside them, or are withdrawn. */
  rotate(old: 'published' | 'withdrawn'): void {
    this.keys = old === 'published' ? [...newKeys(), ...this.keys] : newKeys()
    this.#provider = this.#build()
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async restart(): Promise<void> {
    const port = Number(new URL(this.url).port)
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
  }

  #build(): Provider {
    const client = { client_secret: SECRET, token_endpoint_auth_method: 'client_secret_post' as const }
    return new Provider(this.url, {
      jwks: { keys: this.keys as never },
      cookies: { keys: ['the-key-of-the-cookies-of-the-tests'] },
      scopes: ['openid', 'register'],
      clients: [
        { ...client, client_id: MACHINE, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
        { ...client, client_id: BROWSER, redirect_uris: [CALLBACK] },
        { ...client, client_id: PAGES.post, redirect_uris: [...this.#redirectUris] },
        {
          ...client,
          client_id: PAGES.basic,
          token_endpoint_auth_method: 'client_secret_basic',
          redirect_uris: [...this.#redirectUris],
        },
        { client_id: PAGES.none, token_endpoint_auth_method: 'none', redirect_uris: [...this.#redirectUris] },
      ],
      enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: async (_ctx, resource) => ({
            scope: 'register',
            audience: resource,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 600,
            jwt: { sign: { alg: this.#next.algorithm ?? 'RS256' } },
          }),
        },
      },
      ttl: {
        AccessToken: 600,
        AuthorizationCode: 60,
        ClientCredentials: 600,
        Grant: 600,
        IdToken: 600,
        Interaction: 600,
        Session: 600,
      },
      findAccount: async (_ctx, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
      extraTokenClaims: async () => ({ ...this.#next.claims }),
      interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
      // Who signed in has consented.
      loadExistingGrant: async (ctx) => {
        const grant = new ctx.oidc.provider.Grant({
          clientId: ctx.oidc.client?.clientId as string,
          accountId: ctx.oidc.session?.accountId as string,
        })
        grant.addOIDCScope('openid register')
        grant.addResourceScope((ctx.oidc.params?.resource as string) ?? AUDIENCE, 'register')
        await grant.save()
        return grant
      },
    })
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = String(request.url)
    this.asked.push(path)
    if (this.intercept?.(request, response)) return
    if (!path.startsWith('/interaction/')) return void this.#provider.callback()(request, response)
    const { params } = await this.#provider.interactionDetails(request, response)
    const named = params.login_hint ?? (request.method === 'POST' ? (await formOf(request)).get('account') : undefined)
    if (named === undefined || named === null) return void response.setHeader('content-type', 'text/html').end(SIGN_IN)
    const result = named === UNWILLING ? { error: 'access_denied' } : { login: { accountId: String(named) } }
    await this.#provider.interactionFinished(request, response, result)
  }

  /** Follows the redirects of a sign-in with its cookies, up to the one that leads back to the client. */
  async #walk(start: URL): Promise<URL> {
    const cookies = new Map<string, string>()
    let url = start
    for (let steps = 0; steps < 10; steps += 1) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(url, { headers: { cookie }, redirect: 'manual' })
      for (const set of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
        cookies.set(name, value)
      }
      const location = response.headers.get('location')
      if (location === null) throw new Error(`${url.pathname} → ${response.status} ${await response.text()}`)
      url = new URL(location, url)
      if (url.origin !== this.url) return url
    }
    throw new Error(`no way back from ${start}`)
  }

  async #token(grant: Record<string, string>, client: string, { resource = AUDIENCE }: Asked) {
    const body = new URLSearchParams({ ...grant, resource, client_id: client, client_secret: SECRET })
    const response = await fetch(`${this.url}/token`, { method: 'POST', body })
    const answer = (await response.json()) as Record<string, unknown>
    if (response.status !== 200) throw new Error(`/token → ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }
}

const SIGN_IN =
  '<!doctype html><html lang="fr"><head><title>Fournisseur</title><link rel="icon" href="data:,"></head><body><form method="post"><label>Compte <input name="account"></label><button>Entrer</button></form></body></html>'

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = ''
  for await (const chunk of request) body += chunk
  return new URLSearchParams(body)
}

/** A key of each kind that the service takes. */
function newKeys(): Jwk[] {
  const pairs = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ed25519'),
  ]
  return pairs.map(({ privateKey }) => {
    const jwk = privateKey.export({ format: 'jwk' })
    return { ...jwk, kty: jwk.kty as string, kid: randomBytes(8).toString('hex') }
  })
}
