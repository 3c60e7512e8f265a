// The proof that a movement is in the register: it holds, it is short, and it holds for nothing else.
import fc from 'fast-check'
import { test } from 'tap'
import { skippedTo } from '../../src/proof/chain.ts'
import { faultOf, wayUp } from '../../src/proof/inclusion.ts'
import { MovementProof } from '../../src/proof/schema.ts'
import { type Body, Service } from '../support/api.ts'
import { holds } from '../support/histories.ts'

test('the way from a place up to a later one', async (t) => {
  const places = fc.tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 10_000_000 }))
  await holds(
    t,
    1000,
    fc.asyncProperty(places, async ([one, other]) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const way = wayUp(from, to)
      const ends = way[0] === from && way.at(-1) === to
      const links = way.slice(1).every((seq, index) => [seq - 1, skippedTo(seq)].includes(way[index] as number))
      if (!ends || !links || way.length > 300) throw new Error(`${from} to ${to}: ${way.length} steps`)
    }),
  )
})

test('proofs of movements', async (t) => {
  const service = await Service.start(t, 'postgres')
  const authority = await service.authority()
  const position = await authority.position()
  const movements: Body[] = []
  for (let month = 1; month <= 9; month += 1) {
    const effectiveOn = `2024-0${month}-01`
    movements.push(await authority.move({ kind: 'purchase', ...position, effectiveOn, shares: '1', amount: '50.00' }))
  }
  const checkpoint = await authority.get('/v1/checkpoint')
  for (const { id } of movements) {
    const proof = await authority.get(`/v1/movements/${id}/proof`)
    t.equal(faultOf(proof), undefined)
    t.same(proof.checkpoint, checkpoint.journal, 'up to the checkpoint')
    t.same(
      proof.rows.map(({ table }: Body) => table),
      ['movement', 'entry'],
    )
    t.match(JSON.parse(proof.rows[0].content), { id, amount: 50 })
  }

  const [first] = movements
  const proof = await authority.get(`/v1/movements/${first.id}/proof`)
  await t.test('whatever is changed in it, it does not hold', async (t) => {
    const text = JSON.stringify(proof)
    const digits = [...text.matchAll(/[0-9a-f]/g)].map(({ index }) => index)
    await holds(
      t,
      500,
      fc.asyncProperty(fc.constantFrom(...digits), async (at) => {
        const changed = `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`
        const { success, data } = MovementProof.safeParse(readable(changed))
        if (success && faultOf(data) === undefined) throw new Error(`still holds, changed at ${at}: ${changed}`)
      }),
    )
  })

  await t.test('as it was known earlier', async (t) => {
    const early = await authority.get(`/v1/movements/${first.id}/proof?knownAt=${first.recordedAt}`)
    t.equal(faultOf(early), undefined)
    t.equal(early.path.length, 1)
    const before = `/v1/movements/${movements[8].id}/proof?knownAt=${first.recordedAt}`
    t.equal((await authority.call('GET', before)).status, 404, 'not known yet')
    const neighbour = await service.authority('Département voisin')
    t.equal((await neighbour.call('GET', `/v1/movements/${first.id}/proof`)).status, 404, 'nor to a neighbour')
  })
})

function readable(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
