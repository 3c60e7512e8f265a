// What package-lock.json says is installed, and what must hold of it and of package.json.
import { readFileSync } from 'node:fs'

export interface LockedPackage {
  readonly version: string
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly license?: string
  /** Only of use to develop and test. */
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
}

type Versions = Readonly<Record<string, string>>

export interface Manifest {
  readonly name: string
  readonly dependencies?: Versions
  readonly optionalDependencies?: Versions
  readonly devDependencies?: Versions
  readonly allowScripts?: Readonly<Record<string, boolean>>
}

export interface Lockfile {
  readonly lockfileVersion: number
  /** By folder; '' is this project. */
  readonly packages: Readonly<Record<string, LockedPackage>>
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))

export const readLockfile = (): Lockfile => read('package-lock.json')
export const readManifest = (): Manifest => read('package.json')

export interface Installed extends LockedPackage {
  readonly name: string
}

/** Every package of the lockfile, with its name; one that is installed in two places comes twice. */
export function installed({ packages }: Lockfile): Installed[] {
  return Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .map(([folder, locked]) => ({ name: folder.slice(folder.lastIndexOf('node_modules/') + 13), ...locked }))
}

/** What production runs with, each version of a package once, by name and version. */
export function production(lockfile: Lockfile): Installed[] {
  const byKey = new Map(
    installed(lockfile)
      .filter(({ dev }) => !dev)
      .map((one) => [keyOf(one), one]),
  )
  return [...byKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one)
}

export function keyOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name}@${version}`
}

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/

/** What is wrong with the versions that package.json asks for, in words. */
export function faultsOfManifest({ dependencies, optionalDependencies, devDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies })
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => `${name} ${version}: state one exact version`)
}

/** What is wrong with the lockfile, beside the manifest that it is of, in words. */
export function faultsOfLockfile(lockfile: Lockfile, manifest: Manifest): string[] {
  const { packages, lockfileVersion } = lockfile
  const asked = (of: object | undefined) => JSON.stringify(Object.entries(of ?? {}).sort())
  const root = packages[''] as unknown as Manifest | undefined
  const parts = ['dependencies', 'optionalDependencies', 'devDependencies'] as const
  return [
    ...(lockfileVersion === 3 ? [] : [`lockfileVersion ${lockfileVersion}: npm 10 and 11 write 3`]),
    ...parts
      .filter((part) => asked(root?.[part]) !== asked(manifest[part]))
      .map((part) => `${part} are not those of package.json`),
    ...Object.entries({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.devDependencies,
    }).flatMap(([name, version]) =>
      packages[`node_modules/${name}`]?.version === version ? [] : [`${name} ${version} is not what is locked`],
    ),
    ...installed(lockfile).flatMap((one) => faultsOfPackage(one).map((fault) => `${keyOf(one)}: ${fault}`)),
  ]
}

function faultsOfPackage({ version, integrity, resolved, link }: Installed): string[] {
  return [
    ...(EXACT.test(version ?? '') ? [] : ['no exact version']),
    ...(SHA512.test(integrity ?? '') ? [] : ['no integrity']),
    // It comes from whatever registry npm is set to; the integrity says that it is the same everywhere.
    ...(resolved === undefined ? [] : [`is bound to a place: ${resolved}`]),
    ...(link ? ['is a link'] : []),
  ]
}

/** Install scripts that nobody decided about, and decisions about none, in words. */
export function faultsOfScripts(lockfile: Lockfile, { allowScripts = {} }: Manifest): string[] {
  const scripted = new Set(
    installed(lockfile)
      .filter(({ hasInstallScript }) => hasInstallScript)
      .map(({ name }) => name),
  )
  return [
    ...[...scripted]
      .filter((name) => !(name in allowScripts))
      .map((name) => `${name} has an install script: list it in allowScripts`),
    ...Object.keys(allowScripts)
      .filter((name) => !scripted.has(name))
      .map((name) => `${name} has no install script: take it out of allowScripts`),
  ]
}
