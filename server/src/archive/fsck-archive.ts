import { createSecretKey, type KeyObject } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { canonicalJson } from '@cunzhen/proof/keeping'
import type { KeyRegister, Keyring } from '#platform/keys'
import { openRecord } from './epoch.ts'
import { type FsckRows, fsckRows } from './fsck.store.ts'
import { type EntryRange, EntryWalk } from './fsck-entries.ts'
import { ObjectsCheck } from './fsck-objects.ts'
import { type FoundRecord, problemOf, RecordCheck, RecordSet } from './fsck-records.ts'
import type { Findings } from './fsck-report.ts'
import { checkArrivals, checkCatalog, checkSources, expectAll } from './fsck-tables.ts'
import { type ArchiveFiles, segmentPath } from './house-files.ts'
import type { SegmentRow } from './journal.store.ts'
import { nameKeyOf } from './objects/shelf.ts'
import type { JournalReading, JournalRecord } from './reading.store.ts'
import { hashFile } from './seal-steps.ts'
import { type LocatorPage, slotOf } from './segment/locator.ts'
import { SegmentFile } from './segment/read.ts'
import { segmentStatement } from './statements.ts'

const PAGE = 1000
/** Entries walked at a time where no segment says how far. */
const STRIDE = 65_536

/** Journal and segments, held against the ledger and each other. */
export class ArchiveFsck {
  readonly #findings: Findings
  readonly #files: ArchiveFiles
  readonly #keyring: Keyring
  readonly #journal: JournalReading
  readonly #register: KeyRegister
  readonly #rows: FsckRows
  readonly #epochKeys = new Map<number, KeyObject | null>()

  constructor(
    findings: Findings,
    files: ArchiveFiles,
    keyring: Keyring,
    journal: JournalReading,
    register: KeyRegister,
  ) {
    this.#findings = findings
    this.#files = files
    this.#keyring = keyring
    this.#journal = journal
    this.#register = register
    this.#rows = fsckRows(journal.db)
  }

