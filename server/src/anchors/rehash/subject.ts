import {
  decodeEntry,
  decodeRecord,
  type Entry,
  equalBytes,
  fileDigestUnder,
  fromHex,
  ProofError,
  recordDigest,
  recordDigestUnder,
  statementDigest,
  statementDigestUnder,
  type TreeHash,
} from '@cunzhen/proof'
import { attachmentsOf, isKept, type KeptRecord, type Retained } from '#archive'
import type { FileLine } from './files.ts'

/** What is left of what an entry commits to. */
export type Subject =
  | { readonly state: 'kept'; readonly digest: Uint8Array; readonly files: readonly FoundFile[] }
  | { readonly state: 'destroyed' }
  /** It is not what the ledger holds, or cannot be read: a loss, and no act of the house. */
  | { readonly state: 'damaged'; readonly why: string }

export interface FoundFile {
  readonly line: FileLine
  /** Null: it is whole, or was destroyed. */
  readonly damaged: string | null
}

const DESTROYED = 'key_destroyed'
/** Digests of files that many records name. */
const FILES_REMEMBERED = 20_000

/** Computes the new digest of what entries commit to, after holding each against the digest in the ledger. */
export class Subjects {
  readonly #hash: TreeHash
  readonly #retained: Retained
  readonly #known = new Map<string, Uint8Array | { readonly why: string }>()

  constructor(hash: TreeHash, retained: Retained) {
    this.#hash = hash
    this.#retained = retained
  }

  /** Of consecutive entries, in order. */
  async *of(from: number, entries: readonly Uint8Array[]): AsyncGenerator<Subject> {
    const records = this.#retained.records(from, from + entries.length)
    let next = records.next()
    try {
      for (const [i, bytes] of entries.entries()) {
        const no = from + i
        const entry = decodeEntry(bytes)
        while (!next.done && next.value.no < no) next = records.next()
        if (entry.type !== 'record') yield this.#statement(no, entry)
        else yield await this.#record(no, entry, next.done || next.value.no !== no ? null : next.value)
      }
    } finally {
      records.return(undefined)
    }
  }

  #statement(no: number, entry: Entry): Subject {
    const found = this.#retained.statement(no)
    if (found === null) return { state: 'damaged', why: 'statement_missing' }
    try {
      const { salt, statement } = found
      if (!equalBytes(statementDigest(salt, statement), entry.digest)) throw new ProofError('bad_digest')
      return { state: 'kept', digest: statementDigestUnder(this.#hash, salt, statement), files: [] }
    } catch (error) {
      if (error instanceof ProofError) return { state: 'damaged', why: 'statement_differs' }
      throw error
    }
  }

  async #record(no: number, { digest: known }: Entry, kept: KeptRecord | null): Promise<Subject> {
    if (kept === null) return { state: 'damaged', why: 'record_missing' }
    if (kept.bytes === null)
      return kept.why === DESTROYED ? { state: 'destroyed' } : { state: 'damaged', why: kept.why }
    try {
      const { seed, fields } = decodeRecord(kept.bytes)
      if (!equalBytes(recordDigest(seed, fields), known)) return { state: 'damaged', why: 'record_differs' }
      const digest = recordDigestUnder(this.#hash, seed, fields)
      return { state: 'kept', digest, files: await this.#files(no, seed, fields.extra) }
    } catch (error) {
      if (error instanceof ProofError) return { state: 'damaged', why: 'record_damaged' } // no canonical record
      throw error
    }
  }

  async #files(index: number, seed: Uint8Array, extra: string): Promise<FoundFile[]> {
    const found: FoundFile[] = []
    for (const [at, attachment] of attachmentsOf(extra).entries()) {
      if (!isKept(attachment)) continue
      const content = await this.#content(attachment.sha256)
      const isHere = content instanceof Uint8Array
      const digest = isHere ? fileDigestUnder(this.#hash, seed, at, content) : null
      const damaged = isHere || content.why === DESTROYED ? null : content.why
      found.push({ line: { index, at, digest }, damaged })
    }
    return found
  }

  async #content(sha256: string): Promise<Uint8Array | { readonly why: string }> {
    const known = this.#known.get(sha256)
    if (known !== undefined) return known
    const content = await this.#retained.hashFile(this.#hash.name, fromHex(sha256))
    if (this.#known.size >= FILES_REMEMBERED) this.#known.clear()
    this.#known.set(sha256, content)
    return content
  }
}
