// SVG that may stand in a page under the strictest policy: no script, no style, no link, nothing but shapes and text.
import { sha256Hex } from '../values/canonical.ts'
import type { Drawing, Point, Shape } from './drawing.ts'

/**
 * A drawing as the text of one `<svg>` element, to be put into a page as it is, or served as image/svg+xml. The same
 * drawing gives the same text; its ids follow from its content, so that several may stand in one page.
 */
export function svgOf({ title, description, width, height, shapes }: Drawing): string {
  const drawn = shapes.map(element).join('')
  const id = `chart-${sha256Hex(`${title}\n${description}\n${drawn}`).slice(0, 12)}`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="${id}-title ${id}-text" ` +
    `viewBox="0 0 ${width} ${height}" font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif">` +
    `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-text">${escaped(description)}</desc>` +
    `${drawn}</svg>`
  )
}

function element(shape: Shape): string {
  switch (shape.shape) {
    case 'rect': {
      const { at, width, height, fill } = shape
      return `<rect x="${places(at[0])}" y="${places(at[1])}" width="${places(width)}" height="${places(height)}" fill="${fill}"/>`
    }
    case 'circle':
      return `<circle cx="${places(shape.at[0])}" cy="${places(shape.at[1])}" r="${places(shape.radius)}" fill="${shape.fill}"/>`
    case 'polygon':
      return `<polygon points="${pointsOf(shape.points)}" fill="${shape.fill}"/>`
    case 'polyline': {
      const dash = shape.dash ? ` stroke-dasharray="${shape.dash.join(' ')}"` : ''
      return `<polyline points="${pointsOf(shape.points)}" fill="none" stroke="${shape.stroke}" stroke-width="${places(shape.width)}" stroke-linejoin="round"${dash}/>`
    }
    case 'text': {
      const { at, anchor, size, fill, bold } = shape
      const more = `${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}${bold ? ' font-weight="bold"' : ''}`
      return `<text x="${places(at[0])}" y="${places(at[1])}" font-size="${size}" fill="${fill}"${more}>${escaped(shape.text)}</text>`
    }
  }
}

// Many points stand closer than a unit to each other, and whole units across keep the text short.
const MANY = 100

function pointsOf(points: readonly Point[]): string {
  const across = points.length > MANY ? Math.round : places
  return points.map(([x, y]) => `${across(x)},${places(y)}`).join(' ')
}

// A tenth of a unit is less than anybody sees. `+ 0` since there is a -0.
function places(position: number): number {
  return Math.round(position * 10) / 10 + 0
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

// XML has no way to write the characters that its production 2 (Char) leaves out: they show as what they are, unknown.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(NO_XML, '\ufffd')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string)
}
