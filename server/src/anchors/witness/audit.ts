import { existsSync, readFileSync } from 'node:fs'
import {
  type Checkpoint,
  decodeEntry,
  type Entry,
  EpochFold,
  type EpochStatement,
  emptyRoot,
  epochSalt,
  equalBytes,
  leafHash,
  nodeHash,
  ProofError,
  parseCanonicalJson,
  parseSeal,
  statementDigest,
  toHex,
} from '@cunzhen/proof'
import { Refusal } from '#base'
import { openLedgerReader } from '#ledger'
import { sealPath } from '../places.ts'

// An auditing cosigner: before it signs a checkpoint it has read every entry below it, in a copy of the house's ledger, and
// computed each epoch seal again from the entries (formats/cosignature.md, "Auditing cosigner").

export interface AuditPlaces {
  /** A copy of the house's `ledger/`, kept up to date by whoever runs the cosigner. */
  readonly ledger: string
  /** A copy of the house's `anchors/seals/`: what each seal says; its digest is in the ledger. */
  readonly seals: string
  readonly verifierKey: string
}

export interface Auditor {
  /**
   * Returns when everything below the checkpoint is as it must be.
   * @throws Refusal `audit_copy_behind` (try later), `audit_failed` with the entry and what is wrong with it (for ever)
   */
  follow(checkpoint: Checkpoint): void
}

type Wrong = 'root' | 'entry' | 'seq' | 'time' | 'seal'

const failed = (entry: number, wrong: Wrong): Refusal => new Refusal('conflict', 'audit_failed', { entry, wrong })
const behind = (entry: number): Refusal => new Refusal('unavailable', 'audit_copy_behind', { entry })

export function createAuditor(places: AuditPlaces): Auditor {
  const reader = openLedgerReader(places.ledger, places.verifierKey)
  let audit = new Audit(places)
  let refused: Refusal | null = null
  return {
    follow(checkpoint) {
      if (refused !== null) throw refused
      try {
        const { size } = reader.head()
        if (size < checkpoint.size) throw behind(size)
        if (checkpoint.size < audit.size) audit = new Audit(places) // after a restart of its memory only: begins anew
        for (const bytes of reader.readEntries(audit.size, checkpoint.size, size)) audit.add(bytes)
        if (!equalBytes(audit.root(), checkpoint.root)) throw failed(checkpoint.size, 'root')
      } catch (error) {
        // what an entry says does not change: nothing is signed after it
        if (error instanceof Refusal && error.code === 'audit_failed') refused = error
        throw error
      }
    },
  }
}

/** Everything below `size`, in as much memory as there are conversations. */
class Audit {
  readonly #places: AuditPlaces
  /** Perfect subtrees from the left. */
  readonly #peaks: Uint8Array[] = []
  /** Next number of each conversation. */
  readonly #next = new Map<string, number>()
  readonly #fold = new EpochFold()
  #folded = 0
  #time = Number.MIN_SAFE_INTEGER
  size = 0

  constructor(places: AuditPlaces) {
    this.#places = places
  }

  add(bytes: Uint8Array): void {
    const at = this.size
    const entry = decoded(bytes, at)
    if (entry.archiveTs < this.#time) throw failed(at, 'time')
    if (entry.type === 'record') this.#checkSeq(entry, at)
    if (entry.type === 'epoch') this.#checkSeal(entry, at)
    this.#time = entry.archiveTs
    this.size += 1
    let hash = leafHash(bytes)
    for (let n = this.size; n % 2 === 0; n /= 2) hash = nodeHash(this.#peaks.pop() ?? hash, hash)
    this.#peaks.push(hash)
  }

  root(): Uint8Array {
    if (this.size === 0) return emptyRoot()
    return this.#peaks.reduceRight(
      (right, left) => (right.length === 0 ? left : nodeHash(left, right)),
      new Uint8Array(0),
    )
  }

  /** Gapless from 0: nothing was taken out of a conversation, nothing stands there twice. */
  #checkSeq({ convTag, seq }: Entry, at: number): void {
    const key = toHex(convTag)
    if (seq !== (this.#next.get(key) ?? 0)) throw failed(at, 'seq')
    this.#next.set(key, seq + 1)
  }

  /** The map is computed from the entries; the directory of numbers is the house's word, and no part of this. */
  #checkSeal({ digest }: Entry, at: number): void {
    const statement = this.#sealAt(at)
    const { size, records, conversations, root } = statement
    if (!equalBytes(statementDigest(epochSalt(size), statement), digest) || size > at || size < this.#folded) {
      throw failed(at, 'seal')
    }
    this.#foldTo(size)
    const own = this.#fold.figures()
    const same = own.records === records && own.conversations === conversations && toHex(own.root) === root
    if (!same) throw failed(at, 'seal')
  }

  /** The tree of conversations lags behind, at the last seal: the next one says up to where it must go. */
  #foldTo(size: number): void {
    const reader = openLedgerReader(this.#places.ledger, this.#places.verifierKey)
    const published = reader.head().size
    for (const bytes of reader.readEntries(this.#folded, size, published))
      this.#fold.add(decoded(bytes, this.#folded++))
  }

  #sealAt(at: number): EpochStatement {
    const path = sealPath(this.#places.seals, at)
    if (!existsSync(path)) throw behind(at)
    try {
      return parseSeal(parseCanonicalJson(readFileSync(path, 'utf8')))
    } catch (error) {
      if (error instanceof ProofError) throw behind(at) // a copy that was cut: the ledger says later whether it is the seal
      throw error
    }
  }
}

function decoded(bytes: Uint8Array, at: number): Entry {
  try {
    return decodeEntry(bytes)
  } catch (error) {
    if (error instanceof ProofError) throw failed(at, 'entry')
    throw error
  }
}
