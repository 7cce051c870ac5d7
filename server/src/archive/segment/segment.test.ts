import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ConversationNo,
  type KeyId,
  newId,
  type ParticipantNo,
  type RecordNo,
  Refusal,
  type SegmentId,
} from '#base'
import { type BlockRow, decodeBlock, encodeBlock } from './block.ts'
import { decodeTable, encodeTable, HEADER_LENGTH, type SegmentHeader } from './layout.ts'
import { decodeLocator, encodeLocator, slotOf } from './locator.ts'
import { SegmentFile } from './read.ts'
import { VarintReader, VarintWriter } from './varint.ts'
import { planSegment, type SegmentInput, segmentPieces } from './write.ts'

const VECTORS = join(import.meta.dirname, '../../../../formats/vectors/segment')

interface Row extends BlockRow {
  kind: number
  sourceTs: number | null
}

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-segment-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

type Keys = Map<string, Uint8Array>

function opened(file: Uint8Array, id: SegmentId, keys: Keys): SegmentFile {
  const path = join(dir, 'one.seg')
  writeFileSync(path, file)
  return SegmentFile.open(path, id, (key) => {
    const bytes = keys.get(key)
    if (!bytes) throw new Refusal('not_found', 'key_destroyed')
    return bytes.slice()
  })
}

/** Opens bytes as a segment and reads every frame. */
function readAll(file: Uint8Array, id: SegmentId, keys: Keys): Row[] {
  const segment = opened(file, id, keys)
  try {
    const pages = Array.from({ length: segment.header.pages }, (_, page) => segment.readPage(page))
    const blocks = Array.from({ length: segment.header.blocks }, (_, block) => segment.readBlock(block))
    const rows: Row[] = []
    for (let no = segment.header.from; no < segment.header.to; no++) {
      const { page, slot } = slotOf(no, segment.header.from, segment.table.slotsPerPage)
      const place = pages[page]?.place(slot)
      const row = place && blocks[place.block]?.row(place.index)
      if (place && row) rows.push({ ...row, kind: place.kind, sourceTs: place.sourceTs })
    }
    return rows
  } finally {
    segment.close()
  }
}

interface ValidVector {
  segment: SegmentId
  file: string
  keys: Record<string, string>
  records: (Omit<Row, 'bytes'> & { bytes: string })[]
}

type InvalidVector = { name: string } & (
  | { at: number; xor: number }
  | { length: number }
  | { append: string }
  | { swap: [number, number, number] }
)

const vector = (name: string) => JSON.parse(readFileSync(join(VECTORS, name), 'utf8')) as unknown // our own files
const validNames = readdirSync(VECTORS).filter((name) => name.startsWith('valid-'))
const keysOf = (valid: ValidVector): Keys =>
  new Map(Object.entries(valid.keys).map(([id, hex]) => [id, new Uint8Array(Buffer.from(hex, 'hex'))]))

describe('vectors of formats/segment.md', () => {
  test.each(validNames)('%s reads as what was sealed', (name) => {
    const valid = vector(name) as ValidVector
    const rows = readAll(Buffer.from(valid.file, 'hex'), valid.segment, keysOf(valid))
    expect(rows.map((row) => ({ ...row, bytes: Buffer.from(row.bytes).toString('hex') }))).toEqual(valid.records)
  })

  test.each(vector('invalid.json') as InvalidVector[])('refused: $name', (change) => {
    const valid = vector('valid-small.json') as ValidVector
    const file = altered(Buffer.from(valid.file, 'hex'), change)
    expect(() => readAll(file, valid.segment, keysOf(valid))).toThrow(/segment_damaged|key_destroyed/)
  })

  test.each(['valid-small.json', 'valid-pages.json'])('refused: one bit changed in any byte of %s', (name) => {
    const valid = vector(name) as ValidVector
    const file = Buffer.from(valid.file, 'hex')
    for (let at = 0; at < file.length; at++) {
      const damaged = altered(file, { name: '', at, xor: 1 << (at % 8) })
      expect(() => readAll(damaged, valid.segment, keysOf(valid)), `byte ${at}`).toThrow(
        /segment_damaged|key_destroyed/,
      )
    }
  })
})

/** Where each locator page begins. */
function pageOffsets(file: Uint8Array, id: SegmentId, keys: Keys): number[] {
  const segment = opened(file, id, keys)
  segment.close()
  const { header, table } = segment
  return Array.from({ length: header.pages }, (_, page) => table.line(header.blocks + page).offset)
}

function altered(file: Buffer, change: InvalidVector): Buffer {
  const copy = Buffer.from(file)
  if ('length' in change) return copy.subarray(0, change.length)
  if ('append' in change) return Buffer.concat([copy, Buffer.from(change.append, 'hex')])
  if ('swap' in change) {
    const [a, b, c] = change.swap
    return Buffer.concat([copy.subarray(0, a), copy.subarray(b, c), copy.subarray(a, b), copy.subarray(c)])
  }
  copy[change.at] = (copy[change.at] ?? 0) ^ change.xor
  return copy
}

