// tap writes its plugins into node_modules once; until then it loads the default ones, whose TypeScript loader does not
// know TypeScript 7. Runs before the tests, does nothing the second time.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

let built = ''
try {
  built = readFileSync('node_modules/@tapjs/test/test-built/dist/esm/index.js', 'utf8')
} catch {
  // not built yet
}
if (built === '' || built.includes('@tapjs/typescript')) {
  const { status } = spawnSync('tap', ['build'], { stdio: 'inherit', shell: true })
  process.exit(status ?? 1)
}