  /** @param signed size of the signed evidence ledger */
  async run(signed: number): Promise<void> {
    const segments = this.#journal.segments()
    const ownFiles = new Set<string>()
    for (const segment of segments) if (await this.#isOwnFile(segment)) ownFiles.add(segment.id)
    this.#journal.inSnapshot(() => this.#checkAll(signed, segments, ownFiles))
    this.#findings.report.counts.leftovers += this.#leftovers(segments)
  }

  #checkAll(signed: number, segments: readonly SegmentRow[], ownFiles: ReadonlySet<string>): void {
    const findings = this.#findings
    findings.expect(this.#rows.isSound(), 'journal_unsound', 'journal.db')
    const state = this.#journal.state()
    findings.expect(signed <= state.next, 'ledger_ahead', 'evidence')
    findings.expect(signed >= state.prunedTo, 'ledger_behind', 'evidence')
    findings.expect(state.prunedTo <= state.sealedTo && state.sealedTo <= state.next, 'state_differs', 'state')
    findings.expect(this.#rows.strayRows(state.prunedTo, state.next) === 0, 'state_differs', 'journal.db')
    findings.expect(this.#rows.bytesFrom(state.sealedTo) === state.unsealedBytes, 'state_differs', 'unsealed bytes')
    const objects = new ObjectsCheck(nameKeyOf(this.#keyring))
    const check = new RecordCheck(findings, this.#rows, this.#keyring.secret('log'), (extra) => objects.note(extra))
    const walk = new EntryWalk(findings, this.#files.ledger, signed, this.#journal, state)
    let end = 0
    for (const segment of segments) {
      findings.expect(segment.from === end, 'segment_gap', segment.id)
      if (segment.to <= end || segment.to > state.next) continue
      const entries = walk.walk(end, segment.to)
      if (ownFiles.has(segment.id)) this.#checkSegment(segment, entries, check, walk)
      this.#checkRows(entries, check, walk, state)
      end = segment.to
    }
    findings.expect(end === state.sealedTo, 'segment_gap', 'journal.db')
    for (; end < state.next; end = Math.min(end + STRIDE, state.next)) {
      this.#checkRows(walk.walk(end, Math.min(end + STRIDE, state.next)), check, walk, state)
    }
    expectAll(findings, walk, state)
    checkCatalog(findings, this.#rows, walk, check, state)
    checkSources(findings, this.#rows, walk)
    checkArrivals(findings, this.#rows, walk)
    objects.run(findings, this.#files.objects, (id) => this.#register.open(id))
  }

  /** The file is the one whose hash the ledger holds. */
  async #isOwnFile(segment: SegmentRow): Promise<boolean> {
    this.#findings.report.counts.segments += 1
    const statement = this.#journal.statement(segment.statement)?.statement
    this.#findings.expect(statement === canonicalJson(segmentStatement(segment)), 'statement_differs', segment.id)
    try {
      const { sha256, bytes } = await hashFile(segmentPath(this.#files, segment.id))
      if (bytes === segment.bytes && sha256.equals(segment.sha256)) return true
      this.#findings.add('segment_file_differs', segment.id)
    } catch (error) {
      this.#findings.add(problemOf(error), segment.id)
    }
    return false
  }

  #checkSegment(segment: SegmentRow, entries: EntryRange, check: RecordCheck, walk: EntryWalk): void {
    const inSegment = new RecordSet(walk.end)
    try {
      const file = SegmentFile.open(segmentPath(this.#files, segment.id), segment.id, (id) => this.#register.open(id))
      const { header } = file
      const isOwn = header.from === segment.from && header.to === segment.to && header.records === segment.records
      this.#findings.expect(isOwn, 'segment_file_differs', segment.id)
      const pages = Array.from({ length: header.pages }, (_, page) => file.readPage(page))
      for (let number = 0; number < header.blocks; number++)
        this.#checkBlock(file, number, pages, entries, check, inSegment)
      file.close()
      const expected = walk.countRecords(segment.from, segment.to)
      this.#findings.expect(inSegment.count === expected, 'record_missing', segment.id)
    } catch (error) {
      this.#findings.add(problemOf(error), segment.id)
    }
    for (let no = segment.from; no < segment.to; no++) if (inSegment.has(no)) walk.found.add(no)
  }

  #checkBlock(
    file: SegmentFile,
    number: number,
    pages: readonly LocatorPage[],
    entries: EntryRange,
    check: RecordCheck,
    found: RecordSet,
  ): void {
    const block = file.readBlock(number)
    this.#findings.report.counts.blocks += 1
    for (let index = 0; index < block.count; index++) {
      const row = block.row(index)
      this.#findings.report.counts.sealedRecords += 1
      const { page, slot } = slotOf(row.no, file.header.from, file.table.slotsPerPage)
      const place = pages[page]?.place(slot) ?? null
      const isThere = place?.block === number && place.index === index && place.conversation === row.conversation
      this.#findings.expect(isThere, 'locator_differs', `record ${row.no}`)
      if (!place) continue
      this.#findings.expect(found.add(row.no), 'record_twice', `record ${row.no}`)
      check.check({ ...row, kind: place.kind, sourceTs: place.sourceTs }, entries.at(row.no))
    }
  }

  /** Rows may lie in a segment as well: from its sealing until they are pruned. */
  #checkRows(entries: EntryRange, check: RecordCheck, walk: EntryWalk, { prunedTo }: { prunedTo: number }): void {
    let count = 0
    for (let from = entries.from; from < entries.to; ) {
      const rows = this.#journal.recordsFrom(from, entries.to, PAGE)
      for (const row of rows) {
        count += 1
        walk.found.add(row.no)
        const opened = this.#openRow(row)
        if (opened) check.check(opened, entries.at(row.no))
      }
      from = (rows.at(-1)?.no ?? entries.to) + 1
    }
    this.#findings.report.counts.journalRecords += count
    const expected = walk.countRecords(Math.max(entries.from, prunedTo), entries.to)
    this.#findings.expect(count === expected, 'record_missing', `journal from ${entries.from}`)
  }

  #openRow(row: JournalRecord): FoundRecord | null {
    const key = this.#epochKey(row.epoch)
    const bytes = key && openRecord(key, row, row.nonce, row.ciphertext)
    if (!bytes) this.#findings.add('record_damaged', `record ${row.no}`)
    return bytes && { ...row, seq: null, archivedAt: null, bytes }
  }

  #epochKey(epoch: number): KeyObject | null {
    const known = this.#epochKeys.get(epoch)
    if (known !== undefined) return known
    let key: KeyObject | null = null
    const id = this.#journal.epochKey(epoch)
    try {
      key = id && createSecretKey(this.#register.open(id))
    } catch (error) {
      this.#findings.add(problemOf(error), `epoch ${epoch}`)
    }
    this.#epochKeys.set(epoch, key)
    return key
  }

  /** What the next start clears away. */
  #leftovers(segments: readonly SegmentRow[]): number {
    const own = new Set(segments.map(({ id }) => `${id}.seg`))
    return namesIn(this.#files.segments).filter((name) => !own.has(name)).length + this.#journal.attempts().length
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return [] // a house that never sealed
  }
}
