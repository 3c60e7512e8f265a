import { INK } from '../charts/drawing.ts'
import { frenchDate, frenchInstant } from '../french/format.ts'
import type { DossierFacts } from './facts.ts'
import { BLUE, PAGE, type Pen, SIZES } from './pen.ts'

/** The title of the file and of its first page. */
export function titleOf({ asOf }: Pick<DossierFacts, 'asOf'>): string {
  return `Participations dans les coopératives au\u00a0${frenchDate(asOf)}`
}

/** Whose dossier it is, of which day, and as known when. */
export function drawCover(pen: Pen, facts: DossierFacts): void {
  pen.part(undefined)
  pen.doc.y = 190
  pen.artifact('Layout', () => pen.doc.rect(PAGE.left, 170, 64, 4).fill(BLUE))
  pen.paragraph(facts.authorityName, { size: 13, weight: 'bold', colour: INK.quiet })
  pen.doc.y += 8
  pen.heading(1, titleOf(facts))
  pen.doc.y += 6
  pen.paragraph('Dossier de l’assemblée', { size: 13 })
  pen.doc.y += 28
  pen.paragraph(
    `Situation au ${frenchDate(facts.asOf)}, telle que connue le ${frenchInstant(facts.knownAt, facts.timeZone)}.`,
  )
  pen.paragraph(
    `Les évolutions et les événements de l’année vont du ${frenchDate(facts.before)}, exclu, au ${frenchDate(facts.asOf)}, inclus.`,
  )
  pen.paragraph('Données du registre. Les montants sont exacts, en euros et centimes\u00a0; aucun n’est arrondi.')
  if (facts.cooperatives.length === 0) {
    pen.doc.y += 10
    pen.paragraph('Le registre ne contient aucune coopérative à cette date.', { weight: 'bold', size: SIZES.h3 })
  }
}