function seal(rows: readonly Row[], from: number, to: number, blockBytes?: number, slots?: number) {
  const at = (position: number): Row => {
    const row = rows[position]
    if (!row) throw new RangeError('no such row')
    return row
  }
  const input: SegmentInput = {
    id: newId<SegmentId>('seg'),
    retention: 0,
    from,
    to,
    count: rows.length,
    no: (position) => at(position).no,
    conversation: (position) => at(position).conversation,
    kind: (position) => at(position).kind,
    sourceTs: (position) => at(position).sourceTs,
    length: (position) => at(position).bytes.length,
    content: at,
  }
  const plan = planSegment(input, blockBytes, slots)
  const keys = Array.from({ length: plan.keys }, () => ({
    id: newId<KeyId>('key'),
    key: new Uint8Array(randomBytes(32)),
  }))
  const file = Buffer.concat([...segmentPieces(input, plan, keys)])
  return { id: input.id, plan, file, keys: new Map<string, Uint8Array>(keys.map(({ id, key }) => [id, key])) }
}

const rowOf = (no: number, over: Partial<Row> = {}): Row => ({
  no: no as RecordNo,
  conversation: ((no % 3) + 1) as ConversationNo,
  sender: no % 5 === 0 ? null : (((no % 4) + 1) as ParticipantNo),
  seq: Math.floor(no / 3),
  archivedAt: 1_700_000_000_000 + no,
  kind: no % 17,
  sourceTs: no % 7 === 0 ? null : 1_690_000_000_000 - no * 1000,
  bytes: Buffer.from(`记录 ${no}`),
  ...over,
})

const HEADER = { retention: 0, records: 0, blocks: 0 }

describe('a sealed segment', () => {
  test.each([1, 2, 255, 256, 257, 512, 513, 4097])('of %i records gives each back under its number', (count) => {
    const rows = Array.from({ length: count }, (_, at) => rowOf(100 + at))
    const { file, id, keys } = seal(rows, 100, 100 + count)
    expect(readAll(file, id, keys)).toEqual(rows)
  })

  test.each([2047, 2048, 2049, 4097])(
    'of %i records in larger blocks and pages, as they were written before',
    (count) => {
      const rows = Array.from({ length: count }, (_, at) => rowOf(100 + at))
      const { file, id, keys, plan } = seal(rows, 100, 100 + count, 64 * 1024, 2048)
      expect(plan.pages).toBe(Math.ceil(count / 2048))
      expect(readAll(file, id, keys)).toEqual(rows)
    },
  )

  test('is refused where a page is of another size than the first', () => {
    const key = newId<KeyId>('key')
    const lines = [256, 200, 44].map((count) => ({ key, length: 100, plainLength: 100, count }))
    const header: SegmentHeader = { ...HEADER, id: newId<SegmentId>('seg'), from: 0, to: 500, pages: 3 }
    expect(decodeTable(encodeTable(lines), header, HEADER_LENGTH + 300)).toBeNull()
    const whole = lines.map((line, at) => ({ ...line, count: at < 2 ? 200 : 100 }))
    expect(decodeTable(encodeTable(whole), header, HEADER_LENGTH + 300)?.slotsPerPage).toBe(200)
  })

  test('has one key for all its locator pages, each under its number, as the table says', () => {
    const rows = Array.from({ length: 600 }, (_, at) => rowOf(at))
    const { file, id, keys, plan } = seal(rows, 0, 600, 4096)
    expect(plan.pages).toBe(3)
    expect(keys.size).toBe(plan.ends.length + 2)
    expect(readAll(file, id, keys)).toEqual(rows)
    const line = { length: 100, plainLength: 100, count: 256 }
    const lines = [newId<KeyId>('key'), newId<KeyId>('key')].map((key) => ({ ...line, key }))
    const header: SegmentHeader = { ...HEADER, id, from: 0, to: 512, pages: 2 }
    expect(decodeTable(encodeTable(lines), header, HEADER_LENGTH + 200)).toBeNull()
    expect(decodeTable(encodeTable(lines, 1), header, HEADER_LENGTH + 200)?.hasOneLocatorKey).toBe(false)
    const alike = lines.map((each) => ({ ...each, key: lines[0]?.key ?? each.key }))
    expect(decodeTable(encodeTable(alike), header, HEADER_LENGTH + 200)?.hasOneLocatorKey).toBe(true)
  })

  test('is refused where two locator pages are exchanged that say the same under one key', () => {
    const { file, id, keys } = seal([rowOf(1)], 0, 16, 4096, 4)
    const [second, third, end] = pageOffsets(file, id, keys).slice(1)
    if (second === undefined || third === undefined || end === undefined) throw new RangeError('there are four pages')
    expect(end - third).toBe(third - second)
    const swapped = altered(file, { name: '', swap: [second, third, end] })
    expect(() => readAll(swapped, id, keys)).toThrow('segment_damaged')
  })

  test('answers for numbers in its range that are no records', () => {
    const rows = [rowOf(5), rowOf(9)]
    const { file, id, keys } = seal(rows, 3, 12)
    expect(readAll(file, id, keys)).toEqual(rows)
  })

  test('has blocks sorted by conversation, then time with undated first, then number', () => {
    const rows = Array.from({ length: 300 }, (_, at) => rowOf(at, { sourceTs: at % 4 === 0 ? null : 1000 - (at % 50) }))
    const { plan } = seal(rows, 0, 300)
    const order = Array.from(plan.order, (position) => rows[position] ?? rowOf(0))
    const sorted = rows.toSorted(
      (a, b) =>
        a.conversation - b.conversation ||
        (a.sourceTs ?? Number.NEGATIVE_INFINITY) - (b.sourceTs ?? Number.NEGATIVE_INFINITY) ||
        a.no - b.no,
    )
    // -Infinity minus itself is NaN, which || takes for equal
    expect(order.map(({ no }) => no)).toEqual(sorted.map(({ no }) => no))
  })

  test('cuts blocks at their size and gives a large record a block of its own', () => {
    const sizes = [10, 200_000, 10, 16_376, 16_377, 1]
    const rows = sizes.map((size, no) =>
      rowOf(no, { conversation: 1 as ConversationNo, sourceTs: no, bytes: randomBytes(size) }),
    )
    const { file, id, keys, plan } = seal(rows, 0, rows.length)
    expect(plan.ends).toEqual([1, 2, 3, 4, 5, 6])
    expect(readAll(file, id, keys)).toEqual(rows)
  })

  test('never has more than 65,535 records in a block', () => {
    const rows = Array.from({ length: 65_537 }, (_, no) =>
      rowOf(no, { conversation: 1 as ConversationNo, bytes: Buffer.of(1) }),
    )
    const { plan } = seal(rows, 0, rows.length, 100_000_000)
    expect(plan.ends).toEqual([65_535, 65_537])
  })

  test('opens with no other key, and under no other name', () => {
    const { file, id, keys } = seal([rowOf(1)], 1, 2)
    const others = new Map([...keys.keys()].map((key) => [key, new Uint8Array(randomBytes(32))]))
    expect(() => readAll(file, id, others)).toThrow(/segment_damaged/)
    expect(() => readAll(file, newId<SegmentId>('seg'), keys)).toThrow(/segment_damaged/)
  })

  test('that is not there is said to be missing', () => {
    expect(() => SegmentFile.open(join(dir, 'none.seg'), newId<SegmentId>('seg'), () => new Uint8Array(32))).toThrow(
      /segment_missing/,
    )
  })
})

