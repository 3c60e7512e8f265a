// The journal as plain text for hledger (https://hledger.org/hledger.html#journal): an auditor recomputes every balance
// with a tool that is not ours.
import { frenchDate, frenchInstant } from '../french/format.ts'
import { label } from '../french/labels.ts'
import { type Entry, titleOf, type UsedAccounts } from './entries.ts'
import { accountNumbered, type NumberedAccount, type NumberOf } from './numbers.ts'

export interface JournalHead {
  readonly authorityName: string
  readonly asOf: string
  readonly knownAt: string
  readonly timeZone: string
  readonly from: string | undefined
  readonly to: string | undefined
}

/** What is declared before the entries: the currency, the accounts, and what the journal is. */
export function hledgerHead(
  head: JournalHead,
  used: readonly UsedAccounts[],
  names: Names,
  numberOf: NumberOf,
): string {
  const accounts = new Map<string, string>()
  for (const { cooperativeId, year, accounts: moved } of used) {
    for (const account of moved) {
      const number = numberOf({ account, cooperativeId, year })
      accounts.set(
        accountName(account, number, names.of(cooperativeId)),
        `cooperativeId:${cooperativeId}, ${label('account', accountNumbered(account))}`,
      )
    }
    accounts.set(shareAccount(names.of(cooperativeId)), `cooperativeId:${cooperativeId}, Nombre de parts`)
  }
  const period = [head.from && `à partir du ${frenchDate(head.from)}`, head.to && `avant le ${frenchDate(head.to)}`]
  return [
    `; Journal comptable des participations : ${inComment(head.authorityName)}`,
    `; Écritures prenant effet au plus tard le ${frenchDate(head.asOf)}${period.some(Boolean) ? `, ${period.filter(Boolean).join(', ')}` : ''},`,
    `; telles que connues le ${frenchInstant(head.knownAt, head.timeZone)} (${head.knownAt}).`,
    '; Débits positifs. Comptes de la nomenclature M57, un par coopérative ; le nombre de parts est hors bilan.',
    '; Un changement de numéro de compte n’entraîne pas d’écriture : les soldes restent sous l’ancien numéro.',
    '; Les écritures de neutralisation budgétaire des cessions (192, 676, 776) n’y sont pas.',
    ...(used.length === 0 ? ['; Aucune écriture sur la période.'] : []),
    '',
    'decimal-mark .',
    'commodity 1000.00 EUR',
    'commodity 1000. PART',
    '',
    ...[...accounts].map(([name, comment]) => `account ${name}  ; ${comment}`),
    '',
    '',
  ].join('\n')
}

/** One transaction an entry. */
export function hledgerEntry(entry: Entry, names: Names, numberOf: NumberOf): string {
  const { movementId, causedBy, effectiveOn, recordedAt, cooperativeId, shares } = entry
  const name = names.of(cooperativeId)
  const year = Number(effectiveOn.slice(0, 4))
  const tags = [
    `movementId:${movementId}`,
    `causedBy:${causedBy}`,
    `recordedAt:${recordedAt}`,
    ...(entry.decisionNumber === null ? [] : [`decision:${inTag(entry.decisionNumber)}`]),
    ...(entry.externalReference === null ? [] : [`reference:${inTag(entry.externalReference)}`]),
    ...(entry.shareClassName === null ? [] : [`categorie:${inTag(entry.shareClassName)}`]),
  ]
  const lines = entry.postings.map(({ account, amount }) => {
    const number = numberOf({ account, cooperativeId, year })
    return `    ${accountName(account, number, name)}  ${amount} EUR`
  })
  return [
    `${effectiveOn} ${titleOf(entry)}`,
    ...tags.map((tag) => `    ; ${tag}`),
    ...lines,
    ...(shares === '0' ? [] : [`    (${shareAccount(name)})  ${shares} PART`]),
    '',
    '',
  ].join('\n')
}

function accountName(account: NumberedAccount, number: string, cooperative: string): string {
  return `${accountNumbered(account)}:${number}:${cooperative}`
}

function shareAccount(cooperative: string): string {
  return `shares:${cooperative}`
}

/** What a cooperative is called in the names of accounts: the same name never stands for two. */
export interface Names {
  readonly of: (cooperativeId: string) => string
}

const ENDS_IN_ID = / [\da-f-]{36}$/

export function namesOf(used: readonly Pick<UsedAccounts, 'cooperativeId' | 'cooperativeName'>[]): Names {
  const names = new Map(used.map(({ cooperativeId, cooperativeName }) => [cooperativeId, inAccount(cooperativeName)]))
  const counts = Map.groupBy(names.values(), (name) => name)
  return {
    of(cooperativeId) {
      const name = names.get(cooperativeId) ?? ''
      return (counts.get(name)?.length ?? 0) > 1 || ENDS_IN_ID.test(name) ? `${name} ${cooperativeId}` : name
    },
  }
}

// A colon begins a sub-account, two spaces or a semicolon end a name: look-alikes stand for them.
function inAccount(name: string): string {
  return name.replace(/\s+/g, ' ').trim().replaceAll(':', '꞉').replaceAll(';', '；')
}

// A comma ends the value of a tag.
function inTag(text: string): string {
  return inComment(text).replaceAll(',', '‚')
}

function inComment(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ')
}
