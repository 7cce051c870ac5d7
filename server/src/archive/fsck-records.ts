import {
  convKeyString,
  convTag,
  convTagKey,
  decodeRecord,
  type Entry,
  recordDigest,
  toHex,
} from '@cunzhen/proof/keeping'
import { type ConversationNo, Fault, type ParticipantNo, type RecordNo, Refusal } from '#base'
import { kindCode } from './arrival.ts'
import type { CatalogRow, FsckRows } from './fsck.store.ts'
import type { Findings } from './fsck-report.ts'

/** A record as one of its two homes holds it, opened. */
export interface FoundRecord {
  no: RecordNo
  conversation: ConversationNo
  sender: ParticipantNo | null
  kind: number
  sourceTs: number | null
  seq: number | null
  archivedAt: number | null
  bytes: Uint8Array
}

/** Holds every record against its ledger entry, its commitment, and the catalog. */
export class RecordCheck {
  readonly conversations: ReadonlyMap<ConversationNo, CatalogRow>
  readonly people: ReadonlyMap<ParticipantNo, { platform: string; account: string }>
  readonly #findings: Findings
  readonly #logKey: Uint8Array
  readonly #tags = new Map<ConversationNo, Uint8Array>()
  readonly #noteExtra: (extra: string) => void

  /** @param noteExtra told what each record says besides, for what it names outside the archive */
  constructor(findings: Findings, rows: FsckRows, logKey: Uint8Array, noteExtra: (extra: string) => void) {
    this.#findings = findings
    this.#noteExtra = noteExtra
    this.conversations = new Map(Array.from(rows.conversations(), (row) => [row.no, row]))
    this.people = new Map(Array.from(rows.participants(), (row) => [row.no, row]))
    this.#logKey = logKey
  }

  check(found: FoundRecord, entry: Entry | null | undefined): void {
    const where = `record ${found.no}`
    if (entry?.type !== 'record') {
      this.#findings.add('record_differs', where)
      return
    }
    try {
      const { seed, fields } = decodeRecord(found.bytes)
      const row = this.conversations.get(found.conversation)
      const sender = found.sender === null ? null : this.people.get(found.sender)
      const holds =
        Buffer.compare(recordDigest(seed, fields), entry.digest) === 0 &&
        row !== undefined &&
        Buffer.compare(this.tag(row), entry.convTag) === 0 &&
        row.platform === fields.platform &&
        row.origin === fields.origin &&
        row.id === fields.conversation &&
        (sender === null ? fields.sender === '' : sender?.account === fields.sender) &&
        found.sourceTs === entry.sourceTs &&
        fields.sourceTs === entry.sourceTs &&
        kindCode(fields.kind) === found.kind &&
        (found.seq === null || found.seq === entry.seq) &&
        (found.archivedAt === null || found.archivedAt === entry.archiveTs)
      this.#findings.expect(holds, 'record_differs', where)
      if (holds) this.#noteExtra(fields.extra)
    } catch {
      this.#findings.add('record_damaged', where) // not a canonical record
    }
  }

  /** The conversation's tag in the ledger. */
  tag(row: CatalogRow): Uint8Array {
    let tag = this.#tags.get(row.no)
    if (!tag) {
      const key = convKeyString(row.platform, row.origin, row.id)
      tag = convTag(convTagKey(this.#logKey, key), key)
      this.#tags.set(row.no, tag)
    }
    return tag
  }

  tagHex(row: CatalogRow): string {
    return toHex(this.tag(row))
  }
}

/** One bit per entry: which records were found. */
export class RecordSet {
  readonly #bits: Uint8Array
  count = 0

  constructor(size: number) {
    this.#bits = new Uint8Array(Math.ceil(size / 8))
  }

  /** False where it was in already. */
  add(no: number): boolean {
    if (this.has(no)) return false
    this.#bits[no >> 3] = (this.#bits[no >> 3] ?? 0) | (1 << (no & 7))
    this.count += 1
    return true
  }

  has(no: number): boolean {
    return ((this.#bits[no >> 3] ?? 0) & (1 << (no & 7))) !== 0
  }
}

/** What reading threw, as a problem's code; anything else than ours goes on. */
export function problemOf(error: unknown): string {
  const isTold = error instanceof Fault || error instanceof Refusal
  // nothing is damaged, and nothing was checked: its hint says where a check is possible
  if (isTold && error.code !== 'file_unopenable') return error.code
  throw error
}
