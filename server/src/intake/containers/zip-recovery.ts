import { type ByteSource, streamOf } from './byte-source.ts'
import { type Bounds, Broken, unpack } from './entry.ts'
import { readName, type ZipMember } from './zip-member.ts'

// An archive whose directory is gone (a download that broke off) still holds its members, each behind a header of its
// own: APPNOTE 4.3.7.

const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50
const MARK = Buffer.from([0x50, 0x4b, 0x03, 0x04])

export async function findEntries(
  source: ByteSource,
  bounds: Bounds,
): Promise<{ members: ZipMember[]; directoryStart: number }> {
  const members: ZipMember[] = []
  let at = 0
  while (members.length < bounds.entries) {
    const start = await nextMark(source, at)
    if (start < 0) break
    const member = await readMember(source, start, bounds)
    if (!member) {
      at = start + MARK.length
      continue
    }
    members.push(member)
    at = Math.max(member.dataEnd, start + 30)
  }
  return { members, directoryStart: await directoryAfter(source, at) }
}

/** null: these four bytes begin no header. */
async function readMember(source: ByteSource, start: number, bounds: Bounds): Promise<ZipMember | null> {
  if (start + 30 > source.size) return null
  const header = await source.read(start, 30)
  const nameLength = header.readUInt16LE(26)
  const dataStart = start + 30 + nameLength + header.readUInt16LE(28)
  if (header.readUInt32LE(0) !== LOCAL || nameLength === 0 || dataStart > source.size) return null
  const flags = header.readUInt16LE(6)
  const method = header.readUInt16LE(8)
  const raw = await source.read(start + 30, dataStart - start - 30)
  const described = {
    name: readName(raw.subarray(0, nameLength), flags),
    flags,
    method,
    symlink: false,
    start,
    dataStart,
  }
  const sizes = sizesOf(header, raw.subarray(nameLength))
  if ((flags & 8) === 0) {
    const dataEnd = Math.min(source.size, dataStart + sizes.packed)
    const complete = dataStart + sizes.packed <= source.size
    return { ...described, crc: header.readUInt32LE(14), size: sizes.content, dataEnd, complete }
  }
  return { ...described, ...(await followData(source, dataStart, method, bounds)) }
}

type Rest = Pick<ZipMember, 'crc' | 'size' | 'dataEnd' | 'complete'>

/** Its sizes come after the data: only inflating tells where that ends. */
async function followData(source: ByteSource, dataStart: number, method: number, bounds: Bounds): Promise<Rest> {
  let size = 0
  let consumed = -1
  try {
    const packed = { source, start: dataStart, end: source.size, method: 'deflate', crc: null, size: null } as const
    if (method === 8) {
      for await (const chunk of unpack({ ...packed, cutOff: false }, bounds)) size += chunk.length
      consumed = source.size - dataStart
    }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    if (error.reason === 'unlisted') consumed = error.consumed // more follows the end of the data, as it should
  }
  if (consumed < 0) {
    // no end found: it reaches to the next header, or to the end of the file
    const next = await nextMark(source, dataStart)
    return { crc: null, size: null, dataEnd: next < 0 ? source.size : next, complete: false }
  }
  const dataEnd = dataStart + consumed
  return { crc: await crcAfter(source, dataEnd), size, dataEnd, complete: true }
}

async function crcAfter(source: ByteSource, at: number): Promise<number | null> {
  if (at + 8 > source.size) return null
  const bytes = await source.read(at, 8)
  return bytes.readUInt32LE(0) === DESCRIPTOR ? bytes.readUInt32LE(4) : bytes.readUInt32LE(0)
}

function sizesOf(header: Buffer, extra: Buffer): { packed: number; content: number } {
  const packed = header.readUInt32LE(18)
  const content = header.readUInt32LE(22)
  if (packed !== 0xffffffff && content !== 0xffffffff) return { packed, content }
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1 || at + 20 > extra.length) continue
    return { content: Number(extra.readBigUInt64LE(at + 4)), packed: Number(extra.readBigUInt64LE(at + 12)) }
  }
  return { packed, content }
}

async function nextMark(source: ByteSource, from: number): Promise<number> {
  return find(source, from, MARK)
}

/** The directory's own remains (PK 01 02, PK 05 06) are the archive's, not stray bytes. */
async function directoryAfter(source: ByteSource, from: number): Promise<number> {
  const found = await find(source, from, Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  if (found >= 0) return found
  const end = await find(source, from, Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  return end < 0 ? source.size : end
}

async function find(source: ByteSource, from: number, mark: Buffer): Promise<number> {
  let before: Buffer = Buffer.alloc(0)
  let at = from
  for await (const chunk of streamOf(source, from)) {
    const bytes = Buffer.concat([before, chunk])
    const found = bytes.indexOf(mark)
    if (found >= 0) return at - before.length + found
    at += chunk.length
    before = bytes.subarray(Math.max(0, bytes.length - mark.length + 1))
  }
  return -1
}
