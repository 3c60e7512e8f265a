// A client that asks as fast as it can, over many connections: a process of its own, started and stopped by messages.
import { Agent, get, type IncomingHttpHeaders } from 'node:http'

const CONNECTIONS = 50

/** What came back between "start" and "stop". */
export interface Flooded {
  readonly answers: Readonly<Record<string, number>>
  /** The fields of one refusal. */
  readonly refusal: IncomingHttpHeaders | undefined
}

const [address = '', token = '', path = ''] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
let flooding = false
let answers: Record<string, number> = {}
let refusal: IncomingHttpHeaders | undefined

process.on('message', async (message) => {
  if (message === 'stop') {
    flooding = false
    return
  }
  flooding = true
  answers = {}
  await Promise.all(Array.from({ length: CONNECTIONS }, loop))
  process.send?.({ answers, refusal } satisfies Flooded)
})

async function loop(): Promise<void> {
  while (flooding) {
    const status = await ask()
    answers[status] = (answers[status] ?? 0) + 1
  }
}

function ask(): Promise<number | string> {
  return new Promise((resolve) => {
    const request = get(`${address}${path}`, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      if (response.statusCode === 429) refusal = response.headers
      response.resume().once('close', () => resolve(response.statusCode ?? 0))
    })
    request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
  })
}
