import { INK } from '../charts/drawing.ts'
import { figuresInFrench, titleInFrench } from '../compliance/in-french.ts'
import type { Finding } from '../compliance/schema.ts'
import { subjectInFrench } from '../french/findings.ts'
import { frenchDate, frenchShortDate } from '../french/format.ts'
import { label } from '../french/labels.ts'
import type { Pen } from './pen.ts'
import { drawTable } from './table.ts'

/** What is not in order, with its figures and who took note; and of how much it cannot be said. */
export function drawFindings(pen: Pen, grave: readonly Finding[]): void {
  const broken = grave.filter(({ state }) => state === 'broken')
  const unanswered = grave.length - broken.length
  pen.heading(3, 'Constats')
  drawTable(pen, {
    caption: 'Irrégularités et constats importants',
    columns: [
      { header: 'Constat', share: 27, cell: constatText },
      { header: 'Gravité', share: 13, cell: ({ severity }) => label('severity', severity) },
      { header: 'Depuis', share: 13, cell: ({ since }) => (since === null ? 'l’origine' : frenchShortDate(since)) },
      { header: 'Chiffres', share: 27, cell: (one) => figuresInFrench(one).join(' ; ') || null },
      { header: 'Source', share: 20, cell: ({ source }) => source },
    ],
    rows: broken,
    empty: 'Aucun constat grave à cette date.',
  })
  for (const one of broken) {
    const { acknowledgement } = one
    if (acknowledgement === null) continue
    const until = `jusqu’au ${frenchDate(acknowledgement.until)} exclu`
    pen.paragraph(`Pris en compte ${until}\u00a0: ${constatText(one)}. ${acknowledgement.reason}`)
  }
  if (unanswered > 0) pen.paragraph(unansweredText(unanswered), { colour: INK.quiet })
}

function constatText(one: Finding): string {
  return one.subject === null ? titleInFrench(one) : `${titleInFrench(one)}, ${subjectInFrench(one.subject)}`
}

function unansweredText(count: number): string {
  const questions = count === 1 ? 'Une question de même gravité est' : `${count} questions de même gravité sont`
  return `${questions} sans réponse, faute d’éléments enregistrés\u00a0: la page Constats dit lesquels.`
}
