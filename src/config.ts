import { z } from 'zod'
import { isJwt } from './access/access-token.ts'
import { OIDC_ENVIRONMENT, type OidcSettings, oidcSettings } from './access/oidc-settings.ts'

/** What the service is told from outside; the only reader of the environment. */
export interface Config {
  readonly host: string
  readonly port: number
  /** PostgreSQL that serves; undefined: the embedded database of `dataDir`. */
  readonly databaseUrl: string | undefined
  /** PostgreSQL role that migrates; the same as `databaseUrl` unless told. */
  readonly databaseOwnerUrl: string | undefined
  readonly dataDir: string
  readonly bootstrapToken: string | undefined
  readonly rateLimitPerToken: number
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
  DATA_DIR: z.string().min(1, 'must not be empty').default('./data'),
  BOOTSTRAP_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,500}$/, 'must have 32 printable characters or more, without spaces')
    .refine((token) => !isJwt(token), 'must not look like a JWT, which is how the tokens of an issuer are told apart')
    .optional(),
  RATE_LIMIT_PER_TOKEN: wholeNumber(1, 1_000_000).prefault('500'),
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
  if (settings.DATABASE_OWNER_URL !== undefined && settings.DATABASE_URL === undefined) {
    throw new Error('The setting DATABASE_OWNER_URL needs DATABASE_URL beside it.')
  }
  return {
    host: settings.HOST,
    port: settings.PORT,
    databaseUrl: settings.DATABASE_URL,
    databaseOwnerUrl: settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL,
    dataDir: settings.DATA_DIR,
    bootstrapToken: settings.BOOTSTRAP_TOKEN,
    rateLimitPerToken: settings.RATE_LIMIT_PER_TOKEN,
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

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('fr', { timeZone: name })
    return true
  } catch {
    return false
  }
}
