import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PGlite } from '@electric-sql/pglite'
import { PglitePgConnection } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'
import type { FromWorker, ToWorker } from './embedded-worker.ts'
import { lockFolder } from './folder.ts'
import { types } from './type-parsers.ts'

/**
 * The durable embedded default: PGlite on a folder, in a worker thread, behind a pg pool of one connection.
 *
 * @throws Error in one sentence when another process uses the folder
 */
export async function openEmbedded(dataDir: string): Promise<{ pool: pg.Pool; close: () => Promise<void> }> {
  const unlock = lockFolder(dataDir)
  try {
    const worker = await EmbeddedServer.start(join(dataDir, 'pg'))
    const pool = new pg.Pool({ Client: clientOf(worker), max: 1, types } as pg.PoolConfig)
    return {
      pool,
      close: async () => {
        await pool.end()
        await worker.close()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** The worker, seen as the part of PGlite that its pg connection calls. */
class EmbeddedServer {
  readonly waitReady = Promise.resolve()
  readonly #worker: Worker
  readonly #waiting = new Map<number, { resolve: (answer: FromWorker) => void; reject: (error: Error) => void }>()
  #lastId = 0
  #held: Uint8Array[] = []
  #stopped: Error | undefined

  static async start(dataDir: string): Promise<EmbeddedServer> {
    const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: { dataDir } })
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve())
      worker.once('error', reject)
    })
    return new EmbeddedServer(worker)
  }

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (answer: FromWorker) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (answer.failed === undefined) waiting?.resolve(answer)
      else waiting?.reject(new Error(answer.failed))
    })
    const fail = (error: Error) => {
      this.#stopped ??= error
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    }
    worker.on('error', fail)
    worker.on('exit', () => fail(new Error('the embedded database has stopped')))
  }

  // pg sends Parse, Bind, Describe and Execute one by one: held until Sync (or Query), so that a statement crosses to
  // the worker once and not five times.
  async execProtocolStream(bytes: Uint8Array): Promise<unknown[]> {
    this.#held.push(bytes)
    if ('PBDEC'.includes(String.fromCharCode(bytes[0] ?? 0))) return []
    const statement = Buffer.concat(this.#held)
    this.#held = []
    const { messages = [] } = await this.#ask(statement)
    return messages.map((message) =>
      message.name === 'error' ? Object.assign(new Error(message.message), message.fields) : message,
    )
  }

  async close(): Promise<void> {
    await this.#ask()
  }

  #ask(bytes?: Uint8Array): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(this.#stopped)
      this.#lastId += 1
      this.#waiting.set(this.#lastId, { resolve, reject })
      this.#worker.postMessage({ id: this.#lastId, ...(bytes && { bytes }) } satisfies ToWorker)
    })
  }
}

function clientOf(server: EmbeddedServer): typeof pg.Client {
  // Each client needs a connection of its own: a shared one passes its late 'end' on to the next client.
  return class extends pg.Client {
    constructor(config: pg.ClientConfig) {
      const connection = new PglitePgConnection({ pglite: server as unknown as PGlite })
      super({ ...config, connection } as pg.ClientConfig)
    }
  }
}
