// A tagged PDF, written from top to bottom: everything is either in the structure tree or marked as an artifact of the page.
import PDFDocument from 'pdfkit'
import { type Drawing, INK } from '../charts/drawing.ts'
import { drawShapes } from './draw.ts'
import { FONTS, legible, type Weight } from './legible.ts'

type Struct = PDFKit.PDFStructureElement

/** Points. */
export const PAGE = { width: 595.28, left: 56, right: 56, top: 78, bottom: 66 }
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right

export const BLUE = '#1b3f8b'
export const SIZES = { title: 26, h1: 17, h2: 13, h3: 10.5, text: 9.5, table: 8, small: 7.5 }

export interface Style {
  readonly size?: number
  readonly weight?: Weight
  readonly colour?: string
  readonly align?: 'left' | 'right'
  readonly x?: number
  readonly width?: number
}

export interface PdfIdentity {
  readonly title: string
  /** Stands for the content: the same content, the same file. */
  readonly digest: string
  readonly madeAt: Date
}

export class Pen {
  readonly doc: PDFKit.PDFDocument
  readonly #root: Struct
  #section: Struct
  #outline: PDFKit.PDFOutline | undefined
  #running: { readonly left: string; readonly right: string } | undefined
  #pages = 0

  constructor({ title, digest, madeAt }: PdfIdentity) {
    this.doc = new PDFDocument({
      size: 'A4',
      margins: { left: PAGE.left, right: PAGE.right, top: PAGE.top, bottom: PAGE.bottom },
      pdfVersion: '1.7',
      tagged: true,
      lang: 'fr-FR',
      displayTitle: true,
      autoFirstPage: false,
      font: FONTS.regular,
      // The library makes the identifier of the file from these: nothing in them changes with the hour.
      info: { Title: title, Producer: 'Quotepart', Creator: 'Quotepart', CreationDate: madeAt, Keywords: digest },
    } as PDFKit.PDFDocumentOptions)
    this.doc.on('pageAdded', () => this.#startPage())
    this.#root = this.doc.struct('Document')
    this.doc.addStructure(this.#root)
    this.#section = this.#root
  }

  /** Begins a part on a page of its own; what follows belongs to it. */
  part(running: { readonly left: string; readonly right: string } | undefined): void {
    this.#running = running
    this.doc.addPage()
    if (this.#section !== this.#root) this.#section.end()
    this.#section = this.doc.struct('Sect')
    this.#root.add(this.#section)
  }

  /** A heading, and its bookmark: of level 1 for itself, of level 2 under the last of level 1. */
  heading(level: 1 | 2 | 3, text: string): void {
    const size = SIZES[`h${level}`]
    const gap = [0, 0, 8, 14][level] as number
    // A heading stands with what it is the heading of.
    this.room(size * 1.5 + gap + 60)
    if (this.doc.y > PAGE.top) this.doc.y += gap
    const place = { top: this.doc.y - 6, left: PAGE.width } as never
    if (level === 1) this.#outline = this.doc.outline.addItem(text, place)
    if (level === 2) (this.#outline ?? this.doc.outline).addItem(text, place)
    const weight = 'bold'
    this.#add(`H${level}`, () => this.write(text, { size, weight, colour: level === 3 ? INK.text : BLUE }))
    this.doc.y += 4
  }

  paragraph(text: string, style: Style = {}): void {
    this.#add('P', () => this.write(text, style))
    this.doc.y += 4
  }

  /** A chart under its title, with its description for who does not see it. */
  figure(drawing: Drawing): void {
    const scale = CONTENT_WIDTH / drawing.width
    const height = drawing.height * scale
    this.room(height + 24)
    this.paragraph(drawing.title, { weight: 'bold' })
    const top = this.doc.y
    const bbox: [number, number, number, number] = [PAGE.left, top, PAGE.left + CONTENT_WIDTH, top + height]
    const alt = `${drawing.title}. ${drawing.description}`
    const drawn = this.doc.struct('Figure', { alt, bbox } as never, [
      () => drawShapes(this, drawing, { x: PAGE.left, y: top, scale }),
    ])
    this.#section.add(drawn)
    this.doc.x = PAGE.left
    this.doc.y = top + height + 8
  }

  /** Adds an element of structure to the part. */
  #add(type: string, draw: () => void): void {
    this.#section.add(this.doc.struct(type, {}, [draw]))
  }

  /** An element that is filled step by step, and must be ended. */
  open(type: string): Struct {
    const element = this.doc.struct(type)
    this.#section.add(element)
    return element
  }

  /** What belongs to the page and not to the content: readers pass it over. */
  artifact(type: 'Pagination' | 'Layout', draw: () => void): void {
    this.doc.markContent('Artifact', { type } as never)
    draw()
    this.doc.endMarkedContent()
  }

  /** Goes on to the next page unless there is so much room left. */
  room(height: number): boolean {
    const isEnough = this.doc.y + height <= this.doc.page.height - PAGE.bottom
    if (!isEnough) this.doc.addPage()
    return isEnough
  }

  /** Sets a text at the current height, wrapped. The caller marks what it is. */
  write(
    text: string,
    { size = SIZES.text, weight = 'regular', colour = INK.text, align = 'left', x, width }: Style,
  ): void {
    const { drawn, read } = this.#legible(text, weight)
    this.doc.font(FONTS[weight]).fontSize(size).fillColor(colour)
    if (read !== undefined) this.doc.markContent('Span', { actual: read } as never)
    this.doc.text(drawn, x ?? PAGE.left, this.doc.y, { width: width ?? CONTENT_WIDTH, align, lineGap: 1.5 })
    if (read !== undefined) this.doc.endMarkedContent()
  }

  /** Sets one line with its base line at a place of its own. */
  line(
    text: string,
    [x, y]: readonly [number, number],
    { size = SIZES.text, weight = 'regular', colour = INK.text }: Style,
  ): void {
    const { drawn, read } = this.#legible(text, weight)
    this.doc.font(FONTS[weight]).fontSize(size).fillColor(colour)
    if (read !== undefined) this.doc.markContent('Span', { actual: read } as never)
    this.doc.text(drawn, x, y, { lineBreak: false, baseline: 'alphabetic' })
    if (read !== undefined) this.doc.endMarkedContent()
  }

  /** How high a text is, wrapped to a width. */
  heightOf(text: string, width: number, size: number, weight: Weight): number {
    const { drawn } = this.#legible(text, weight)
    return this.doc.font(FONTS[weight]).fontSize(size).heightOfString(drawn, { width, lineGap: 1.5 })
  }

  /** How wide a text is on one line. */
  widthOf(text: string, size: number, weight: Weight): number {
    return this.doc.font(FONTS[weight]).fontSize(size).widthOfString(this.#legible(text, weight).drawn)
  }

  end(): void {
    if (this.#section !== this.#root) this.#section.end()
    this.#root.end()
    this.doc.end()
  }

  #legible(text: string, weight: Weight) {
    this.doc.font(FONTS[weight])
    const { font } = (
      this.doc as unknown as { _font: { font: { hasGlyphForCodePoint: (codePoint: number) => boolean } } }
    )._font
    return legible(text, (codePoint) => font.hasGlyphForCodePoint(codePoint))
  }

  #startPage(): void {
    this.#pages += 1
    if (!this.#running) return
    const { left, right } = this.#running
    const { height } = this.doc.page
    this.artifact('Pagination', () => {
      const style = { size: SIZES.small, colour: INK.quiet }
      this.line(left, [PAGE.left, 44], style)
      this.line(right, [PAGE.width - PAGE.right - this.widthOf(right, SIZES.small, 'regular'), 44], style)
      this.doc
        .moveTo(PAGE.left, 52)
        .lineTo(PAGE.width - PAGE.right, 52)
        .lineWidth(0.5)
        .stroke(INK.grid)
      const number = `Page ${this.#pages}`
      this.line(number, [PAGE.width - PAGE.right - this.widthOf(number, SIZES.small, 'regular'), height - 36], style)
    })
    this.doc.x = PAGE.left
    this.doc.y = PAGE.top
  }
}
