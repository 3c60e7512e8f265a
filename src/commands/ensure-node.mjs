// Plain JavaScript for any Node: npm 11 links the pinned Node of node_modules for the scripts, npm 10 does not. This
// does it where it is missing, so that every script runs on the same Node, or says in one sentence what to do.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'

const WANTED = 24
const folder = 'node_modules/.bin'

if (Number(process.versions.node.split('.')[0]) < WANTED) {
  const windows = process.platform === 'win32'
  const platform = windows ? 'win' : process.platform
  const pinned = `../node-${platform}-${process.arch}/bin/node${windows ? '.exe' : ''}`
  if (!existsSync(`${folder}/${pinned}`)) {
    process.stderr.write(
      `Node ${WANTED} or later is needed, and this is ${process.version}: run "npm ci", which installs it, or upgrade Node.\n`,
    )
    process.exit(1)
  }
  mkdirSync(folder, { recursive: true })
  rmSync(`${folder}/node`, { force: true })
  symlinkSync(pinned, `${folder}/node`)
}
