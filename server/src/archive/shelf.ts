import type { SegmentId } from '#base'
import { BudgetCache } from './block-cache.ts'
import { type ArchiveFiles, segmentPath } from './house-files.ts'
import type { Block } from './segment/block.ts'
import { segmentDamaged } from './segment/frame.ts'
import { type LocatorPage, type RecordPlace, slotOf } from './segment/locator.ts'
import { type OpenKey, SegmentFile } from './segment/read.ts'

export const OPEN_FILES = 64

/** The segments that are open for reading, and what was decoded of them. */
export class Shelf {
  readonly #files: ArchiveFiles
  readonly #openKey: OpenKey
  readonly #open: BudgetCache<OpenSegment>
  readonly #blocks: BudgetCache<Block>
  readonly #pages: BudgetCache<LocatorPage>
  /** Blocks of the one segment that is being read from end to end: all of them, whatever the budget. */
  #scan: { segment: SegmentId; blocks: Map<number, Block> } | null = null

  /** @param cacheBytes for content blocks and locator pages together */
  constructor(files: ArchiveFiles, openKey: OpenKey, cacheBytes: number) {
    this.#files = files
    this.#openKey = openKey
    this.#open = new BudgetCache(OPEN_FILES, (segment) => segment.file.close())
    this.#blocks = new BudgetCache(Math.floor(cacheBytes * 0.75), (block) => block.release())
    this.#pages = new BudgetCache(Math.floor(cacheBytes * 0.25), (page) => page.release())
  }

  /** Where a record lies in a segment; null where the segment does not hold it. */
  place(id: SegmentId, no: number): RecordPlace | null {
    const file = this.#file(id)
    const { from, to } = file.header
    if (no < from || no >= to) return null
    const { page, slot } = slotOf(no, from, file.table.slotsPerPage)
    const locator = this.#pages.get(`${id}/${page}`, () => file.readPage(page))
    if (slot >= locator.count) throw segmentDamaged(id, 'locator', page)
    const place = locator.place(slot)
    if (place && place.block >= file.header.blocks) throw segmentDamaged(id, 'locator', page)
    return place
  }

  block(id: SegmentId, block: number): Block {
    return this.#blocks.get(`${id}/${block}`, () => this.#file(id).readBlock(block))
  }

  /** Opens a segment's file, so that the first record read of it need not wait. */
  open(id: SegmentId): void {
    this.#file(id)
  }

  /** A block while its segment is read in RecordNo order, which visits each block many times. */
  scanBlock(id: SegmentId, number: number): Block {
    if (this.#scan?.segment !== id) this.#scan = { segment: id, blocks: new Map() }
    let block = this.#scan.blocks.get(number)
    if (!block) {
      block = this.#file(id).readBlock(number)
      this.#scan.blocks.set(number, block)
    }
    return block
  }

  endScan(): void {
    this.#scan = null
  }

  close(): void {
    this.#scan = null
    this.#blocks.clear()
    this.#pages.clear()
    this.#open.clear()
  }

  #file(id: SegmentId): SegmentFile {
    return this.#open.get(id, () => ({
      file: SegmentFile.open(segmentPath(this.#files, id), id, this.#openKey),
      cost: 1,
    })).file
  }
}

interface OpenSegment {
  file: SegmentFile
  /** Files are counted, not weighed. */
  cost: number
}
