import type { Drawing, Shape } from './drawing.ts'

/**
 * A chart as SVG 1.1, to stand within a page: no style, no script, nothing that a strict policy would refuse; named and
 * described for who does not see it.
 *
 * @param id distinguishes it from the other charts of the page
 */
export function svgOf({ width, height, title, description, shapes }: Drawing, id: string): string {
  const names = `aria-labelledby="${id}-title ${id}-description"`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" ${names} font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"><title id="${id}-title">${escaped(title)}</title><desc id="${id}-description">${escaped(description)}</desc>${shapes.map(element).join('')}</svg>`
}

function element(shape: Shape): string {
  switch (shape.is) {
    case 'rect':
      return `<rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" fill="${shape.fill}"/>`
    case 'line': {
      const dash = shape.dash ? ` stroke-dasharray="${shape.dash.join(' ')}"` : ''
      return `<polyline points="${shape.points.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${shape.stroke}" stroke-width="${shape.width}"${dash}/>`
    }
    case 'dot':
      return `<circle cx="${shape.x}" cy="${shape.y}" r="${shape.radius}" fill="${shape.fill}"/>`
    case 'text':
      return `<text x="${shape.x}" y="${shape.y}" font-size="${shape.size}" text-anchor="${shape.anchor}" fill="${shape.fill}">${escaped(shape.text)}</text>`
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
