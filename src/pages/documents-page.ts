// Documents: everything that can be taken away, in its forms.
import { z } from 'zod'
import { type Download, downloadsOf } from '../http/download.ts'
import type { Api } from '../http/operation.ts'
import type { Page, Visit } from '../http/page.ts'
import { momentForm } from './components.ts'
import { type Html, html } from './html.ts'
import { pageOf } from './layout.ts'

/** What a document can be asked, as a field of a form. */
const FIELDS: Readonly<Record<string, { readonly label: string; readonly type: string }>> = {
  from: { label: 'Du', type: 'date' },
  to: { label: 'Au (exclu)', type: 'date' },
  year: { label: 'Exercice', type: 'number' },
  siret: { label: 'SIRET de la collectivité', type: 'text' },
  cooperativeId: { label: 'Identifiant de la coopérative', type: 'text' },
}

const FORMS: Readonly<Record<string, string>> = {
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  ods: 'LibreOffice (ODS)',
  pdf: 'PDF',
  hledger: 'hledger',
  scdl: 'CSV (SCDL)',
}

export const documentsPage = (api: Api): Page => ({
  path: '/documents',
  needs: ['getPortfolioSummary'],
  query: z.object({}),
  render: async (visit) => {
    const offered = downloadsOf(api.app).filter(({ download }) => visit.may(download.id))
    const main = html`${momentForm(visit, '/documents')}
<p>Chaque document reprend la situation à la date choisie, telle que connue alors : les mêmes montants que les pages.</p>
${offered.map(({ download }) => form(visit, download))}`
    return pageOf(visit, { title: 'Documents', place: '/documents', main })
  },
})

function form({ moment }: Visit, { name, title, query, formats }: Download): Html {
  const fields = Object.keys(query.shape).filter((field) => Object.hasOwn(FIELDS, field))
  const names = Object.keys(formats)
  return html`<section><h2>${title}</h2>
<form class="stacked" method="get" action="/documents/${name}">
<input type="hidden" name="asOf" value="${moment.asOf}"><input type="hidden" name="knownAt" value="${moment.knownAt}">
${fields.map((field) => input(`${name}-${field}`, field))}
${names.includes('csv') && dialect(`${name}-dialect`)}
<p>${names.map((format) => html`<button type="submit" name="format" value="${format}">${FORMS[format] ?? format}<span class="hidden"> : ${title}</span></button> `)}</p>
</form></section>`
}

function input(id: string, field: string): Html {
  const { label, type } = FIELDS[field] as (typeof FIELDS)[string]
  const isYear = type === 'number'
  return html`<p><label for="${id}">${label}</label> <input type="${type}" id="${id}" name="${field}"${isYear && html` min="1900" max="2199" step="1"`}></p>`
}

function dialect(id: string): Html {
  return html`<p><label for="${id}">Forme du CSV</label> <select id="${id}" name="dialect">
<option value="fr">pour un tableur français (point-virgule, virgule décimale)</option>
<option value="rfc4180">pour un programme (RFC 4180)</option></select></p>`
}
