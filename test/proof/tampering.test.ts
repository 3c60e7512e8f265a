// Whoever can write to the database, and alters, removes, inserts or moves one row, is found, and the row is named.
import fc from 'fast-check'
import { test } from 'tap'
import { holds } from '../support/histories.ts'
import { type Attack, attack, attackedTables, shapeOf, victimsOf, WAYS } from './attacks.ts'
import { attacked, filledRegister } from './register.ts'

const ATTACKS = 200

test('one row altered, removed, inserted or moved', async (t) => {
  const register = await filledRegister(t)
  const { database } = register.service.test
  t.same((await attacked(register, async () => undefined)).faults, [], 'nothing is found where nothing was done')

  const places = await database.kysely.transaction().execute(async (tx) => {
    const shapes = await Promise.all((await attackedTables(tx)).map((table) => shapeOf(tx, table)))
    return Promise.all(shapes.map(async (shape) => ({ shape, victims: await victimsOf(tx, shape) })))
  })
  for (const { shape, victims } of places) t.ok(victims.length > 0, `${shape.table} has rows to attack`)

  const placeOf = new Map(places.map((place) => [place.shape.table, place]))
  const attacks = fc.record({
    table: fc.constantFrom(...placeOf.keys()),
    way: fc.constantFrom(...WAYS),
    row: fc.nat(),
    choice: fc.nat(),
  })
  const done = new Map<string, number>()
  await holds(
    t,
    ATTACKS,
    fc.asyncProperty(attacks, async ({ table, way, row, choice }) => {
      const { shape, victims } = placeOf.get(table) as (typeof places)[number]
      const victim = victims[row % victims.length] as (typeof victims)[number]
      let deed: Attack | undefined
      const { faults } = await attacked(register, async (tx) => {
        deed = await attack(tx, way, shape, victim, choice)
      })
      fc.pre(deed !== undefined)
      done.set(way, (done.get(way) ?? 0) + 1)
      const [first = 'nothing'] = faults
      const named = deed?.keys.some((key) => first.includes(`the row ${table} ${key} `))
      if (!named) throw new Error(`${shape.table} ${victim.key} ${deed?.what}: found ${first} (${faults.length})`)
    }),
  )
  t.comment(JSON.stringify(Object.fromEntries(done)))
  for (const way of WAYS) t.ok((done.get(way) ?? 0) > ATTACKS / 10, `often enough: ${way}`)
})
