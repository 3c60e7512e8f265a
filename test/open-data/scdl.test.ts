// The files of open data validate against the published table schemas, column for column, checked by a library.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { Table } from 'tableschema'
import { type Test, test } from 'tap'
import { loadSample } from '../../src/commands/sample.ts'
import { EXECUTORY, Service } from '../support/api.ts'

// Restated from the Socle Commun des Données Locales (https://schema.data.gouv.fr/scdl).
const schemaOf = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, `${name}.schema.json`), 'utf8'))
const DELIBERATIONS = schemaOf('scdl-deliberations')
const GRANTS = schemaOf('scdl-subventions')
const SIRET = '22620001200012'

async function validated(
  t: Test,
  csv: string,
  schema: { fields: { name: string }[] },
): Promise<Record<string, unknown>[]> {
  const rows: string[][] = parse(csv)
  t.same(
    rows[0],
    schema.fields.map(({ name }) => name),
    'the columns, in their order',
  )
  const table = await Table.load(rows, { schema })
  return table.read({ keyed: true })
}

test('the sample as open data', async (t) => {
  const service = await Service.start(t, 'postgres')
  const token = await service.mint('integration', await loadSample(service.test.database))
  const at = `siret=${SIRET}&asOf=2025-12-31`
  const deliberations = await service.call('GET', `/v1/exports/scdl-deliberations?${at}`, { token })
  t.equal(deliberations.headers['content-type'], 'text/csv; charset=utf-8; header=present')
  const acts = await validated(t, deliberations.text, DELIBERATIONS)
  const { items } = await service.ok('GET', '/v1/decisions?asOf=2025-12-31&limit=200', { token })
  const adopted = items.filter(({ steps }: { steps: { kind: string }[] }) =>
    steps.some(({ kind }) => kind === 'adopted'),
  )
  t.equal(acts.length, adopted.length, 'every act that was adopted')
  t.match(acts[0], { COLL_SIRET: SIRET, DELIB_ID: adopted[0].number })

  const grants = await service.call('GET', `/v1/exports/scdl-subventions?${at}`, { token })
  const rows = await validated(t, grants.text, GRANTS)
  const { totals } = await service.ok('GET', '/v1/portfolio/summary?asOf=2025-12-31', { token })
  const sum = rows.reduce((total, { montant }) => total + Number(montant), 0)
  t.equal(sum.toFixed(2), totals.grants, 'they come to what the summary says')
  for (const row of rows) t.ok(row.idBeneficiaire || row.rnaBeneficiaire, 'one of both names the beneficiary')
  const year = await service.call('GET', `/v1/exports/scdl-subventions?${at}&from=2022-01-01&to=2023-01-01`, { token })
  t.ok((await validated(t, year.text, GRANTS)).length < rows.length)
})

test('odd acts and grants are valid, whole and harmless', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority('=cmd() Département "du" Test', '226200012')
  const odd = ['=cmd|"/c calc"!A1', '<b>HTML</b>, "cité"', '\u200fשלום', 'É'.repeat(300)]
  for (const [index, name] of odd.entries()) {
    const cooperativeId = await office.cooperative({ name, siren: `99990000${index}`, nic: '00014' })
    const votes = { present: 40, for: 30, against: 6, abstaining: 4 }
    const decision = await office.decision({
      kind: 'grant',
      number: name.replace(/\p{Cf}/gu, '').slice(0, 100),
      object: `${name}\n${'x'.repeat(600)}`,
      votes,
      cooperativeIds: [cooperativeId],
      authorisations: [{ cooperativeId, instrument: 'grant', ceiling: '9000.00' }],
    })
    const grant = {
      kind: 'grant',
      cooperativeId,
      effectiveOn: '2024-03-01',
      amount: '1500.50',
      decisionId: decision.id,
    }
    await office.move({ ...grant, ...(index === 0 && { dueOn: '2024-06-30' }) })
  }
  const { id } = await office.move({
    kind: 'grant',
    cooperativeId: await office.cooperative(),
    effectiveOn: '2024-03-02',
    amount: '1.00',
  })
  const refused = await office.call('GET', `/v1/exports/scdl-subventions?siret=${SIRET}`)
  t.match(refused, {
    status: 409,
    body: { code: 'beneficiary_without_siret', cooperatives: [{ name: 'L’Épicerie du Test' }] },
  })
  await office.post(`/v1/movements/${id}/reversal`, { reason: 'erreur' })

  const acts = await validated(
    t,
    (await office.call('GET', `/v1/exports/scdl-deliberations?siret=${SIRET}`)).text,
    DELIBERATIONS,
  )
  t.match(acts[0], {
    COLL_NOM: '\'=cmd() Département "du" Test',
    DELIB_ID: `'${odd[0]}`,
    VOTE_REEL: 40,
    VOTE_POUR: 30,
    VOTE_CONTRE: 6,
    VOTE_ABSTENTION: 4,
    PREF_ID: '062-2021-01',
    DELIB_MATIERE_CODE: '7.5',
  })
  t.equal(acts[3]?.DELIB_ID, odd[3]?.slice(0, 100))
  const grants = await validated(
    t,
    (await office.call('GET', `/v1/exports/scdl-subventions?siret=${SIRET}`)).text,
    GRANTS,
  )
  t.equal(grants.length, 4)
  t.match(grants[0], {
    nomBeneficiaire: `'${odd[0]}`,
    datesPeriodeVersement: '2024-03-01/2024-06-30',
    idBeneficiaire: '99990000000014',
  })
  t.equal(grants[3]?.nomBeneficiaire, odd[3])
})

test('what is missing or wrong is said', async (t) => {
  const service = await Service.start(t, 'postgres')
  const office = await service.authority('Département', '226200012')
  for (const name of ['scdl-deliberations', 'scdl-subventions']) {
    const ask = (query: string) => office.call('GET', `/v1/exports/${name}?${query}`)
    t.match(await ask(`siret=${SIRET}`), { status: 404, body: { code: 'nothing_to_export' } })
    for (const query of ['', 'siret=2262', 'siret=99990000000014', 'siret=22620001200013']) {
      t.match(await ask(query), { status: 400, body: { errors: [{ pointer: '?siret' }] } }, query)
    }
  }
  const kinds = ['strategy', 'other']
  for (const kind of kinds) await office.decision({ kind })
  await office.decision({ steps: EXECUTORY.slice(0, 2) })
  const acts = await validated(
    t,
    (await office.call('GET', `/v1/exports/scdl-deliberations?siret=${SIRET}`)).text,
    DELIBERATIONS,
  )
  t.same(
    acts.map(({ DELIB_MATIERE_CODE }) => DELIB_MATIERE_CODE),
    ['9.2', '9.2'],
    'what was only tabled is no act',
  )
})
