import { test } from 'tap'
import { survivesKillsOfTheFirstStart } from '../postgres/crash.ts'

const MOMENTS = Array.from({ length: 10 }, (_, index) => index * 150)

test('kill -9 at ten moments of the first start, embedded', (t) => survivesKillsOfTheFirstStart(t, MOMENTS))
