import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PaperKind } from './kinds.ts'

// A house edits a paper by putting a file of the same name into <house>/templates/: it is used instead of the shipped one.

const SHIPPED = join(import.meta.dirname, 'templates')

export interface Template {
  readonly source: string
  /** Hex, of the source. */
  readonly sha256: string
}

export function templateOf(house: string, kind: PaperKind): Template {
  const source = `${read(house, 'common')}\n${read(house, kind)}`
  return { source, sha256: createHash('sha256').update(source).digest('hex') }
}

function read(house: string, name: string): string {
  const own = join(house, 'templates', `${name}.typ`)
  return readFileSync(existsSync(own) ? own : join(SHIPPED, `${name}.typ`), 'utf8')
}
