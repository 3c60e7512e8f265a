import { isIP } from 'node:net'
import { z } from 'zod'
import { isJwt } from './access/access-token.ts'
import { OIDC_ENVIRONMENT, type OidcSettings, oidcSettings } from './access/oidc-settings.ts'
import type { Pooler } from './postgres/database.ts'

/** What the service is told from outside; the only reader of the environment. */
export interface Config {
  readonly host: string
  readonly port: number
  /** PostgreSQL that serves; undefined: the embedded database of `dataDir`. */
  readonly databaseUrl: string | undefined
  /** PostgreSQL role that migrates; the same as `databaseUrl` unless told. */
  readonly databaseOwnerUrl: string | undefined
  /** A streaming replica of it that reads go to; undefined: none. */
  readonly databaseReadUrl: string | undefined
  /** What stands before the serving database and hands its connections out by the transaction; undefined: nothing does. */
  readonly databasePooler: Pooler | undefined
  readonly dataDir: string
  readonly bootstrapToken: string | undefined
  readonly rateLimitPerToken: number
  /** Addresses and CIDR ranges of the proxies whose X-Forwarded-* is believed. */
  readonly trustedProxies: readonly string[]
  /** Other origins whose pages may call. */
  readonly corsOrigins: readonly string[]
  /** Where "today" is. */
  readonly timeZone: string
  /** The issuer whose access tokens are taken beside our own; undefined: none. */
  readonly oidc: OidcSettings | undefined
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

const postgresUrl = z
  .string()
  .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), 'must be a postgres:// URL')

const Environment = z.object({
  HOST: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).prefault('3000'),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_READ_URL: postgresUrl.optional(),
  DATABASE_POOLER: z.enum(['transaction'], 'must be transaction, or left out').optional(),
  DATA_DIR: z.string().min(1, 'must not be empty').default('./data'),
  BOOTSTRAP_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,500}$/, 'must have 32 printable characters or more, without spaces')
    .refine((token) => !isJwt(token), 'must not look like a JWT, which is how the tokens of an issuer are told apart')
    .optional(),
  RATE_LIMIT_PER_TOKEN: wholeNumber(1, 1_000_000).prefault('500'),
  TRUST_PROXY: listOf(
    isAddressRange,
    'must list IP addresses or CIDR ranges of your proxies, separated by commas, such as 10.0.0.7,192.168.1.0/24',
  ),
  CORS_ORIGINS: listOf(
    isOrigin,
    'must list exact origins, separated by commas, without a path or *, such as https://budget.example.org',
  ),
  TIME_ZONE: z.string().refine(isTimeZone, 'must be an IANA time zone, such as Europe/Paris').default('Europe/Paris'),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  ...OIDC_ENVIRONMENT,
})

/**
 * Reads the settings.
 *
 * @throws Error in one sentence that names the first setting that is wrong; never its value, which may be a secret
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable is how compose files and shells say "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  if (!result.success) {
    const [issue] = result.error.issues
    throw new Error(`The setting ${issue?.path.join('.')} ${issue?.message}.`)
  }
  const settings = result.data
  for (const name of ['DATABASE_OWNER_URL', 'DATABASE_READ_URL'] as const) {
    if (settings[name] !== undefined && settings.DATABASE_URL === undefined)
      throw new Error(`The setting ${name} needs DATABASE_URL beside it.`)
  }
  if (settings.DATABASE_POOLER !== undefined && settings.DATABASE_OWNER_URL === undefined) {
    throw new Error(
      'The setting DATABASE_POOLER needs DATABASE_OWNER_URL, past the pooler: a migration holds one session.',
    )
  }
  return {
    host: settings.HOST,
    port: settings.PORT,
    databaseUrl: settings.DATABASE_URL,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL,
    databaseReadUrl: settings.DATABASE_READ_URL,
    databasePooler: settings.DATABASE_POOLER,
    dataDir: settings.DATA_DIR,
    bootstrapToken: settings.BOOTSTRAP_TOKEN,
    rateLimitPerToken: settings.RATE_LIMIT_PER_TOKEN,
    trustedProxies: settings.TRUST_PROXY,
    corsOrigins: settings.CORS_ORIGINS,
    timeZone: settings.TIME_ZONE,
    oidc: oidcSettings(settings),
    logLevel: settings.LOG_LEVEL,
  }
}

function wholeNumber(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message)
}

function listOf(isItem: (text: string) => boolean, message: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .refine((items) => items.every(isItem), message)
    .default([])
}

/** An address, or a range that is not everyone: who believes everyone lets each client choose its own address. */
function isAddressRange(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/')
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  if (bits === 0 || address.includes('%') || more.length > 0) return false
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits)
}

/** As a browser sends it (RFC 6454 §6.2), to the letter. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('fr', { timeZone: name })
    return true
  } catch {
    return false
  }
}
