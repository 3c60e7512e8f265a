import { html as escaping, raw } from 'hono/html'

/** A piece of a page. What stands in `html` is escaped, unless it is such a piece itself. */
export type Html = ReturnType<typeof escaping>

/** HTML in which every value is escaped: text, or pieces made by `html`; nothing for null, undefined and booleans. */
export const html = escaping

/** A chart's own markup, which has escaped what it says: the only text that enters a page as it is. */
export function chartMarkup(svg: string): Html {
  return raw(svg)
}
