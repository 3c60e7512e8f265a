import { z } from 'zod'
import { instantAnswer, nominalAnswer, nominalInput, text, uuid } from '../http/wire.ts'

const name = text(300, 'Name of the class, unique in its cooperative.', 'Parts A')

export const ShareClassInput = z
  .strictObject({ name, nominalValue: nominalInput })
  .meta({ id: 'ShareClassInput', description: 'A class of shares with one nominal value.' })

export const ShareClass = z
  .strictObject({
    id: uuid,
    cooperativeId: uuid,
    name,
    nominalValue: nominalAnswer.meta({ description: 'Nominal value in force on asOf, after splits; euros a share.' }),
    recordedAt: instantAnswer,
  })
  .meta({ id: 'ShareClass', description: 'A class of shares of one cooperative.' })

export type ShareClassInput = z.infer<typeof ShareClassInput>
export type ShareClass = z.infer<typeof ShareClass>
