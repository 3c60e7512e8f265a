import { setImmediate } from 'node:timers/promises'
import { frenchDate } from '../french/format.ts'
import { canonicalJson, sha256Hex } from '../values/canonical.ts'
import { drawCooperative } from './cooperative.ts'
import { drawCover, titleOf } from './cover.ts'
import { drawDecisions } from './decisions.ts'
import type { DossierFacts } from './facts.ts'
import { Pen } from './pen.ts'
import { drawPortfolio } from './portfolio.ts'
import { drawSeats } from './seats.ts'

/**
 * The dossier as PDF 1.7, part by part: no part is laid out before those before it were taken. The same facts give the
 * same bytes.
 */
export async function* layOut(facts: DossierFacts): AsyncGenerator<Uint8Array> {
  const digest = sha256Hex(canonicalJson(facts))
  const pen = new Pen({ title: titleOf(facts), digest, madeAt: new Date(facts.knownAt) })
  for (const draw of partsOf(pen, facts)) {
    draw()
    yield* written(pen)
    // Others' dossiers are laid out in this thread, too.
    await setImmediate()
  }
  pen.end()
  for await (const chunk of pen.doc) yield chunk as Uint8Array
}

function* partsOf(pen: Pen, facts: DossierFacts): Generator<() => void> {
  const running = (right: string) => ({ left: `Participations au ${frenchDate(facts.asOf)}`, right })
  yield () => drawCover(pen, facts)
  yield () => {
    pen.part(running('Portefeuille'))
    drawPortfolio(pen, facts)
  }
  for (const [index, cooperative] of facts.cooperatives.entries()) {
    yield () => {
      pen.part(running('Coopératives'))
      if (index === 0) pen.heading(1, 'Coopératives')
      drawCooperative(pen, cooperative, facts)
    }
  }
  yield () => {
    pen.part(running('Décisions'))
    drawDecisions(pen, facts)
  }
  yield () => {
    pen.part(running('Sièges'))
    pen.heading(1, 'Sièges et représentants')
    drawSeats(pen, facts.seats, true)
  }
}

function* written({ doc }: Pen): Generator<Uint8Array> {
  const chunk: Uint8Array | null = doc.read()
  if (chunk) yield chunk
}
