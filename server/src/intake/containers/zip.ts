import { fromRandomAccessReaderPromise, type Entry as ListedEntry, RandomAccessReader } from 'yauzl'
import type { Reason } from '../piece.ts'
import { type ByteSource, streamOf } from './byte-source.ts'
import { type Bounds, type Entry, type Packed, unpack } from './entry.ts'
import { isSafeName, readName, type ZipMember } from './zip-member.ts'
import { findEntries } from './zip-recovery.ts'

export interface ZipListing {
  entries: Entry[]
  /** True: the directory at the archive's end could not be read, and the members were found by their own headers. */
  recovered: boolean
}

/**
 * Lists an archive. Nothing is ever written: members are read as streams, whatever they are called. Bytes that no
 * member accounts for are entries of their own, refused as `unlisted`.
 */
export async function listZip(source: ByteSource, bounds: Bounds): Promise<ZipListing> {
  const listed = await readDirectory(source, bounds).catch(() => null) // yauzl: any error is a damaged directory
  const found = listed ?? (await findEntries(source, bounds))
  const members = found.members.sort((a, b) => a.start - b.start)
  const entries: Entry[] = []
  let at = 0
  for (const member of members) {
    const overlapping = member.start < at
    if (!overlapping) entries.push(...(await strayBytes(source, at, member.start)))
    at = Math.max(at, member.dataEnd)
    const isDirectory = member.name.endsWith('/') && member.dataEnd === member.dataStart
    if (!isDirectory) entries.push(toEntry(source, member, overlapping ? 'overlapping' : null, bounds))
  }
  entries.push(...(await strayBytes(source, at, found.directoryStart)))
  return { entries, recovered: listed === null }
}

interface Found {
  members: ZipMember[]
  /** Where the members end. */
  directoryStart: number
}

async function readDirectory(source: ByteSource, bounds: Bounds): Promise<Found | null> {
  const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, {
    autoClose: false,
    decodeStrings: false, // a bad name must not end the listing
    validateEntrySizes: false,
  })
  const directoryStart = (zip as unknown as { readEntryCursor: number }).readEntryCursor // declared boolean, is an offset
  if (zip.entryCount > bounds.entries) return null
  const members: ZipMember[] = []
  for await (const listed of zip.eachEntry()) {
    const member = await toMember(source, listed)
    if (!member) return null
    members.push(member)
  }
  return { members, directoryStart }
}

/** null: what the directory says does not match what lies there. */
async function toMember(source: ByteSource, listed: ListedEntry): Promise<ZipMember | null> {
  const start = listed.relativeOffsetOfLocalHeader
  if (start + 30 > source.size) return null
  const header = await source.read(start, 30)
  if (header.readUInt32LE(0) !== 0x04034b50) return null
  const dataStart = start + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const dataEnd = dataStart + listed.compressedSize
  if (dataEnd > source.size) return null
  return {
    name: readName(listed.fileNameRaw, listed.generalPurposeBitFlag),
    flags: listed.generalPurposeBitFlag,
    method: listed.compressionMethod,
    crc: listed.crc32,
    size: listed.uncompressedSize,
    symlink: listed.versionMadeBy >> 8 === 3 && ((listed.externalFileAttributes >>> 16) & 0o170000) === 0o120000,
    start,
    dataStart,
    dataEnd,
    complete: true,
  }
}

function toEntry(source: ByteSource, member: ZipMember, refused: Reason | null, bounds: Bounds): Entry {
  const { start, dataStart, dataEnd } = member
  const packed: Packed = {
    source,
    start: dataStart,
    end: dataEnd,
    method: member.method === 0 ? 'stored' : 'deflate',
    crc: member.complete ? member.crc : null,
    size: member.complete ? member.size : null,
    cutOff: !member.complete,
  }
  return {
    name: member.name,
    alone: false,
    refused: refused ?? refusalOf(member, bounds),
    claimed: member.size ?? dataEnd - dataStart,
    rawSize: dataEnd - start,
    raw: () => streamOf(source, start, dataEnd),
    rest: (used) => ({ start: dataStart + used - start, bytes: streamOf(source, dataStart + used, dataEnd) }),
    content: () => unpack(packed, bounds),
  }
}

function refusalOf(member: ZipMember, bounds: Bounds): Reason | null {
  if (!isSafeName(member.name)) return 'unsafe_name'
  if (member.symlink) return 'symlink'
  if ((member.flags & 0x41) !== 0) return 'encrypted_entry'
  if (member.method !== 0 && member.method !== 8) return 'unsupported_compression'
  const packed = member.dataEnd - member.dataStart
  const claimed = member.size ?? 0
  return claimed > bounds.freeBytes && claimed > bounds.ratio * packed ? 'bomb' : null
}

/** Bytes between members: a data descriptor (APPNOTE 4.3.9) and zero padding are the archive's own. */
async function strayBytes(source: ByteSource, from: number, to: number): Promise<Entry[]> {
  if (to <= from) return []
  const start = from + (await descriptorLength(source, from, to))
  let zeros = true
  for await (const chunk of streamOf(source, start, to)) zeros &&= chunk.every((byte) => byte === 0)
  if (zeros) return []
  const raw = () => streamOf(source, start, to)
  const rest = () => ({ start: 0, bytes: raw() })
  return [{ name: '', alone: false, refused: 'unlisted', claimed: 0, rawSize: to - start, raw, rest, content: raw }]
}

async function descriptorLength(source: ByteSource, from: number, to: number): Promise<number> {
  if (from === 0 || to - from < 12) return 0
  if (to - from === 12 || to - from === 20) return to - from
  const signed = (await source.read(from, 4)).readUInt32LE(0) === 0x08074b50
  return signed ? (to - from >= 24 ? 24 : Math.min(16, to - from)) : 0
}

class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource
  constructor(source: ByteSource) {
    super()
    this.#source = source
  }
  override read(to: Buffer, offset: number, length: number, at: number, done: (error: Error | null) => void): void {
    // a source that throws at once must not throw into the middle of the listing, which would never end
    const bytes = Promise.resolve().then(() => this.#source.read(at, length))
    bytes.then((read) => {
      read.copy(to, offset)
      done(null)
    }, done)
  }
}
