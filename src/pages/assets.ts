// What every page loads: a style and an icon, each under an address that changes with its content.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../values/canonical.ts'

export interface Asset {
  readonly path: string
  readonly media: string
  readonly content: string
}

function asset(file: string, media: string): Asset {
  const content = readFileSync(join(import.meta.dirname, file), 'utf8')
  return { path: `/assets/${sha256Hex(content).slice(0, 16)}-${file}`, media, content }
}

export const ASSETS = {
  style: asset('style.css', 'text/css; charset=utf-8'),
  icon: asset('icon.svg', 'image/svg+xml'),
} as const
