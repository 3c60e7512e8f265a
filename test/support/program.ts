// Programs that are not ours, and that a test asks for a second opinion: used where they are installed.
import { spawnSync } from 'node:child_process'

/** Whether a program is there; a test that needs it says so, and is skipped, where it is not. */
export function isInstalled(program: string): boolean {
  return spawnSync('which', [program]).status === 0
}

/** Options for a test that needs a program. */
export function needs(program: string, debianPackage = program): { readonly skip?: string } {
  return isInstalled(program) ? {} : { skip: `${program} is not installed (Debian: ${debianPackage})` }
}

/** Runs a program to its end; gives what it printed. */
export function runProgram(program: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr || error}`)
  return stdout
}
