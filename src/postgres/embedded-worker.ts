// PGlite in a thread of its own: a long query must not stall HTTP.
import { fsyncSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'

/** One request to the worker: bytes of the PostgreSQL protocol, or (without them) "close". */
export interface ToWorker {
  readonly id: number
  readonly bytes?: Uint8Array
}

/** Its answer. Errors lose their fields when they cross threads, so those travel beside the message. */
export interface FromWorker {
  readonly id: number
  readonly messages?: readonly { readonly name: string; readonly message?: string; readonly fields?: object }[]
  readonly failed?: string
}

interface Internals {
  defaultStartParams: string[]
}

const port = parentPort
if (!port) throw new Error('this file runs in a worker thread')

// PGlite starts with -F (no fsync) and its file system ignores fsync. Without the first and with the second mended,
// each commit reaches the disk before it is answered.
const startParams = [
  ...(PGlite as unknown as Internals).defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'wal_sync_method=fsync',
]
const { dataDir } = workerData as { dataDir: string }
const database = await PGlite.create({ dataDir, startParams, extensions: { btree_gist } })
const { NODEFS } = (
  database as unknown as { Module: { NODEFS?: { stream_ops: { fsync?: (stream: { nfd: number }) => number } } } }
).Module
if (!NODEFS) throw new Error('the embedded database has no file system to sync')
NODEFS.stream_ops.fsync = (stream) => {
  fsyncSync(stream.nfd)
  return 0
}

port.on('message', async ({ id, bytes }: ToWorker) => {
  try {
    if (!bytes) {
      await database.close()
      port.postMessage({ id } satisfies FromWorker)
      port.close()
      return
    }
    const { messages } = await database.execProtocol(bytes, { throwOnError: false })
    const answer = messages.map((message) =>
      message.name === 'error'
        ? { name: 'error', message: (message as unknown as Error).message, fields: { ...message } }
        : message,
    )
    port.postMessage({ id, messages: answer } satisfies FromWorker)
  } catch (error) {
    port.postMessage({ id, failed: String(error) } satisfies FromWorker)
  }
})
port.postMessage({ id: 0 } satisfies FromWorker)
