// Turns: how much of one key is in flight, who waits, and what a long line may not do to others.
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import { createTurns, type Turns } from '../../src/http/turns.ts'

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

/** Has another key active for as long as the work takes. */
async function beside<Result>(turns: Turns, work: () => Promise<Result>): Promise<Result> {
  const other = () => turns.run('other', async () => undefined)
  await other()
  const timer = setInterval(other, 100)
  return work().finally(() => clearInterval(timer))
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

test('alone, a key is not held back', async (t) => {
  const turns = createTurns({ atOnce: 2, patience: 16, most: 1000 })
  const { seen, work } = workshop(20)
  await Promise.all(numbers(50).map((number) => turns.run('a', work(number))))
  t.equal(seen.most, 50)
  t.notOk(turns.isOverrun('a'))
})

test('who stood in line is let in as soon as the others have gone', async (t) => {
  const turns = createTurns({ atOnce: 1, patience: 100, most: 1000 })
  const { seen, work } = workshop(300)
  await turns.run('other', async () => undefined)
  await Promise.all(numbers(20).map((number) => turns.run('a', work(number))))
  t.ok(seen.most > 10, `${seen.most} at once in the end`)
})

test('beside others: so much at once, the rest in order, and nothing is lost', async (t) => {
  const turns = createTurns({ atOnce: 2, patience: 16, most: 1000 })
  const { seen, work } = workshop()
  const all = () => Promise.all(numbers(50).map((number) => turns.run('a', work(number))))
  const results = await beside(turns, all)
  t.same(results, numbers(50), 'each gets its own result')
  t.equal(seen.most, 2)
  t.same(seen.ended, numbers(50), 'first come, first served')
})

test('keys do not wait for each other', async (t) => {
  const turns = createTurns({ atOnce: 1, patience: 16, most: 1000 })
  const { seen, work } = workshop(20)
  await Promise.all(['a', 'b', 'c', 'd'].map((key, index) => turns.run(key, work(index))))
  t.equal(seen.most, 4)
})

test('work that fails hands its place on', async (t) => {
  const turns = createTurns({ atOnce: 1, patience: 16, most: 1000 })
  const failing = () => turns.run('a', async () => Promise.reject(new Error('as it should')))
  const outcomes = await Promise.allSettled([failing(), failing(), turns.run('a', async () => 'done')])
  t.match(outcomes, [
    { status: 'rejected', reason: { message: 'as it should' } },
    { status: 'rejected', reason: { message: 'as it should' } },
    { status: 'fulfilled', value: 'done' },
  ])
})

test('a burst does not overrun a line; standing in it for a second does', async (t) => {
  const turns = createTurns({ atOnce: 2, patience: 4, most: 1000 })
  const { work } = workshop(5)
  await beside(turns, async () => {
    const burst = numbers(50).map((number) => turns.run('a', work(number)))
    t.notOk(turns.isOverrun('a'), 'fifty at once')
    await Promise.all(burst)
    t.notOk(turns.isOverrun('a'), 'and when they are done')
  })

  let flooding = true
  const loop = async () => {
    while (flooding) await turns.run('a', work(0))
  }
  await beside(turns, async () => {
    const loops = numbers(20).map(loop)
    await sleep(1300)
    t.ok(turns.isOverrun('a'), 'twenty loops for a second')
    t.notOk(turns.isOverrun('b'), 'of nobody else')
    flooding = false
    await Promise.all(loops)
  })
  t.notOk(turns.isOverrun('a'), 'and once it has stopped, it is forgotten')
})

test('a line that stays long rests beside others', async (t) => {
  const drain = async (patience: number) => {
    const turns = createTurns({ atOnce: 1, patience, most: 1000 })
    const { work } = workshop(30)
    const start = performance.now()
    await beside(turns, () => Promise.all(numbers(45).map((number) => turns.run('a', work(number)))))
    return performance.now() - start
  }
  const short = await drain(100)
  const long = await drain(2)
  t.ok(long > short * 1.8, `${Math.round(short)} ms in a short line, ${Math.round(long)} ms in a long one`)
})

test('more than can be done in time is refused at once, and then served again', async (t) => {
  const turns = createTurns({ atOnce: 2, patience: 16, most: 10 })
  const { work } = workshop(50)
  const asked = numbers(30).map((number) => turns.run(`key ${number % 3}`, work(number)))
  const answered = await Promise.allSettled(asked)
  const refused = answered.filter(({ status }) => status === 'rejected')
  t.equal(refused.length, 20)
  t.match(refused[0], { reason: { code: 'unavailable', facts: { retryAfterSeconds: 1 } } })
  t.equal(await turns.run('a', work(99)), 99)
})
