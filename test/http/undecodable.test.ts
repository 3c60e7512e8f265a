// A URL that cannot be decoded is refused like any other bad request, whatever the client prefers, and ends nothing.
import { test } from 'tap'
import { Service } from '../support/api.ts'

test('a URL that cannot be decoded', async (t) => {
  const { app } = await Service.start(t, 'postgres')
  const preferences = [{}, { 'accept-language': 'fr' }, { 'accept-language': 'fr', accept: 'text/html' }]
  for (const headers of preferences) {
    for (const url of ['/%', '/v1/movements/%E0%A4%A', '/documents/%ff']) {
      const answer = await app.inject({ method: 'GET', url, headers })
      t.match(answer.json(), { status: 400, code: 'unsupported_request' }, `${url} ${JSON.stringify(headers)}`)
    }
  }
  t.equal((await app.inject({ url: '/health/live' })).statusCode, 200)
})
