import { test } from 'tap'
import { survivesKills } from '../postgres/crash.ts'

test('kill -9 during writes, PostgreSQL, twenty times', (t) => survivesKills(t, 'postgres', 20))
