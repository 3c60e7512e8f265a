// What people take away from the pages is what programs take from the API, byte for byte, and bears their names.
import { test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { Service } from '../support/api.ts'
import { Visitor } from '../support/visit.ts'

test('each document of the page is the API’s', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authorityId = await loadSample(service.test.database)
  const token = await service.mint('finance', authorityId)
  const visitor = await Visitor.signedIn(service, token)
  const { page } = await visitor.get('/documents?asOf=2025-12-31&knownAt=2026-01-15T09:00:00.000000Z')
  const forms = page.querySelectorAll('form[action^="/documents/"]')
  const names = forms.map((form) => form.getAttribute('action')?.slice('/documents/'.length))
  t.same(
    [...names].sort(),
    Object.keys(service.app.swagger().paths ?? {})
      .filter((path) => path.startsWith('/v1/exports/') && path !== '/v1/exports/register')
      .map((path) => path.slice('/v1/exports/'.length))
      .sort(),
    'all of them',
  )
  for (const form of forms) {
    const fields = form
      .querySelectorAll('input')
      .map((input): [string, string] => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? ''])
    for (const button of form.querySelectorAll('button')) {
      const query = new URLSearchParams([...fields, ['format', button.getAttribute('value') ?? '']])
      if (query.has('siret')) query.set('siret', SIRET)
      const path = form.getAttribute('action') ?? ''
      const ask = (url: string, headers: Record<string, string>) => service.app.inject({ method: 'GET', url, headers })
      const theirs = await ask(`${path}?${query}`, { cookie: visitor.cookie ?? '', host: 'localhost:80' })
      for (const [name, value] of [...query]) if (value === '') query.delete(name)
      const api = await ask(`${path.replace('/documents/', '/v1/exports/')}?${query}`, {
        authorization: `Bearer ${token}`,
      })
      t.equal(theirs.statusCode, 200, `${path}?${query}`)
      t.equal(theirs.headers['content-disposition'], api.headers['content-disposition'])
      t.ok(theirs.rawPayload.equals(api.rawPayload), 'the same bytes')
      t.match(theirs.headers['content-disposition'], /^attachment; filename="[a-z0-9.-]+"$/)
    }
  }
})

const SIRET = '22620001200012'

test('what a role may not take is not offered', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const board = await Visitor.signedIn(service, await service.mint('board', office.id))
  const { text } = await board.get('/documents')
  t.notMatch(text, /\/documents\/(workbook|journal)"/)
  const { status, page } = await board.get('/documents/workbook')
  t.equal(status, 403)
  t.match(page.querySelector('h1')?.text, /./)
})

test('an export that would be empty says so, in French to people', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority()
  const visitor = await Visitor.signedIn(service, office.token)
  const { status, headers, page } = await visitor.get('/documents/journal?format=csv&from=2024-01-01&to=')
  t.match({ status, type: headers['content-type'] }, { status: 404, type: /^text\/html/ })
  t.match(page.text, /rien/i)
  const api = await office.call('GET', '/v1/exports/journal?format=csv')
  t.match(api, { status: 404, body: { code: 'nothing_to_export' } })
})
