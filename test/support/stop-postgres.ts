// tap runs this after all tests.
import { readFileSync, rmSync } from 'node:fs'
import { stopServer } from './postgres-server.ts'

const SERVER_FILE = '.tap-postgres.json'
await stopServer(JSON.parse(readFileSync(SERVER_FILE, 'utf8')))
rmSync(SERVER_FILE)
