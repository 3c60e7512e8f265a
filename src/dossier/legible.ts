// What a font can show of a text, and what is to be read instead where that is not all of it.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** DejaVu Sans: Latin with every accent, Greek, Cyrillic, Arabic, Hebrew and more, in one family that may be embedded. */
export const FONTS = {
  regular: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const
export type Weight = keyof typeof FONTS

export interface Legible {
  /** What is drawn. */
  readonly drawn: string
  /** What is read aloud, copied and searched; undefined where it is what is drawn. */
  readonly read: string | undefined
}

const UNKNOWN = '\ufffd'
// Drawn word by word from the left: only the text beside it keeps its order.
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

// Latin-1 and Latin Extended-A without the soft hyphen, and what French sets figures with: no need to look closer.
const PLAIN = /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f’…€−–]*$/
const LOOSE_SPACE = /^ | $| {2}/

/**
 * A text of people's as a line of a document: runs of white space are one space, what the font lacks shows as unknown,
 * and what is invisible (marks of direction, joiners) is not drawn, but stays in what is read.
 */
export function legible(text: string, hasGlyph: (codePoint: number) => boolean): Legible {
  if (PLAIN.test(text) && !LOOSE_SPACE.test(text)) return { drawn: text, read: undefined }
  const whole = text
    .toWellFormed()
    .replace(/[^\S\u00a0]+/g, ' ')
    .replace(/\p{Cc}/gu, UNKNOWN)
    .trim()
  const drawn = whole
    .replace(/\p{Cf}/gu, '')
    .replace(/./gsu, (character) => (hasGlyph(character.codePointAt(0) as number) ? character : UNKNOWN))
  return { drawn, read: drawn === whole && !RIGHT_TO_LEFT.test(whole) ? undefined : whole }
}
