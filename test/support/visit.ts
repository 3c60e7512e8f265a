// Pages as a browser without JavaScript reads them: by cookie, link by link.
import { type HTMLElement, parse } from 'node-html-parser'
import type { Service } from './api.ts'
import { noteSecret } from './log-scan.ts'

export interface PageRead {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | string[] | undefined>>
  readonly text: string
  readonly page: HTMLElement
}

const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const FORM = 'application/x-www-form-urlencoded'

/** Somebody with a browser, who is signed in, or not yet. */
export class Visitor {
  readonly service: Pick<Service, 'app'>
  cookie: string | undefined

  constructor(service: Pick<Service, 'app'>) {
    this.service = service
  }

  static async signedIn(service: Service, token: string): Promise<Visitor> {
    const visitor = new Visitor(service)
    const { status } = await visitor.send('/connexion', { token })
    if (status !== 303) throw new Error(`the sign-in answered ${status}`)
    return visitor
  }

  get(url: string, headers: Record<string, string> = {}): Promise<PageRead> {
    return this.#ask({ method: 'GET', url, headers })
  }

  /** Sends a form, as a page of this origin does. */
  send(url: string, fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}): Promise<PageRead> {
    const from = { 'content-type': FORM, 'sec-fetch-site': 'same-origin', origin: 'http://localhost:80', ...headers }
    return this.#ask({ method: 'POST', url, headers: from, payload: `${new URLSearchParams(fields)}` })
  }

  async #ask(request: { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; payload?: string }) {
    const cookie = this.cookie === undefined ? {} : { cookie: this.cookie }
    const answer = await this.service.app.inject({
      ...request,
      headers: { host: 'localhost:80', accept: ACCEPT, ...cookie, ...request.headers },
    })
    for (const { name, value, maxAge } of answer.cookies) {
      noteSecret(value)
      const kept = value !== '' && maxAge !== 0
      this.cookie = kept ? `${name}=${value}` : undefined
    }
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      page: parse(answer.body),
    }
  }
}
