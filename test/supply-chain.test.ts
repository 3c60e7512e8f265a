// What the service is made of: exact versions, a lockfile that holds, no install script unseen, licences, and a bill of
// materials. Each check is shown to fail on a copy that breaks it.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { ACCEPTED_LICENCES, LOOKED_UP } from './supply-chain/accepted-licences.ts'
import { faultsOfCycloneDx } from './supply-chain/cyclonedx.ts'
import { faultsOfLicences, licencesOf } from './supply-chain/licences.ts'
import {
  faultsOfLockfile,
  faultsOfManifest,
  faultsOfScripts,
  keyOf,
  type LockedPackage,
  type Lockfile,
  production,
  readLockfile,
  readManifest,
} from './supply-chain/lockfile.ts'
import { npmSbom, productionSbom } from './supply-chain/sbom.ts'

const lockfile = readLockfile()
const manifest = readManifest()

/** The lockfile with one package changed, added, or (undefined) left out. */
function withPackage(name: string, change: Partial<LockedPackage> | undefined): Lockfile {
  const { [`node_modules/${name}`]: before, ...others } = lockfile.packages
  if (change === undefined) return { ...lockfile, packages: others }
  return { ...lockfile, packages: { ...others, [`node_modules/${name}`]: { ...before, ...change } as LockedPackage } }
}

test('package.json asks for exact versions', async (t) => {
  t.same(faultsOfManifest(manifest), [])
  for (const version of [
    '^8.23.1',
    '~8.23.1',
    '8',
    '*',
    'latest',
    '>=8.23.1',
    'github:a/b',
    'git+ssh://a/b',
    'https://a/b.tgz',
    'file:../b',
  ]) {
    t.match(faultsOfManifest({ ...manifest, dependencies: { pg: version } }), [/^pg .*exact version/], version)
  }
})

test('the lockfile is complete, in step, and bound to no place', async (t) => {
  t.same(faultsOfLockfile(lockfile, manifest), [])
  const broken: Record<string, [Lockfile, RegExp]> = {
    'a package without integrity': [withPackage('pg', { integrity: '' }), /^pg@.*no integrity/],
    'a weaker digest': [withPackage('pg', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }), /^pg@.*no integrity/],
    'the address of a registry': [
      withPackage('pg', { resolved: 'https://registry.example/pg.tgz' }),
      /bound to a place/,
    ],
    'a git address': [withPackage('pg', { version: 'git+ssh://git@example/pg.git#1' }), /no exact version/],
    'a link': [withPackage('pg', { link: true }), /is a link/],
    'another version': [withPackage('pg', { version: '8.0.0' }), /^pg 8\.23\.1 is not what is locked/],
    'a package left out': [withPackage('pg', undefined), /^pg .* is not what is locked/],
    'another format': [{ ...lockfile, lockfileVersion: 1 }, /lockfileVersion 1/],
  }
  for (const [what, [copy, expected]] of Object.entries(broken)) {
    const faults = faultsOfLockfile(copy, manifest)
    t.ok(
      faults.some((fault) => expected.test(fault)),
      what,
      { faults },
    )
  }
  const other = { ...manifest, dependencies: { ...manifest.dependencies, 'left-pad': '1.3.0' } }
  t.match(faultsOfLockfile(lockfile, other), [/^dependencies are not/, /^left-pad/], 'a dependency that was not locked')
})

test('npm finds every package that another needs in the lockfile', async (t) => {
  t.same(npmProblems(t, lockfile), [])
  t.match(npmProblems(t, withPackage('pg-types', undefined)), [/missing: pg-types/], 'a package of a package left out')
  t.match(
    npmProblems(t, withPackage('pg-types', { version: '1.0.0' })),
    [/invalid: pg-types/],
    'a version that does not do',
  )
})

function npmProblems(t: Test, copy: Lockfile): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-lockfile-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  cpSync('package.json', join(folder, 'package.json'))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(copy))
  const { stdout } = spawnSync('npm', ['ls', '--all', '--json', '--package-lock-only', '--offline'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  })
  return JSON.parse(stdout).problems ?? []
}

test('an install script is listed with its reason, or there is none', async (t) => {
  t.same(faultsOfScripts(lockfile, manifest), [])
  t.match(faultsOfScripts(withPackage('pg', { hasInstallScript: true }), manifest), [/^pg has an install script/])
  const allowScripts = { ...manifest.allowScripts, pg: true }
  t.match(faultsOfScripts(lockfile, { ...manifest, allowScripts }), [/^pg has no install script/])
  t.same(
    production(lockfile).filter(({ hasInstallScript }) => hasInstallScript),
    [],
    'production runs none',
  )
  const readme = readFileSync('README.md', 'utf8')
  const reasons = [...readme.matchAll(/^\| `(@?[\w/-]+)`[^|]*\| (yes|no) \| \S.+ \|$/gm)].map(([, name, runs]) => [
    name,
    runs === 'yes',
  ])
  t.same(Object.fromEntries(reasons), manifest.allowScripts, 'the README says of each why')
})

