// The parts that several pages are made of.
import { frenchDate, frenchEuros, frenchFigure, frenchInstant, frenchNumber, frenchPercent } from '../french/format.ts'
import { FIGURE_LABELS } from '../french/labels.ts'
import type { Visit } from '../http/page.ts'
import type { PlainDate } from '../values/plain-date.ts'
import { fixedMoment, sameMoment } from './address.ts'
import { type Html, html } from './html.ts'

/** A figure that leads to the movements that make it. `data-figure` names it for whoever reads the page by machine. */
export function figure(visit: Visit, name: string, value: string, { activity, ...of }: FigureOf = {}): Html {
  const href = fixedMoment(visit, '/pourquoi', { figure: name, ...of, activity: activity === null ? NONE : activity })
  const text = frenchFigure(name, value)
  const why = `${FIGURE_LABELS[name]} : ${text}. Pourquoi ce montant ?`
  return html`<a class="figure" href="${href}" data-figure="${name}" data-value="${value}" title="Pourquoi ce montant ?" aria-label="${why}">${text}</a>`
}

/** What a figure is of: of everything, where nothing is said. */
export interface FigureOf {
  readonly cooperativeId?: string | undefined
  readonly shareClassId?: string | undefined
  /** Where it is not that of the page. */
  readonly asOf?: PlainDate
  /** null: of cooperatives without one. */
  readonly activity?: string | null | undefined
}

/** Stands in an address for no activity: no activity is called so. */
export const NONE = '-'

/** An amount that nothing explains further. */
export function euros(amount: string | null | undefined): Html {
  return amount === null || amount === undefined
    ? missing
    : html`<span class="amount" data-value="${amount}">${frenchEuros(amount)}</span>`
}

export function percent(ratio: string | null | undefined): Html {
  return ratio === null || ratio === undefined
    ? missing
    : html`<span class="amount" data-value="${ratio}">${frenchPercent(ratio)}</span>`
}

export function number(value: string | number | null | undefined): Html {
  return value === null || value === undefined
    ? missing
    : html`<span class="amount" data-value="${value}">${frenchNumber(String(value))}</span>`
}

export function date(day: string | null | undefined): Html {
  return day === null || day === undefined ? missing : html`<time datetime="${day}">${frenchDate(day)}</time>`
}

export function instant({ timeZone }: Pick<Visit, 'timeZone'>, at: string): Html {
  return html`<time datetime="${at}">${frenchInstant(at, timeZone)}</time>`
}

const missing = html`<span class="missing">non renseigné</span>`

/** A name that people wrote: whatever direction its letters run in, what stands beside it keeps its own. */
export function name(text: string | null | undefined): Html {
  return text === null || text === undefined || text === '' ? missing : html`<bdi>${text}</bdi>`
}

/** A cooperative by its name, which leads to its page at the same moment. */
export function cooperativeLink(visit: Visit, id: string | null, cooperativeName: string | null | undefined): Html {
  return html`<a href="${sameMoment(visit, `/cooperatives/${id}`)}">${name(cooperativeName)}</a>`
}

export interface Column<Row> {
  readonly header: string
  readonly cell: (row: Row) => Html | string
  /** Figures stand on the right. */
  readonly isFigure?: boolean
}

interface Table<Row> {
  readonly caption: string
  readonly columns: readonly [Column<Row>, ...Column<Row>[]]
  readonly rows: readonly Row[]
  /** What is said where there is no row. */
  readonly empty: string
  /** The last row, cell by cell. */
  readonly foot?: readonly (Html | string)[]
}

/** A table of more columns is set smaller on paper. */
const WIDE = 8

/** A table whose first column names its rows. It scrolls on its own where the screen is too narrow. */
export function table<Row>({ caption, columns, rows, empty, foot }: Table<Row>): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`
  const css = ({ isFigure }: { isFigure?: boolean }) => (isFigure ? 'number' : 'text')
  const [first, ...others] = columns
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table${columns.length > WIDE && html` class="wide"`}>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col" class="${css(column)}">${column.header}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr><th scope="row" class="${css(first)}">${first.cell(row)}</th>${others.map((column) => html`<td class="${css(column)}">${column.cell(row)}</td>`)}</tr>
`,
  )}</tbody>${foot && html`<tfoot><tr>${foot.map((cell, index) => (index === 0 ? html`<th scope="row" class="text">${cell}</th>` : html`<td class="${css(columns[index] ?? {})}">${cell}</td>`))}</tr></tfoot>`}
</table></div>`
}

/** Terms and what they are. */
export function facts(pairs: readonly (readonly [term: string, value: Html | string])[]): Html {
  return html`<dl class="facts">${pairs.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** Asks for another moment of the same page; `kept` goes on with it. */
export function momentForm(visit: Visit, path: string, kept: Readonly<Record<string, string | undefined>> = {}): Html {
  const { moment, asked } = visit
  return html`<form class="moment" method="get" action="${path}" aria-label="Date et état des connaissances">
<p><label for="asOf">Situation au</label> <input type="date" id="asOf" name="asOf" value="${moment.asOf}" min="0001-01-01" max="9999-12-31"></p>
<p><label for="knownAt">telle que connue au</label> <input type="date" id="knownAt" name="knownAt" value="${asked.knownOn ?? ''}" aria-describedby="knownAt-help"></p>
${Object.entries(kept).map(([key, value]) => value && html`<input type="hidden" name="${key}" value="${value}">`)}
<p><button type="submit">Afficher</button></p>
<p class="help" id="knownAt-help">Vide : avec tout ce qui est enregistré. Ici, ce qui était enregistré le ${instant(visit, moment.knownAt)}.</p>
</form>`
}

/** The way on to the rows that follow. */
export function nextPage(href: string): Html {
  return html`<p class="next"><a rel="next" href="${href}">Suite</a></p>`
}
