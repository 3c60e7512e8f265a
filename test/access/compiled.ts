// What the compiler says of the service when rows of the table of permissions are missing.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Test } from 'tap'

/** Compiles a copy of `src` whose table lacks the rows of these operations, and has one that stands for any other. */
export function compiledWithout(t: Test, ids: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-compiled-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  cpSync('src', join(folder, 'src'), { recursive: true })
  for (const file of ['package.json', 'tsconfig.json']) cpSync(file, join(folder, file))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  const table = join(folder, 'src/access/permissions.ts')
  const rows = readFileSync(table, 'utf8').split('\n')
  const left = rows.filter((line) => !ids.some((id) => line.startsWith(`  ${id}: `)))
  const start = left.indexOf('export const PERMISSIONS = {')
  writeFileSync(table, left.toSpliced(start + 1, 0, '  another: READERS,', '  andAnother: WRITERS,').join('\n'))
  // Not bin/tsc, which tap's hooks cannot load: it has no ending.
  const compiler = resolve('node_modules/typescript/lib/tsc.js')
  const { stdout, stderr, status } = spawnSync(process.execPath, [compiler, '--noEmit', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status === 0 || stderr !== '') throw new Error(`the compiler ended with ${status} ${stderr}`)
  return stdout
}
