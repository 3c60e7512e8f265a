import { v7 } from 'uuid'
import { sha256Hex } from './canonical.ts'

/** A new UUIDv7 (RFC 9562): ordered by creation within a process. */
export function newId(): string {
  return v7()
}

/** A UUIDv8 (RFC 9562) that is always the same for a text. */
export function idOf(text: string): string {
  const hex = sha256Hex(text)
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(text: string): boolean {
  return UUID.test(text)
}