test('every licence of production is accepted, with a reason', async (t) => {
  t.same(faultsOfLicences(licencesOf(lockfile)), [])
  const licences = new Set(licencesOf(lockfile).map(({ licence }) => licence))
  t.same(
    Object.keys(ACCEPTED_LICENCES).filter((licence) => !licences.has(licence)),
    [],
    'and none more than there are',
  )
  t.same(
    Object.keys(LOOKED_UP).filter((key) => !production(lockfile).some((one) => keyOf(one) === key)),
    [],
  )
  for (const licence of ['GPL-3.0-only', 'SEE LICENSE IN x', 'UNLICENSED', 'toString']) {
    t.match(faultsOfLicences(licencesOf(withPackage('pg', { license: licence }))), [/^pg@.* is under/], licence)
  }
  const { license: _, ...unnamed } = lockfile.packages['node_modules/pg'] as LockedPackage
  const copy = { ...lockfile, packages: { ...lockfile.packages, 'node_modules/pg': unnamed } }
  t.match(faultsOfLicences(licencesOf(copy)), [/no licence that it names/], 'no licence at all')
  const dev = withPackage('tap', { license: 'GPL-3.0-only' })
  t.same(faultsOfLicences(licencesOf(dev)), [], 'what only tests use does not count')
})

test('npm run licences prints what production runs with', async (t) => {
  const { stdout, status } = spawnSync(process.execPath, ['test/supply-chain/licences.ts'], { encoding: 'utf8' })
  t.equal(status, 0)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
  t.same(
    lines.map(([name, version]) => `${name}@${version}`),
    production(lockfile).map(keyOf),
  )
  t.ok(lines.every(([, , licence]) => licence !== '' && licence !== '?'))
})

test('the bill of materials', async (t) => {
  const everything = npmSbom('.')
  const sbom = productionSbom(everything, lockfile, manifest)
  const references = sbom.components.map((component) => component['bom-ref'])
  await t.test('names every package of production exactly once', async (t) => {
    t.same(references, production(lockfile).map(keyOf))
    t.equal(new Set(references).size, references.length)
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      t.ok(
        sbom.components.some((component) => component.name === name),
        name,
      )
    }
    t.notOk(
      sbom.components.some(({ name }) => name === 'tap'),
      'and nothing that only tests use',
    )
  })
  await t.test('says what each is, under which licence, and its digest', async (t) => {
    for (const { name, version, licence } of licencesOf(lockfile)) {
      const component = sbom.components.find((found) => found.name === name && found.version === version)
      t.same(component?.licenses, [{ license: { id: licence } }], `${name}: licence`)
      const [digest] = component?.hashes ?? []
      const { integrity } = production(lockfile).find((one) => one.name === name && one.version === version) ?? {}
      t.equal(`sha512-${Buffer.from(digest?.content ?? '', 'hex').toString('base64')}`, integrity, `${name}: digest`)
    }
  })
  await t.test('says what needs what, among what it names', async (t) => {
    const known = new Set([...references, sbom.metadata.component['bom-ref']])
    t.same(
      sbom.dependencies.map(({ ref }) => ref).filter((ref) => !known.has(ref)),
      [],
    )
    t.same(
      sbom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !known.has(ref)),
      [],
    )
    const [root] = sbom.dependencies.filter(({ ref }) => ref === sbom.metadata.component['bom-ref'])
    t.equal(root?.dependsOn.length, Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }).length)
  })
  await t.test('is CycloneDX', async (t) => {
    t.same(faultsOfCycloneDx(sbom), [])
    const [first] = sbom.components
    const broken: Record<string, object> = {
      'no format': { ...sbom, bomFormat: undefined },
      'a component without a name': { ...sbom, components: [{ ...first, name: undefined }] },
      'a component twice': { ...sbom, components: [first, first] },
      'a digest that is none': { ...sbom, components: [{ ...first, hashes: [{ alg: 'SHA-512', content: 'x' }] }] },
      'a licence that is none': { ...sbom, components: [{ ...first, licenses: [{ license: { id: 'x' } }] }] },
      'a field too many': { ...sbom, more: 1 },
    }
    for (const [what, document] of Object.entries(broken))
      t.ok(faultsOfCycloneDx(JSON.parse(JSON.stringify(document))).length > 0, what)
  })
  await t.test('is the same for the same lockfile, and another for another', async (t) => {
    const again = { ...npmSbom('.'), serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000000' }
    t.same(productionSbom(again, lockfile, manifest), sbom)
    const fewer = productionSbom(everything, withPackage('pg', { dev: true }), manifest)
    t.equal(fewer.components.length, sbom.components.length - 1)
    t.not(fewer.serialNumber, sbom.serialNumber)
  })
})
