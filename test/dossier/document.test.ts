// A dossier is a document that everybody can read: tagged, in French, with whole names, and never without an answer.
import { type Test, test } from 'tap'
import { Service } from '../support/api.ts'
import {
  contentsOf,
  fetchDossier,
  flat,
  NO_POPPLER,
  propertiesOf,
  structureOf,
  textOf,
  withoutSpaces,
} from './reading.ts'

const RTL = '\u202e'
const ODD_NAMES = [
  `« L’"Épicerie" » <b>& fils</b> ${'très longue '.repeat(22)}fin`,
  `Coopérative ${RTL}elbirret\u202c \u200fet autres\u2069`,
  'תעשייה قرية التعاونية Κοινότητα Коопeratив',
  `Sans${'espaces'.repeat(40)}`,
  'Émoji 🧵 et idéogrammes 合作社',
  '=1+1\\)Tj ET (/Artifact <</MCID 0>> BDC',
]

// How a string of a PDF writes these characters (ISO 32000-1, table 3).
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Every kind of content that a dossier has, under odd names. */
async function oddDossier(t: Test): Promise<Buffer> {
  const service = await Service.start(t, 'postgres')
  const finance = await service.authority(`Département ${ODD_NAMES[0]}`.slice(0, 200))
  for (const name of ODD_NAMES) {
    const cooperativeId = await finance.cooperative({ name, activity: null })
    const shareClassId = await finance.shareClass(cooperativeId, '15.2449', name)
    const about = { cooperativeId, shareClassId, effectiveOn: '2024-05-01' }
    await finance.move({ kind: 'purchase', ...about, shares: '1000', amount: '99999999999.99' })
    await finance.post(`/v1/cooperatives/${cooperativeId}/capital-statements`, {
      on: '2024-01-01',
      totalCapital: '999999999999.99',
      publicCapital: '500000000000.00',
    })
    await finance.decision({
      object: `${name} ${'mots '.repeat(100)}`,
      cooperativeIds: [cooperativeId],
      authorisations: [{ cooperativeId, instrument: 'advance', ceiling: '12345678901.23', to: '2026-01-01' }],
    })
    const seat = await finance.seat(cooperativeId, { title: name })
    await finance.mandate({ seatId: seat.id, personId: (await finance.person(name.slice(0, 150))).id })
  }
  return fetchDossier(service, finance.token, '?asOf=2024-12-31')
}

