// A client that sends the next request before it has an answer is answered in order, one after the other, and gains nothing.
import { connect } from 'node:net'
import { test } from 'tap'
import { Service } from '../support/api.ts'

test('requests of one connection are answered one after the other', async (t) => {
  const service = await Service.start(t, 'postgres')
  const { token } = await service.authority()
  const { port } = new URL(await service.app.listen({ port: 0, host: '127.0.0.1' }))
  const paths = Array.from({ length: 40 }, (_, index) => (index % 2 ? '/v1/movements' : `/nowhere/${index}`))
  const head = (path: string, more = '') =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`
  const sent = [...paths.map((path) => head(path)), head('/health/live', 'Connection: close\r\n')].join('')
  const received = await new Promise<string>((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(sent))
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    socket.on('error', reject).on('close', () => resolve(text))
  })
  const statuses = [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
  t.same(statuses, [...paths.map((_, index) => (index % 2 ? 200 : 404)), 200], 'all, and in order')

  await t.test('too many ahead are cut off', async (t) => {
    const received = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(head('/v1/movements').repeat(1000)))
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      socket.on('error', () => undefined).on('close', () => resolve(text))
    })
    t.ok(received.split('HTTP/1.1 200').length < 1000)
    t.equal((await fetch(`http://127.0.0.1:${port}/health/live`)).status, 200, 'others are served')
  })

  await t.test('who hangs up leaves nothing that goes on', async (t) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(sent)
      socket.destroy()
    })
    await new Promise((resolve) => socket.once('close', resolve))
    t.equal((await fetch(`http://127.0.0.1:${port}/health/live`)).status, 200)
  })
})
