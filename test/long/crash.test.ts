import { test } from 'tap'
import { survivesKills } from '../postgres/crash.ts'

test('kill -9 during writes, embedded, twenty times', (t) => survivesKills(t, 'embedded', 20))
