import { type ConversationNo, release } from '#base'

// Where a segment's records lie, and what a scope is held against before any of them is opened. Pages of fixed-width
// columns, one slot per RecordNo of the segment's range (formats/segment.md, "Locator pages").

const LOCATOR_VERSION = 1
/** Of a page that is written now: a hit costs reading one [2,048: 142 µs to inflate, 256: 45]. */
export const SLOTS_PER_PAGE = 256

/** What is known of a record without decrypting its content. */
export interface RecordPlace {
  block: number
  index: number
  conversation: ConversationNo
  /** Code of the kind (formats/canonical-record.md). */
  kind: number
  /** ms UTC; null = undated. */
  sourceTs: number | null
}

const ABSENT = 0xffffffff
const SLOT = 19
const UNDATED_HIGH = -0x80000000

export function encodeLocator(places: readonly (RecordPlace | null)[]): Buffer {
  const count = places.length
  const page = Buffer.alloc(1 + count * SLOT)
  page[0] = LOCATOR_VERSION
  places.forEach((place, slot) => {
    page.writeUInt32BE(place ? place.block : ABSENT, 1 + slot * 4)
    if (!place) return
    page.writeUInt16BE(place.index, 1 + count * 4 + slot * 2)
    page.writeUInt32BE(place.conversation, 1 + count * 6 + slot * 4)
    page.writeUInt8(place.kind, 1 + count * 10 + slot)
    writeTime(page, place.sourceTs, 1 + count * 11 + slot * 8)
  })
  return page
}

export class LocatorPage {
  /** The decoded frame. */
  readonly plain: Buffer
  readonly #count: number

  constructor(plain: Buffer, count: number) {
    this.plain = plain
    this.#count = count
  }

  get cost(): number {
    return this.plain.length + 200
  }

  get count(): number {
    return this.#count
  }

  /** As Block.release. */
  release(): void {
    release(this.plain)
  }

  /** null where this segment has no record under the slot's number. */
  place(slot: number): RecordPlace | null {
    const block = this.plain.readUInt32BE(1 + slot * 4)
    if (block === ABSENT) return null
    return {
      block,
      index: this.plain.readUInt16BE(1 + this.#count * 4 + slot * 2),
      conversation: this.plain.readUInt32BE(1 + this.#count * 6 + slot * 4) as ConversationNo, // written from one
      kind: this.plain.readUInt8(1 + this.#count * 10 + slot),
      sourceTs: readTime(this.plain, 1 + this.#count * 11 + slot * 8),
    }
  }
}

/** The page, or null where `plain` is not one of exactly `count` slots. */
export function decodeLocator(plain: Buffer, count: number): LocatorPage | null {
  if (plain[0] !== LOCATOR_VERSION || plain.length !== 1 + count * SLOT) return null
  return new LocatorPage(plain, count)
}

/** Slot of a record within its page. @param slots of each page of the segment but its last */
export function slotOf(no: number, from: number, slots: number): { page: number; slot: number } {
  return { page: Math.floor((no - from) / slots), slot: (no - from) % slots }
}

function writeTime(page: Buffer, time: number | null, at: number): void {
  if (time === null) {
    page.writeInt32BE(UNDATED_HIGH, at)
    return
  }
  page.writeInt32BE(Math.floor(time / 0x100000000), at)
  page.writeUInt32BE(time >>> 0, at + 4)
}

function readTime(page: Buffer, at: number): number | null {
  const high = page.readInt32BE(at)
  return high === UNDATED_HIGH ? null : high * 0x100000000 + page.readUInt32BE(at + 4)
}