test('a dossier of odd names', async (t) => {
  const pdf = await oddDossier(t)
  await t.test('its bytes say what it is, and all that is drawn is tagged, or marked as no content', async (t) => {
    const bytes = pdf.toString('latin1')
    t.match(bytes, /^%PDF-1\.7/)
    for (const sign of ['/Lang (fr-FR)', '/DisplayDocTitle true', '/Marked true', '/StructTreeRoot', '/Outlines']) {
      t.match(bytes, sign)
    }
    for (const type of ['Document', 'Sect', 'H1', 'H2', 'H3', 'P', 'Table', 'Caption', 'TR', 'TH', 'TD', 'Figure']) {
      t.match(bytes, new RegExp(`/S /${type}\\b`), type)
    }
    t.match(bytes, /\/Scope \/Column/)
    t.match(bytes, /\/Scope \/Row/)
    const contents = contentsOf(pdf)
    t.ok(contents.length > 10, `${contents.length} pages`)
    for (const [page, content] of contents.entries()) {
      let depth = 0
      for (const line of content.split('\n')) {
        if (/ (BDC|BMC)$/.test(line)) depth += 1
        if (line === 'EMC') depth -= 1
        if (/(TJ|Tj|\bf|\bS|\bf\*|\bB)$/.test(line) && depth === 0) t.fail(`page ${page + 1} draws ${line} outside`)
      }
      t.equal(depth, 0, `page ${page + 1} closes what it opens`)
    }
  })

  await t.test('readers find the title, the headings, and the heads of tables', { skip: NO_POPPLER }, async (t) => {
    t.match(propertiesOf(pdf), {
      Title: 'Participations dans les coopératives au\u00a031\u00a0décembre 2024',
      Tagged: 'yes',
      'Page size': /A4/,
    })
    const elements = flat(structureOf(pdf))
    t.same(
      elements.filter(({ type }) => type === 'H1').map(({ text }) => text),
      [
        'Participations dans les coopératives au 31 décembre 2024',
        'Chiffres clés',
        'Coopératives',
        'Décisions de l’année',
        'Sièges et représentants',
      ],
    )
    for (const table of elements.filter(({ type }) => type === 'Table')) {
      const [caption, head, ...rows] = table.children
      t.equal(caption?.type, 'Caption')
      t.ok(head?.children.every(({ type, scope }) => type === 'TH' && scope === 'Column'))
      t.ok(rows.length > 0)
      t.ok(rows.every(({ children }) => children[0]?.type === 'TH' && children[0].scope === 'Row'))
      t.ok(rows.every(({ children }) => children.length === head?.children.length))
      t.ok(
        rows.every(({ children }) => children.every(({ text }) => text !== '')),
        'no cell is empty',
      )
    }
  })

  await t.test('odd names come out whole, and figures on one line', { skip: NO_POPPLER }, async (t) => {
    const text = textOf(pdf)
    const drawn = contentsOf(pdf)
      .join('\n')
      .replace(/\\([()\\nrtbf])/g, (_, sign: string) => ESCAPES[sign] ?? sign)
    for (const name of ODD_NAMES) {
      // The tool orders what is written from the right by itself, and adds marks of direction where it does.
      const isOrdered = /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(name)
      const plain = (one: string) => withoutSpaces(one).replace(/\p{Cf}/gu, '')
      t.ok(isOrdered || plain(text).includes(plain(name)), `${name} can be copied`)
    }
    // What the font draws otherwise, or not at all, is said beside it, character by character.
    for (const name of [ODD_NAMES[1], ODD_NAMES[2], ODD_NAMES[4]]) {
      t.ok(
        drawn.includes(
          Buffer.from(name ?? '', 'utf16le')
            .swap16()
            .toString('latin1'),
        ),
        `${name} is read whole`,
      )
    }
    t.match(text, '12345678901,23€')
    t.match(text, '599999999999,94€')
  })
})

test('an empty register has a dossier that says so', async (t) => {
  const service = await Service.start(t, 'embedded')
  const finance = await service.authority()
  const answer = await service.call('GET', '/v1/exports/board-dossier', { token: finance.token })
  t.equal(answer.status, 200)
  t.equal(answer.headers['content-type'], 'application/pdf')
  t.match(answer.headers['content-disposition'], /^attachment; filename="dossier-assemblee-\d{4}-\d\d-\d\d\.pdf"$/)
  if (NO_POPPLER) return t.comment(NO_POPPLER)
  const pdf = await fetchDossier(service, finance.token, '?asOf=0001-01-01')
  t.match(textOf(pdf), withoutSpaces('Le registre ne contient aucune coopérative à cette date.'))
})

test('who reads the register reads its dossier; others do not', async (t) => {
  const service = await Service.start(t, 'postgres')
  const finance = await service.authority()
  for (const role of ['finance', 'board', 'integration', 'auditor']) {
    const token = await service.mint(role, finance.id)
    t.equal((await service.call('GET', '/v1/exports/board-dossier', { token })).status, 200, role)
  }
  const auditor = await service.mint('auditor', finance.id)
  const { items } = await service.ok('GET', '/v1/audit-entries?outcome=exported', { token: auditor })
  t.equal(items.filter(({ operation }: { operation: string }) => operation === 'exportBoardDossier').length, 4)
  const head = await service.call('HEAD', '/v1/exports/board-dossier', { token: finance.token })
  t.equal(head.status, 200)
  t.equal(head.text, '')
})
