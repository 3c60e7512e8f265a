// A sign-in at the issuer that is under way: sealed, it is the browser's to keep, so that any instance can end it.
import { hkdfSync } from 'node:crypto'
import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import type { Database } from '../postgres/database.ts'
import { installationKey } from '../postgres/installation-key.ts'

/** What the issuer's answer is held against, and where its reader was going. */
export interface UnderWay {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** A place on this site. */
  readonly returnTo: string
}

export interface Envelope {
  readonly seal: (underWay: UnderWay) => Promise<string>
  /** What was sealed; undefined when nobody here sealed it, or too long ago. */
  readonly open: (text: string) => Promise<UnderWay | undefined>
}

/** As long as a cookie of it is kept: time for a password and a second factor. */
export const UNDER_WAY_SECONDS = 600

const ENCRYPTION = { alg: 'dir', enc: 'A256GCM' }

/** Seals with a key of the installation: the same on every instance, and on no other installation. */
export function createEnvelope(database: Database, clock: () => Date): Envelope {
  let derived: Promise<Uint8Array> | undefined
  const key = () => {
    derived ??= deriveKey(database).catch((error) => {
      // The next one asks again.
      derived = undefined
      throw error
    })
    return derived
  }
  return {
    seal: async (underWay) =>
      new EncryptJWT({ ...underWay })
        .setProtectedHeader(ENCRYPTION)
        .setExpirationTime(new Date(clock().getTime() + UNDER_WAY_SECONDS * 1000))
        .encrypt(await key()),
    async open(text) {
      const only = { keyManagementAlgorithms: [ENCRYPTION.alg], contentEncryptionAlgorithms: [ENCRYPTION.enc] }
      try {
        const { payload } = await jwtDecrypt(text, await key(), { ...only, currentDate: clock() })
        return payload as unknown as UnderWay
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined
        throw error
      }
    },
  }
}

async function deriveKey(database: Database): Promise<Uint8Array> {
  return new Uint8Array(hkdfSync('sha256', await installationKey(database), '', 'sign-ins that are under way', 32))
}
