import { createSecretKey, type KeyObject } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { Fault, type KeyId, type SegmentId } from '#base'
import { type Block, decodeBlock } from './block.ts'
import { type FrameAddress, type FrameLock, frameLock, openFrame, segmentDamaged } from './frame.ts'
import {
  decodeHeader,
  decodeTable,
  decodeTrailer,
  type FrameLine,
  type FrameTable,
  HEADER_LENGTH,
  type SegmentHeader,
  TRAILER_LENGTH,
} from './layout.ts'
import { decodeLocator, type LocatorPage } from './locator.ts'

/** Opens a frame's key; throws where the register no longer has it (destroyed). */
export type OpenKey = (id: KeyId) => Uint8Array

/** One segment file, open for reading. Whoever opens it closes it. */
export class SegmentFile {
  readonly header: SegmentHeader
  readonly table: FrameTable
  readonly #file: number
  readonly #openKey: OpenKey
  #locatorKey: KeyObject | null = null

  private constructor(file: number, header: SegmentHeader, table: FrameTable, openKey: OpenKey) {
    this.#file = file
    this.header = header
    this.table = table
    this.#openKey = openKey
  }

  /** @throws Fault `segment_missing`, `segment_unreadable`, `segment_damaged`; what the key register throws */
  static open(path: string, id: SegmentId, openKey: OpenKey): SegmentFile {
    const file = openFile(path, id)
    try {
      const length = fstatSync(file).size
      if (length < HEADER_LENGTH + TRAILER_LENGTH) throw segmentDamaged(id, 'length')
      const headerBytes = readAt(file, id, 0, HEADER_LENGTH)
      const header = decodeHeader(headerBytes)
      if (!header || header.id !== id) throw segmentDamaged(id, 'header')
      const trailer = decodeTrailer(readAt(file, id, length - TRAILER_LENGTH, TRAILER_LENGTH), length)
      if (!trailer) throw segmentDamaged(id, 'trailer')
      const address: FrameAddress = { segment: id, kind: 'table', number: 0, count: header.blocks + header.pages }
      const sealed = readAt(file, id, trailer.tableOffset, trailer.tableLength)
      const plain = openFrame(
        address,
        sealed,
        frameLock(openKey(trailer.tableKey)),
        trailer.tablePlainLength,
        headerBytes,
      )
      const table = decodeTable(plain, header, trailer.tableOffset)
      if (!table) throw segmentDamaged(id, 'table')
      return new SegmentFile(file, header, table, openKey)
    } catch (error) {
      closeSync(file)
      throw error
    }
  }

  readBlock(number: number): Block {
    const { plain, count } = this.#frame('content', number, number)
    const block = decodeBlock(plain, count)
    if (!block) throw segmentDamaged(this.header.id, 'content', number)
    return block
  }

  readPage(number: number): LocatorPage {
    const { plain, count } = this.#frame('locator', number, this.header.blocks + number)
    const page = decodeLocator(plain, count)
    if (!page) throw segmentDamaged(this.header.id, 'locator', number)
    return page
  }

  close(): void {
    closeSync(this.#file)
  }

  #frame(kind: FrameAddress['kind'], number: number, frame: number): { plain: Buffer; count: number } {
    const { id } = this.header
    if (frame >= this.table.frames) throw segmentDamaged(id, kind, number)
    const line = this.table.line(frame)
    const sealed = readAt(this.#file, id, line.offset, line.length)
    const lock = this.#lockOf(line, kind === 'locator' ? number : null)
    const plain = openFrame({ segment: id, kind, number, count: line.count }, sealed, lock, line.plainLength)
    return { plain, count: line.count }
  }

  /** @param page of a locator frame: the key that seals all of them is kept while the file is open */
  #lockOf(line: FrameLine, page: number | null): FrameLock {
    if (page === null || !this.table.hasOneLocatorKey) return frameLock(this.#keyOf(line))
    this.#locatorKey ??= this.#keyOf(line)
    return frameLock(this.#locatorKey, page)
  }

  #keyOf({ key }: FrameLine): KeyObject {
    const bytes = this.#openKey(key)
    const opened = createSecretKey(bytes)
    bytes.fill(0)
    return opened
  }
}

function openFile(path: string, id: SegmentId): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Fault('segment_missing', `the file of segment ${id} is gone; put it back from a backup`, {
        segment: id,
      })
    }
    throw unreadable(id, error)
  }
}

function readAt(file: number, id: SegmentId, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  try {
    while (done < length) {
      const read = readSync(file, bytes, done, length - done, offset + done)
      if (read === 0) break
      done += read
    }
  } catch (error) {
    throw unreadable(id, error)
  }
  if (done < length) throw segmentDamaged(id, 'length')
  return bytes
}

function unreadable(id: SegmentId, cause: unknown): Fault {
  return new Fault('segment_unreadable', `the disk cannot read segment ${id}`, { segment: id }, { cause })
}
