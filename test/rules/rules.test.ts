// Every rule by its scenarios, a file each; all on one service, since each scenario has an authority of its own.
import { readdirSync } from 'node:fs'
import tap from 'tap'

tap.setTimeout(600_000)

const folder = new URL('./scenarios/', import.meta.url)
for (const file of readdirSync(folder).sort()) await import(String(new URL(file, folder)))
