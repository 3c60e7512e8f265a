// The history of one cooperative with five thousand events answers its first page as fast as one with fifty.
import { test } from 'tap'
import { keepFigure, medians } from './figures.ts'
import { histories } from './long-history.ts'

const BAR = '<=1.5'

test('the first page of a long history', async (t) => {
  const { authority, few, many } = await histories(t)
  for (const order of ['oldest', 'newest'] as const) {
    // Injected as it is: holding each answer against the document would cost both the same, and flatter the ratio.
    const { service, token } = authority
    const page = (id: string) => async () => {
      const url = `/v1/cooperatives/${id}/history?order=${order}`
      const { statusCode } = await service.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
      if (statusCode !== 200) throw new Error(`${url} → ${statusCode}`)
    }
    const [ofFew, ofMany] = await medians(300, page(few), page(many))
    t.comment(`${order} first: ${ofFew.toFixed(2)} ms with 50 events, ${ofMany.toFixed(2)} ms with 5 000`)
    keepFigure(t, `history.first_page.${order}.5000_over_50`, {
      ratio: ofMany / ofFew,
      bar: BAR,
      what: 'median latency of the first page over HTTP (in process), 5 000 events ÷ 50',
    })
  }
})
