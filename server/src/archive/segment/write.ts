import { type ConversationNo, invariant, type KeyId, type ParticipantNo, type RecordNo, type SegmentId } from '#base'
import { type BlockRow, encodeBlock } from './block.ts'
import { type FrameAddress, frameLock, sealFrame } from './frame.ts'
import { encodeHeader, encodeTable, encodeTrailer, type FrameLine, HEADER_LENGTH } from './layout.ts'
import { encodeLocator, type RecordPlace, SLOTS_PER_PAGE } from './locator.ts'

/** What goes into a segment. Positions are 0 … count-1 in RecordNo order; content is asked for once, block by block. */
export interface SegmentInput {
  id: SegmentId
  retention: number
  /** The range of RecordNos the segment answers for: from ≤ no < to. */
  from: number
  to: number
  count: number
  no(position: number): RecordNo
  conversation(position: number): ConversationNo
  kind(position: number): number
  sourceTs(position: number): number | null
  /** Length of the canonical record in bytes, known without opening it. */
  length(position: number): number
  content(position: number): { sender: ParticipantNo | null; seq: number; archivedAt: number; bytes: Uint8Array }
}

export interface FrameKey {
  id: KeyId
  key: Uint8Array
}

/** How the records are cut: `order` is the positions as they lie, `ends` where each block ends in it. */
export interface SegmentPlan {
  order: Uint32Array
  ends: number[]
  pages: number
  /** To a page. */
  slots: number
  /** Keys the segment takes: one per block, one for all locator pages, one for the table. */
  keys: number
}

/** A hit costs reading one. Smaller ones compress worse and take a key each. */
const BLOCK_BYTES = 16 * 1024
const MOST_RECORDS = 0xffff
/** Rough bytes of a record's columns in a block. */
const COLUMNS = 8

/** Sorted by conversation, then source time (undated first), then RecordNo; cut into blocks of about `blockBytes`. */
export function planSegment(
  input: SegmentInput,
  blockBytes: number = BLOCK_BYTES,
  slots: number = SLOTS_PER_PAGE,
): SegmentPlan {
  const times = Float64Array.from({ length: input.count }, (_, at) => input.sourceTs(at) ?? Number.NEGATIVE_INFINITY)
  const conversations = Uint32Array.from({ length: input.count }, (_, at) => input.conversation(at))
  const order = Uint32Array.from({ length: input.count }, (_, at) => at)
  order.sort((a, b) => {
    const first = (conversations[a] ?? 0) - (conversations[b] ?? 0)
    if (first !== 0) return first
    const [x, y] = [times[a] ?? 0, times[b] ?? 0]
    return x === y ? a - b : x - y
  })
  const ends: number[] = []
  let bytes = 0
  let start = 0
  order.forEach((position, at) => {
    const length = input.length(position) + COLUMNS
    if (at > start && (bytes + length > blockBytes || at - start === MOST_RECORDS)) {
      ends.push(at)
      start = at
      bytes = 0
    }
    bytes += length
  })
  if (order.length > start) ends.push(order.length)
  const pages = Math.ceil((input.to - input.from) / slots)
  return { order, ends, pages, slots, keys: ends.length + 2 }
}

/**
 * The file's bytes, piece by piece, in order: header, content blocks, locator pages, table, trailer.
 * @param keys plan.keys keys, each fresh: used here and never again
 * @param seen gets the plaintext of each block and page, in order
 */
export function* segmentPieces(
  input: SegmentInput,
  plan: SegmentPlan,
  keys: readonly FrameKey[],
  seen: (plain: Uint8Array) => void = () => {},
): Generator<Buffer> {
  const header = encodeHeader({
    id: input.id,
    retention: input.retention,
    from: input.from,
    to: input.to,
    records: input.count,
    blocks: plan.ends.length,
    pages: plan.pages,
  })
  yield header
  const lines: FrameLine[] = []
  let offset = HEADER_LENGTH
  const frame = (kind: FrameAddress['kind'], number: number, count: number, plain: Buffer, aad?: Buffer): Buffer => {
    const key = keyOf(keys, plan, kind, number)
    const lock = frameLock(key.key, kind === 'locator' ? number : 0)
    const sealed = sealFrame({ segment: input.id, kind, number, count }, plain, lock, aad)
    lines.push({ key: key.id, length: sealed.length, plainLength: plain.length, count })
    offset += sealed.length
    return sealed
  }

  const blockOf = new Uint32Array(input.count)
  const indexOf = new Uint16Array(input.count)
  for (const [block, end] of plan.ends.entries()) {
    const rows: BlockRow[] = []
    for (let at = plan.ends[block - 1] ?? 0; at < end; at++) {
      const position = plan.order[at] ?? 0
      blockOf[position] = block
      indexOf[position] = rows.length
      const { no, conversation } = { no: input.no(position), conversation: input.conversation(position) }
      rows.push({ no, conversation, ...input.content(position) })
    }
    const plain = encodeBlock(rows)
    seen(plain)
    yield frame('content', block, rows.length, plain)
  }
  for (const { page, places } of locatorPages(input, plan, blockOf, indexOf)) {
    const plain = encodeLocator(places)
    seen(plain)
    yield frame('locator', page, places.length, plain)
  }
  const tableOffset = offset
  const table = encodeTable(lines)
  const sealedTable = frame('table', 0, plan.ends.length + plan.pages, table, header)
  yield sealedTable
  const { id: tableKey } = keyOf(keys, plan, 'table', 0)
  yield encodeTrailer({ tableOffset, tableLength: sealedTable.length, tablePlainLength: table.length, tableKey })
}

/** First those of the blocks, then that of the locator pages, then that of the table. */
function keyOf(keys: readonly FrameKey[], { ends }: SegmentPlan, kind: FrameAddress['kind'], number: number): FrameKey {
  const key = keys[kind === 'content' ? number : ends.length + (kind === 'locator' ? 0 : 1)]
  invariant(key, 'there is a key for each frame')
  return key
}

function* locatorPages(
  input: SegmentInput,
  { pages, slots }: SegmentPlan,
  blockOf: Uint32Array,
  indexOf: Uint16Array,
): Generator<{ page: number; places: (RecordPlace | null)[] }> {
  let position = 0
  for (let page = 0; page < pages; page++) {
    const first = input.from + page * slots
    const places: (RecordPlace | null)[] = new Array(Math.min(slots, input.to - first)).fill(null)
    for (; position < input.count && input.no(position) < first + places.length; position++) {
      places[input.no(position) - first] = {
        block: blockOf[position] ?? 0,
        index: indexOf[position] ?? 0,
        conversation: input.conversation(position),
        kind: input.kind(position),
        sourceTs: input.sourceTs(position),
      }
    }
    yield { page, places }
  }
}
