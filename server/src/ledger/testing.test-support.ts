import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leafHash, rootFromLeafHashes } from '@cunzhen/proof/keeping'
import { openSigner } from '#platform/keys'
import type { Source } from './index.ts'

// What the tests of this room share: a source whose entries follow from their number, and a signer.

export const testSigner = (seed = 9, name = 'cunzhen/hse_test/evidence') =>
  openSigner(name, new Uint8Array(32).fill(seed))

/** Entry `index` of a history; another `salt` is another history. 89 bytes. */
export function entryOf(index: number, salt = ''): Uint8Array {
  const entry = new Uint8Array(89)
  entry.set(createHash('sha512').update(`${salt}/${index}`).digest())
  return entry
}

export const entriesFrom = (from: number, to: number, salt = '') =>
  Array.from({ length: to - from }, (_, at) => entryOf(from + at, salt))

export const sourceOf = (size: number, salt = ''): Source => ({ size, entry: (index) => entryOf(index, salt) })

/** The root by the book, without tiles or edges. */
export const rootOfFirst = (size: number, salt = '') => rootFromLeafHashes(entriesFrom(0, size, salt).map(leafHash))

export function temporaryDir(): { dir: string; remove: () => void } {
  const house = mkdtempSync(join(tmpdir(), 'cunzhen-ledger-'))
  return { dir: join(house, 'ledger'), remove: () => rmSync(house, { recursive: true }) }
}
