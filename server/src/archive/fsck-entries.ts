import { decodeEntry, ENTRY_SIZE, type Entry, statementDigest, TILE_WIDTH, toHex } from '@cunzhen/proof/keeping'
import { findBundle } from '#ledger'
import { RecordSet } from './fsck-records.ts'
import type { Findings } from './fsck-report.ts'
import type { JournalReading, StatementRow } from './reading.store.ts'

/** What the entries of one conversation say, in the order of the ledger. */
export interface Chain {
  next: number
  undated: number
  firstTs: number | null
  lastTs: number | null
}

/**
 * The evidence ledger's entries, each compared between ledger and journal, handed out once in order. Reads the bundles
 * itself: fsckLedger has checked them against the signed root, this checks them against the records.
 */
export class EntryWalk {
  /** By the hex of their tag. */
  readonly chains = new Map<string, Chain>()
  /** The entries that are records', as far as walked. */
  readonly records: RecordSet
  /** The records that were met in journal or segments: for whoever meets them. */
  readonly found: RecordSet
  readonly end: number
  readonly #findings: Findings
  readonly #ledgerDir: string
  readonly #size: number
  readonly #journal: JournalReading
  readonly #prunedTo: number
  #bundle: { n: number; bytes: Buffer | null } = { n: -1, bytes: null }
  #lastArchivedAt = Number.NEGATIVE_INFINITY

  /** @param size of the signed tree */
  constructor(
    findings: Findings,
    ledgerDir: string,
    size: number,
    journal: JournalReading,
    { next, prunedTo }: { next: number; prunedTo: number },
  ) {
    this.end = next
    this.records = new RecordSet(next)
    this.found = new RecordSet(next)
    this.#findings = findings
    this.#ledgerDir = ledgerDir
    this.#size = size
    this.#journal = journal
    this.#prunedTo = prunedTo
  }

  /** Checks the entries from ≤ no < to and hands them out. Ranges are walked in order, each once. */
  walk(from: number, to: number): EntryRange {
    const range = new EntryRange(from, to)
    for (let no = from; no < to; no++) {
      const bytes = this.#checked(no)
      if (bytes) range.put(no, bytes)
    }
    return range
  }

  /** Record entries from ≤ no < to among those walked. */
  countRecords(from: number, to: number): number {
    let count = 0
    for (let no = from; no < to; no++) if (this.records.has(no)) count += 1
    return count
  }

  #checked(no: number): Uint8Array | null {
    const where = `entry ${no}`
    const signed = no < this.#size ? this.#fromLedger(no) : null
    const written = no >= this.#prunedTo ? this.#journal.entry(no) : null
    if (signed && written) this.#findings.expect(Buffer.compare(signed, written) === 0, 'entry_differs', where)
    const isMissing = (no < this.#size && !signed) || (no >= this.#prunedTo && !written)
    const bytes = signed ?? written
    if (isMissing || !bytes) this.#findings.add('entry_missing', where)
    if (!bytes) return null
    const entry = readEntry(bytes)
    if (!entry) {
      this.#findings.add('entry_malformed', where)
      return null
    }
    this.#findings.report.counts.entries += 1
    this.#findings.expect(entry.archiveTs >= this.#lastArchivedAt, 'time_runs_back', where)
    this.#lastArchivedAt = entry.archiveTs
    if (entry.type === 'record') this.#follow(entry, no, where)
    else this.#checkStatement(entry, no, where)
    return bytes
  }

  #follow(entry: Entry, no: number, where: string): void {
    this.records.add(no)
    this.#findings.report.counts.records += 1
    const tag = toHex(entry.convTag)
    const chain = this.chains.get(tag) ?? { next: 0, undated: 0, firstTs: null, lastTs: null }
    this.chains.set(tag, chain)
    this.#findings.expect(entry.seq === chain.next, 'sequence_broken', where)
    chain.next = entry.seq + 1
    const time = entry.sourceTs
    if (time === null) {
      chain.undated += 1
      return
    }
    if (chain.firstTs === null || time < chain.firstTs) chain.firstTs = time
    if (chain.lastTs === null || time > chain.lastTs) chain.lastTs = time
  }

  #checkStatement(entry: Entry, no: number, where: string): void {
    this.#findings.report.counts.statements += 1
    const row = this.#journal.statement(no)
    if (!row) this.#findings.add('statement_missing', where)
    else this.#findings.expect(isStatementOf(row, entry), 'statement_differs', where)
  }

  #fromLedger(no: number): Uint8Array | null {
    const n = Math.floor(no / TILE_WIDTH)
    if (this.#bundle.n !== n) this.#bundle = { n, bytes: this.#readBundle(n) }
    const at = (no - n * TILE_WIDTH) * (2 + ENTRY_SIZE)
    const { bytes } = this.#bundle
    if (!bytes || bytes.length < at + 2 + ENTRY_SIZE || bytes.readUInt16BE(at) !== ENTRY_SIZE) return null
    return bytes.subarray(at + 2, at + 2 + ENTRY_SIZE)
  }

  /** Null: missing or unreadable, which whoever wants an entry of it reports. */
  #readBundle(n: number): Buffer | null {
    try {
      const plain = findBundle(this.#ledgerDir, n, Math.min(TILE_WIDTH, this.#size - n * TILE_WIDTH))?.plain()
      return plain ? Buffer.from(plain.buffer, plain.byteOffset, plain.length) : null
    } catch {
      return null
    }
  }
}

/** Sound entries of one range, packed: a segment's worth of decoded ones would fill the memory. */
export class EntryRange {
  readonly from: number
  readonly to: number
  readonly #bytes: Buffer

  constructor(from: number, to: number) {
    this.from = from
    this.to = to
    this.#bytes = Buffer.alloc((to - from) * ENTRY_SIZE)
  }

  put(no: number, entry: Uint8Array): void {
    this.#bytes.set(entry, (no - this.from) * ENTRY_SIZE)
  }

  /** Null: outside the range, missing, or malformed. */
  at(no: number): Entry | null {
    if (no < this.from || no >= this.to) return null
    const bytes = this.#bytes.subarray((no - this.from) * ENTRY_SIZE, (no - this.from + 1) * ENTRY_SIZE)
    return bytes[0] === 0 ? null : decodeEntry(bytes)
  }
}

function readEntry(bytes: Uint8Array): Entry | null {
  try {
    return decodeEntry(bytes)
  } catch {
    return null // ProofError is the one thing it throws
  }
}

function isStatementOf(row: StatementRow, entry: Entry): boolean {
  try {
    const digest = statementDigest(row.salt, JSON.parse(row.statement))
    return Buffer.compare(digest, entry.digest) === 0 && Buffer.compare(digest, row.digest) === 0
  } catch {
    return false // a row that is no statement at all
  }
}
