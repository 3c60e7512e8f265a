import type { Drawing, Shape } from '../charts/drawing.ts'
import type { Pen } from './pen.ts'

/** Where a drawing stands on the page, and how large a unit of it is. */
export interface Frame {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** Draws a chart's shapes as vectors. */
export function drawShapes(pen: Pen, { shapes }: Drawing, { x, y, scale }: Frame): void {
  const { doc } = pen
  doc.save().translate(x, y).scale(scale)
  for (const shape of shapes) draw(pen, shape)
  doc.restore()
}

function draw(pen: Pen, shape: Shape): void {
  const { doc } = pen
  switch (shape.shape) {
    case 'rect':
      doc.rect(...shape.at, shape.width, shape.height).fill(shape.fill)
      return
    case 'circle':
      doc.circle(...shape.at, shape.radius).fill(shape.fill)
      return
    case 'polygon':
      doc.polygon(...shape.points.map(([px, py]) => [px, py])).fill(shape.fill)
      return
    case 'polyline': {
      const [start, ...others] = shape.points
      if (!start) return
      doc.moveTo(...start)
      for (const point of others) doc.lineTo(...point)
      doc.lineWidth(shape.width)
      if (shape.dash) doc.dash(shape.dash[0] ?? 1, { space: shape.dash[1] ?? 1 })
      doc.stroke(shape.stroke)
      if (shape.dash) doc.undash()
      return
    }
    case 'text': {
      const weight = shape.bold ? 'bold' : 'regular'
      const width = shape.anchor === 'start' ? 0 : pen.widthOf(shape.text, shape.size, weight)
      const left = shape.at[0] - (shape.anchor === 'middle' ? width / 2 : width)
      pen.line(shape.text, [left, shape.at[1]], { size: shape.size, weight, colour: shape.fill })
      return
    }
  }
}
