// What a tool that is not ours says of a journal, beside what the API says of the same dates.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { Test } from 'tap'
import { Decimal, ZERO } from '../../src/values/amount.ts'
import { ACCOUNTS_OF } from '../support/figure-accounts.ts'
import { runProgram } from '../support/program.ts'

/** The journal as a file, for as long as the test runs. */
export function fileOf(t: Test, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'quotepart-journal-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'test.journal')
  writeFileSync(file, text)
  return file
}

/** Every check that hledger has of what a journal declares; throws at the first that fails. */
export function checkJournal(file: string): void {
  runProgram('hledger', '-f', file, 'check', '--strict')
  runProgram('hledger', '-f', file, 'check', 'ordereddates')
}

export interface Balance {
  readonly account: string
  readonly commodity: string
  readonly amount: Decimal
}

/** The balance of each account before a day, in each of its commodities. */
export function balances(file: string, before: string): Balance[] {
  const options = ['--flat', '--no-total', '--layout=tidy', '-O', 'csv']
  const printed = runProgram('hledger', '-f', file, 'balance', ...options, '-e', before)
  const rows: Record<string, string>[] = parse(printed, { columns: true })
  return rows.map(({ account = '', commodity = '', value }) => ({
    account,
    commodity,
    amount: new Decimal(value ?? 0),
  }))
}

/** The figures of the summary, made of balances. */
export function figuresOf(all: readonly Balance[]): Record<string, string> {
  const sum = (...roots: string[]) =>
    all
      .filter(({ account }) => roots.includes(account.split(':', 1)[0] ?? ''))
      .reduce((total, { amount }) => total.plus(amount), ZERO)
  const figures = Object.entries(ACCOUNTS_OF).map(([figure, [sign, ...accounts]]) => [
    figure,
    sum(...accounts)
      .times(sign)
      .plus(0)
      .toFixed(2),
  ])
  return { ...Object.fromEntries(figures), shares: sum('shares').toFixed(0) }
}

/** Debits less credits of all accounts. */
export function difference(all: readonly Balance[]): string {
  const euros = all.filter(({ commodity }) => commodity === 'EUR')
  return euros.reduce((total, { amount }) => total.plus(amount), ZERO).toFixed(2)
}
