import { once } from 'node:events'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { DossierFacts } from './facts.ts'
import type { FromWorker, ToWorker } from './layout-worker.ts'

const FILE = new URL('./layout-worker.ts', import.meta.url)

/** The thread that lays dossiers out. It starts with the first, and again after it failed. */
export class LayoutThread {
  readonly #file: URL
  #worker: Worker | undefined
  #failure: Error | undefined

  /** @param file what runs in the thread; another one in tests of its failing */
  constructor(file = FILE) {
    this.#file = file
  }

  /**
   * The dossier as PDF, chunk by chunk: each is laid out when it is asked for, and nothing more once the reader is gone.
   *
   * @throws Error when the layout fails, or its thread does
   */
  async *layOut(facts: DossierFacts): AsyncGenerator<Uint8Array> {
    const worker = this.#running()
    const { port1: ours, port2: port } = new MessageChannel()
    worker.postMessage({ facts, port } satisfies ToWorker, [port])
    try {
      for (;;) {
        const answer = await this.#next(ours)
        if ('failed' in answer) throw new Error(`a dossier could not be laid out: ${answer.failed}`)
        if ('done' in answer) return
        yield answer.chunk
      }
    } finally {
      ours.close()
    }
  }

  #running(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(this.#file)
    this.#worker = worker
    // The ports of dossiers under way keep the process, not a thread that waits for one.
    worker.unref()
    worker.on('error', (error: Error) => {
      this.#failure = error
    })
    worker.on('exit', () => {
      this.#worker = undefined
    })
    return worker
  }

  async #next(port: MessagePort): Promise<FromWorker> {
    const over = new AbortController()
    const { signal } = over
    try {
      const answered = once(port, 'message', { signal }).then(([answer]) => answer as FromWorker)
      const stopped = once(port, 'close', { signal }).then(() => undefined)
      port.postMessage('next')
      const answer = await Promise.race([answered, stopped])
      if (!answer) throw new Error('the thread that lays dossiers out has stopped', { cause: this.#failure })
      return answer
    } finally {
      over.abort()
    }
  }
}
