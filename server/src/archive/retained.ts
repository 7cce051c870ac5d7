import { createHash } from 'node:crypto'
import { type Clock, Fault, type RecordNo, Refusal } from '#base'
import { type Keyring, openKeyRegister } from '#platform/keys'
import type { Catalog } from './catalog.store.ts'
import { archiveFiles } from './house-files.ts'
import { objectDamaged, objectName } from './objects/format.ts'
import { openObject } from './objects/read.ts'
import { nameKeyOf } from './objects/shelf.ts'
import { ArchiveReader } from './reader.ts'
import { openCatalog, readerSecrets } from './start.ts'

// What the house still keeps of what its ledger speaks of, for whoever computes the ledger's trees again. What was destroyed
// is told apart from what is damaged: the first is an act of the house, the second a loss.

export type KeptRecord =
  | { readonly no: number; readonly bytes: Uint8Array }
  | { readonly no: number; readonly bytes: null; readonly why: 'key_destroyed' | (string & {}) }

export interface Retained {
  /** Records with from ≤ no < to, in order; `bytes` are good until the next step. `why` is a Fault's code, or `key_destroyed`. */
  records(from: number, to: number): Generator<KeptRecord>
  /** Null: the entry is none of a statement, or its statement is gone or cannot be read. */
  statement(no: number): { readonly salt: Uint8Array; readonly statement: object } | null
  /** The digest by `hash` of a file that a record names by its SHA-256, which is compared on the way. A `why` as above. */
  hashFile(hash: string, sha256: Uint8Array): Promise<Uint8Array | { readonly why: string }>
  close(): void
}

/** It asks for no permit: no content goes further than into a digest. */
export function openRetained(house: string, keyring: Keyring, clock: Clock): Retained {
  const files = archiveFiles(house)
  const reader = new ArchiveReader(house, readerSecrets(keyring), clock)
  const catalog = openCatalog(house, keyring)
  const register = openKeyRegister(files.house, keyring.secret('house.db'), keyring.secret('register'), clock)
  const nameKey = nameKeyOf(keyring)
  return {
    records: (from, to) => recordsOf(reader, from, to),
    statement: (no) => statementOf(catalog, no),
    async hashFile(hash, sha256) {
      try {
        const name = objectName(nameKey, sha256)
        const object = await openObject(files.objects, name, (id) => register.open(id))
        const [known, asked] = [createHash('sha256'), createHash(hash)]
        for await (const chunk of object.content()) {
          known.update(chunk)
          asked.update(chunk)
        }
        if (Buffer.compare(known.digest(), sha256) !== 0) throw objectDamaged(name)
        return new Uint8Array(asked.digest())
      } catch (error) {
        return { why: codeOf(error) }
      }
    },
    close() {
      register.close()
      catalog.close()
      reader.close()
    },
  }
}

const AT_ONCE = 2048

function* recordsOf(reader: ArchiveReader, from: number, to: number): Generator<KeptRecord> {
  for (let at = from; at < to; ) {
    const stretch = stretchOf(reader, at, to)
    if (stretch === null) {
      yield* oneByOne(reader, at, to)
      return
    }
    for (const { no, bytes } of stretch.records) if (no < to) yield { no, bytes }
    at = stretch.next
  }
}

/** Null where something of it does not open. */
function stretchOf(reader: ArchiveReader, from: number, to: number) {
  try {
    return reader.readForIndex(from as RecordNo, Math.min(AT_ONCE, to - from)) // entries are numbered as records are
  } catch (error) {
    codeOf(error)
    return null
  }
}

function* oneByOne(reader: ArchiveReader, from: number, to: number): Generator<KeptRecord> {
  for (let no = from; no < to; no++) {
    try {
      const record = reader.read(no as RecordNo) // as above
      if (record) yield { no, bytes: record.bytes }
    } catch (error) {
      yield { no, bytes: null, why: codeOf(error) }
    }
  }
}

function statementOf(catalog: Catalog, no: number): ReturnType<Retained['statement']> {
  try {
    const found = catalog.statementAt(no)
    const { salt = null, statement = null } = found ?? {}
    return salt !== null && typeof statement === 'object' && statement !== null ? { salt, statement } : null
  } catch (error) {
    if (error instanceof SyntaxError) return null // no JSON: somebody changed the row
    throw error
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Refusal || error instanceof Fault) return error.code
  throw error
}
