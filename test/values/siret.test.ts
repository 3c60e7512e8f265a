import { test } from 'tap'
import { checksOut } from '../../src/values/siret.ts'

test('numbers of INSEE that check out, and that do not', async (t) => {
  for (const digits of ['356000000', '226200012', '22620001200012', '35600000000048', '35600000049837']) {
    t.ok(checksOut(digits), digits)
  }
  for (const digits of ['356000001', '226200021', '22620001200013', '22620001200021', '35600000049838']) {
    t.notOk(checksOut(digits), digits)
  }
})
