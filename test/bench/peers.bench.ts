// How much faster the service answers than other servers over the same tables, though it knows who asks and they do not.
// Only where PEERS says so: see the README beside.
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'tap'
import { temporaryFolder } from '../support/process.ts'
import type { Answered, Asked } from './caller.ts'
import { keepFigure, median } from './figures.ts'
import { expose, installPeers, PEERS, type Peer, servePeer } from './peers.ts'
import { addTokens, loadPortfolios, POSITIONS } from './portfolios.ts'
import { createCaller, serve } from './serving.ts'

const { PEERS: WHERE } = process.env
const MOVEMENTS = 100_000
const CONNECTIONS = 50
const ROUNDS = 7
const SECONDS = 5
const SUMMARY = '/v1/portfolio/summary?asOf='
const ON = '2001-01-01'

/**
 * Each date once, which nobody can have kept; and as most ask, for the day of the last statement, or for today: that of those
 * alone that answer fastest.
 */
const QUESTIONS = [
  { name: '', on: 'DAY', what: 'on random dates', of: ['peers', 'public'] },
  { name: 'again.', on: ON, what: 'on a date that was asked for before', of: ['peers'] },
] as const

const GIVEN = {
  peers: 'the same statement over the same tables',
  public: 'the same figures from the same tables by what it makes of them itself',
} as const

test('beside other servers', { skip: WHERE ? false : 'PEERS=1 installs and measures them' }, async (t) => {
  const folder = WHERE === '1' ? temporaryFolder(t) : resolve(String(WHERE))
  mkdirSync(folder, { recursive: true })
  installPeers(folder)
  const loaded = await loadPortfolios(t, 'many', MOVEMENTS)
  const tokens = Array.from(
    { length: CONNECTIONS },
    (_, index) => `qp_${'peers'.repeat(8)}${String(index).padStart(3, '0')}`,
  )
  await addTokens(loaded, tokens)
  await expose(loaded)
  const ask = createCaller(t)
  const ours = { port: await serve(t, loaded.url), tokens, path: `${SUMMARY}DAY`, seconds: SECONDS }
  const theirs = await Promise.all(
    PEERS.map(async (peer) => ({
      peer,
      asked: {
        ...peer.asked,
        port: await servePeer(t, folder, peer, loaded),
        tokens: tokens.map((_, index) => String(loaded.authorityIds[index % loaded.authorityIds.length])),
        seconds: SECONDS,
      },
    })),
  )

  const expected = await figuresOfOurs(ours.port, String(tokens[0]))
  for (const { peer, asked } of theirs) {
    const figures = await figuresOfPeer(peer, asked.port, String(asked.tokens[0]))
    t.same(figures, expected, `${peer.key} answers the same figures`)
  }

  for (const { name, on, what: asked, of } of QUESTIONS) {
    const others = theirs.filter(({ peer }) => of.some((schema) => schema === peer.schema))
    const rounds: { ours: Answered; theirs: Answered[] }[] = []
    for (let round = -1; round < ROUNDS; round += 1) {
      const measured = { ours: await ask(askedOn(ours, on)), theirs: [] as Answered[] }
      for (const other of others) measured.theirs.push(await ask(askedOn(other.asked, on)))
      // The one before zero warms up.
      if (round >= 0) rounds.push(measured)
      const said = [
        `ours ${speedOf(measured.ours)}`,
        ...measured.theirs.map((answered, index) => `${others[index]?.peer.key} ${speedOf(answered)}`),
      ]
      t.comment(`${asked}: ${said.join('; ')}`)
    }
    for (const [index, { peer }] of others.entries()) {
      const { title, key, schema } = peer
      const compared = (figure: 'perSecond' | 'p99Ms') =>
        median(rounds.map((round) => round.ours[figure] / Number(round.theirs[index]?.[figure])))
      const what = `of summaries of ${POSITIONS} holdings ${asked} over HTTP, ${CONNECTIONS} connections, with authentication ÷ of ${title} without, ${GIVEN[schema]}`
      keepFigure(t, `peers.${key}.${name}per_second.50`, {
        ratio: compared('perSecond'),
        bar: '>=2',
        what: `number a second ${what}`,
      })
      keepFigure(t, `peers.${key}.${name}p99.50`, {
        ratio: compared('p99Ms'),
        bar: '<=0.5',
        what: `p99 latency ${what}`,
      })
    }
  }
})

/** The same question with a day in the place of `DAY`. */
function askedOn<Question extends Pick<Asked, 'path' | 'body'>>(question: Question, on: string): Question {
  const { path, body } = question
  return {
    ...question,
    path: path.replaceAll('DAY', on),
    ...(body !== undefined && { body: body.replaceAll('DAY', on) }),
  }
}

/** Totals first, then by cooperative, as the service answers them. */
async function figuresOfOurs(port: number, token: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}${SUMMARY}${ON}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { totals, groups } = (await answer.json()) as { totals: Figures; groups: { key: string; figures: Figures }[] }
  return inOrder([{ key: null, ...totals }, ...groups.map(({ key, figures }) => ({ key, ...figures }))])
}

async function figuresOfPeer({ asked, rowsOf }: Peer, port: number, authorityId: string): Promise<unknown> {
  const fill = (text: string) => text.replace('TOKEN', authorityId).replaceAll('DAY', ON)
  const answer = await fetch(`http://127.0.0.1:${port}${fill(asked.path)}`, {
    ...(asked.body && {
      method: 'POST',
      body: fill(asked.body),
      headers: { 'content-type': 'application/json' },
    }),
  })
  const rows = rowsOf(await answer.json())
  const some = rows.filter(({ is_total, figures: { cooperatives } }) => is_total || Number(cooperatives) > 0)
  return inOrder(some.map(({ key, figures }) => ({ key, ...figures })))
}

type Figures = Readonly<Record<string, unknown>>
type Row = Figures & { readonly key: string | null }

function inOrder(rows: readonly Row[]): Row[] {
  return rows.toSorted((left, right) => String(left.key).localeCompare(String(right.key)))
}

function speedOf({ perSecond, p50Ms, p99Ms }: Answered): string {
  return `${perSecond.toFixed(0)} a second (p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms)`
}
