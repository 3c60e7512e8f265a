// The house is as the README says: folders know only those below them, and each rule of the layout holds.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'tap'

const ROOT = resolve(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

interface SourceFile {
  readonly path: string
  readonly folder: string
  readonly text: string
  /** Paths within src, and names of packages. */
  readonly imports: readonly string[]
}

const files: SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8')
    const specifiers = [...text.matchAll(/^(?:import|export)[^'"]*['"]([^'"]+)['"]/gm)].map(([, name = '']) => name)
    const imports = specifiers.map((name) =>
      name.startsWith('.') ? relative(SRC, resolve(SRC, dirname(path), name)) : name,
    )
    return { path, folder: path.includes('/') ? dirname(path) : '', text, imports }
  })

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const layout = [...readme.matchAll(/^\| `src\/([\w-]+)` \|/gm)].map(([, folder = '']) => folder)

test('the README lists the folders of src, all of them', async (t) => {
  const folders = [...new Set(files.map(({ folder }) => folder).filter(Boolean))]
  t.same([...layout].sort(), folders.sort())
})

test('a folder imports only itself and folders below it in the README', async (t) => {
  for (const { path, folder, imports } of files.filter((file) => file.folder !== '')) {
    for (const target of imports.filter((name) => name.includes('/') && layout.includes(dirname(name)))) {
      const below = layout.indexOf(dirname(target)) >= layout.indexOf(folder)
      if (!below) t.fail(`src/${path} imports src/${target}, which stands above it`)
    }
  }
  t.pass('no arrow runs up')
})

test('however it is started, the heap has the same bounds', async (t) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const flagsIn = (command: string) => command.match(/--max-[a-z-]+=\d+/g)
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  t.equal(flagsIn(scripts.start)?.length, 2)
  t.same(flagsIn(scripts.demo), flagsIn(scripts.start), 'the demo')
  t.same(flagsIn(dockerfile), flagsIn(scripts.start), 'the container')
})

test('what may be imported from one place only', async (t) => {
  const importers = (name: string) => files.filter(({ imports }) => imports.includes(name)).map(({ path }) => path)
  t.same(importers('decimal.js'), ['values/amount.ts'], 'decimal.js')
  t.same(importers('@fastify/swagger'), ['http/document-routes.ts'], 'the document')
  const routes = files.filter(({ path }) => path.endsWith('routes.ts')).map(({ path }) => path)
  for (const route of routes) t.same(importers(route), ['app.ts'], `${route} is registered by the application alone`)
  const environment = files.filter(({ text }) => text.includes('process.env')).map(({ path }) => path)
  t.same(environment, ['config.ts'], 'the environment')
})

test('verbs, nouns and queries do not know Fastify', async (t) => {
  const knowing = files
    .filter(({ imports }) => imports.some((name) => /^(@?fastify)/.test(name)))
    .map(({ path }) => path)
  t.same(
    knowing.filter((path) => !path.startsWith('http/') && path !== 'app.ts'),
    [],
  )
})

test('no file needs scrolling for ever', async (t) => {
  const long = files.filter(({ path, text }) => path !== 'postgres/tables.ts' && text.split('\n').length > 300)
  t.same(
    long.map(({ path }) => path),
    [],
  )
})