describe('blocks, locators and varints are read strictly', () => {
  const rows = [rowOf(1), rowOf(2)]

  test('a block of another count, cut short, or with a byte too many is none', () => {
    const plain = encodeBlock(rows)
    expect(decodeBlock(plain, 2)?.count).toBe(2)
    for (const count of [0, 1, 3]) expect(decodeBlock(plain, count)).toBeNull()
    for (let length = 0; length < plain.length; length++) expect(decodeBlock(plain.subarray(0, length), 2)).toBeNull()
    expect(decodeBlock(Buffer.concat([plain, Buffer.of(0)]), 2)).toBeNull()
    expect(decodeBlock(Buffer.concat([Buffer.of(2), plain.subarray(1)]), 2)).toBeNull()
  })

  test('a locator page of another length or version is none', () => {
    const page = encodeLocator([null, { block: 1, index: 2, conversation: 3 as ConversationNo, kind: 4, sourceTs: -5 }])
    expect(decodeLocator(page, 2)?.place(1)).toEqual({ block: 1, index: 2, conversation: 3, kind: 4, sourceTs: -5 })
    expect(decodeLocator(page, 2)?.place(0)).toBeNull()
    expect(decodeLocator(page, 1)).toBeNull()
    expect(decodeLocator(Buffer.concat([Buffer.of(0), page.subarray(1)]), 2)).toBeNull()
  })

  test.each([0, 1, 127, 128, 129, 16_383, 16_384, 2 ** 32, 2 ** 52 - 1])(
    'varint %i comes back, signed both ways',
    (value) => {
      const writer = new VarintWriter()
      writer.unsigned(value)
      writer.signed(value)
      writer.signed(-value)
      const reader = new VarintReader(Buffer.from(writer.bytes), 0)
      expect([reader.unsigned(), reader.signed(), reader.signed()]).toEqual([value, value, value === 0 ? 0 : -value])
    },
  )

  test('a varint that could be shorter, is too long, or has no end is none', () => {
    for (const bytes of [[0x80, 0x00], [0xff, 0x80, 0x00], Array(9).fill(0xff), [0x80], []]) {
      expect(new VarintReader(Buffer.from(bytes), 0).unsigned()).toBeNull()
    }
  })
})
