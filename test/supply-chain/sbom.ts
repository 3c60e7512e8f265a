// npm run sbom: a CycloneDX document of what production runs with, from the lockfile alone: no network, no node_modules.
//
// npm makes it; but `npm sbom --omit dev` leaves out every package that something for development needs as well (pg, zod
// and 46 others here), and it puts the time, a random number and the name of the folder into it. So this takes npm's
// document of everything, and keeps what the lockfile says is production's: the same lockfile gives the same bytes.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { v5 } from 'uuid'
import { LOOKED_UP } from './accepted-licences.ts'
import { keyOf, type Lockfile, type Manifest, production, readLockfile, readManifest } from './lockfile.ts'

export interface Component {
  readonly 'bom-ref': string
  readonly type: string
  readonly name: string
  readonly version: string
  readonly scope?: string
  readonly purl: string
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string }
    readonly expression?: string
  }[]
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[]
}

export interface Sbom {
  readonly bomFormat: string
  readonly specVersion: string
  readonly serialNumber: string
  readonly version: number
  readonly metadata: {
    readonly component: Component
    readonly lifecycles?: readonly object[]
    readonly tools?: readonly object[]
  }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

/** npm's own document of every package in the lockfile of a folder. */
export function npmSbom(folder: string): Sbom {
  const asked = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
  return JSON.parse(execFileSync('npm', asked, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 }))
}

/** What of npm's document is production's, and nothing that changes by itself. */
export function productionSbom(everything: Sbom, lockfile: Lockfile, manifest: Manifest): Sbom {
  const { components, dependencies, metadata } = everything
  const runs = new Set(production(lockfile).map(keyOf))
  const root = metadata.component['bom-ref']
  const direct = new Set(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
  const names = new Map(components.map((component) => [component['bom-ref'], component.name]))
  const kept = components
    .filter((component) => runs.has(component['bom-ref']))
    .map(withoutFolder)
    .map(withLicence)
  const arrows = dependencies
    .filter(({ ref }) => ref === root || runs.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: dependsOn.filter((on) => runs.has(on) && (ref !== root || direct.has(names.get(on) ?? ''))).sort(),
    }))
  const content = {
    components: onceBy(kept, (component) => component['bom-ref']),
    dependencies: onceBy(arrows, ({ ref }) => ref),
  }
  return {
    ...everything,
    serialNumber: `urn:uuid:${v5(JSON.stringify(content), v5.URL)}`,
    metadata: {
      lifecycles: [{ phase: 'pre-build' }],
      tools: [{ vendor: 'npm', name: 'cli' }],
      component: { ...withoutFolder(metadata.component), name: manifest.name },
    },
    ...content,
  }
}

/** npm 10 says where each is installed, and so tells a package twice that is installed in two folders. */
function withoutFolder({ properties = [], ...component }: Component): Component {
  return { ...component, properties: properties.filter(({ name }) => name !== 'cdx:npm:package:path') }
}

/** What was looked up by hand stands for what the lockfile does not name. */
function withLicence(component: Component): Component {
  const licence = LOOKED_UP[component['bom-ref']]?.licence
  return licence === undefined ? component : { ...component, licenses: [{ license: { id: licence } }] }
}

function onceBy<Item>(items: readonly Item[], keyOfItem: (item: Item) => string): Item[] {
  const byKey = new Map(items.map((item) => [keyOfItem(item), item]))
  return [...byKey].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const everything = npmSbom(fileURLToPath(new URL('../../', import.meta.url)))
  process.stdout.write(`${JSON.stringify(productionSbom(everything, readLockfile(), readManifest()), null, 2)}\n`)
}
