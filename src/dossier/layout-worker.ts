// Where dossiers are laid out, so that HTTP does not wait: one thread for all of them, each with a port of its own.
import { type MessagePort, parentPort } from 'node:worker_threads'
import type { DossierFacts } from './facts.ts'
import { layOut } from './lay-out.ts'

/** A dossier to lay out, and where to say so. */
export interface ToWorker {
  readonly facts: DossierFacts
  readonly port: MessagePort
}

/** What each "next" on the port is answered with; after `done` and `failed` there is nothing more. */
export type FromWorker =
  | { readonly chunk: Uint8Array }
  | { readonly done: true }
  /** Errors lose their fields when they cross threads: their stack, with the message. */
  | { readonly failed: string }

if (!parentPort) throw new Error('this file runs in a worker thread')

parentPort.on('message', ({ facts, port }: ToWorker) => {
  const chunks = layOut(facts)
  const answer = (message: FromWorker) => port.postMessage(message)
  port.on('message', async () => {
    try {
      const { value, done } = await chunks.next()
      answer(done ? { done } : { chunk: value })
    } catch (error) {
      answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  // Whoever asked has gone, or has it all.
  port.on('close', () => chunks.return(undefined))
})
