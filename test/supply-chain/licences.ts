// npm run licences: what production runs with, each under which licence. Fails on one that is not accepted.
import { fileURLToPath } from 'node:url'
import { ACCEPTED_LICENCES, LOOKED_UP } from './accepted-licences.ts'
import { type Installed, keyOf, type Lockfile, production, readLockfile } from './lockfile.ts'

export interface Licensed {
  readonly name: string
  readonly version: string
  readonly licence: string | undefined
}

/** The packages of production, each version once, in the order of their names. */
export function licencesOf(lockfile: Lockfile): Licensed[] {
  return production(lockfile).map((one) => ({ name: one.name, version: one.version, licence: licenceOf(one) }))
}

function licenceOf(one: Installed): string | undefined {
  return LOOKED_UP[keyOf(one)]?.licence ?? one.license
}

/** Packages that may not run in production as they are, in words. */
export function faultsOfLicences(packages: readonly Licensed[]): string[] {
  return packages
    .filter(({ licence }) => licence === undefined || !Object.hasOwn(ACCEPTED_LICENCES, licence))
    .map(
      (one) =>
        `${keyOf(one)} is under ${one.licence ?? 'no licence that it names'}: accept it in test/supply-chain/accepted-licences.ts, or do without it`,
    )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const packages = licencesOf(readLockfile())
  const faults = faultsOfLicences(packages)
  process.stdout.write(
    packages.map(({ name, version, licence }) => `${name}\t${version}\t${licence ?? '?'}\n`).join(''),
  )
  process.stderr.write(faults.map((fault) => `${fault}\n`).join(''))
  process.exitCode = faults.length > 0 ? 1 : 0
}
