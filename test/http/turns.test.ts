// Turns: how much of one key is in flight, who waits, and what a long line may not do to others.
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import { createTurns } from '../../src/http/turns.ts'

/** Work of a given length that tells how much of it ran side by side, and in which order it ended. */
function workshop(tookMs = 1) {
  const seen = { running: 0, most: 0, ended: [] as number[] }
  const work = (number: number) => async () => {
    seen.running += 1
    seen.most = Math.max(seen.most, seen.running)
    await sleep(tookMs)
    seen.running -= 1
    seen.ended.push(number)
    return number
  }
  return { seen, work }
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

test('so much at once, the rest in order, and nothing is lost', async (t) => {
  const turns = createTurns({ atOnce: 2, patience: 16 })
  const { seen, work } = workshop()
  const results = await Promise.all(numbers(50).map((number) => turns.run('a', work(number))))
  t.same(results, numbers(50), 'each gets its own result')
  t.equal(seen.most, 2)
  t.same(seen.ended, numbers(50), 'first come, first served')
})

test('keys do not wait for each other', async (t) => {
  const turns = createTurns({ atOnce: 1, patience: 16 })
  const { seen, work } = workshop(20)
  await Promise.all(['a', 'b', 'c', 'd'].map((key, index) => turns.run(key, work(index))))
  t.equal(seen.most, 4)
})

test('work that fails hands its place on', async (t) => {
  const turns = createTurns({ atOnce: 1, patience: 16 })
  const failing = () => turns.run('a', async () => Promise.reject(new Error('as it should')))
  const outcomes = await Promise.allSettled([failing(), failing(), turns.run('a', async () => 'done')])
  t.match(outcomes, [
    { status: 'rejected', reason: { message: 'as it should' } },
    { status: 'rejected', reason: { message: 'as it should' } },
    { status: 'fulfilled', value: 'done' },
  ])
})

test('a burst does not overrun a line; standing in it for a second does', async (t) => {
  const turns = createTurns({ atOnce: 2, patience: 4 })
  const { work } = workshop(5)
  const burst = numbers(50).map((number) => turns.run('a', work(number)))
  t.notOk(turns.isOverrun('a'), 'fifty at once')
  await Promise.all(burst)
  t.notOk(turns.isOverrun('a'), 'and when they are done')

  let flooding = true
  const loop = async () => {
    while (flooding) await turns.run('a', work(0))
  }
  const loops = numbers(20).map(loop)
  await sleep(1100)
  t.ok(turns.isOverrun('a'), 'twenty loops for a second')
  t.notOk(turns.isOverrun('b'), 'of nobody else')
  flooding = false
  await Promise.all(loops)
  t.notOk(turns.isOverrun('a'), 'and once it has stopped, it is forgotten')
})

test('a long line rests beside others, and only then', async (t) => {
  const turns = createTurns({ atOnce: 1, patience: 2 })
  const { work } = workshop(10)
  const drain = async () => {
    const start = performance.now()
    await Promise.all(numbers(12).map((number) => turns.run('a', work(number))))
    return performance.now() - start
  }
  const alone = await drain()
  await turns.run('b', work(0))
  const beside = await drain()
  t.ok(beside > alone * 1.8, `${Math.round(alone)} ms alone, ${Math.round(beside)} ms beside another`)
})
