import { pipeline, Readable } from 'node:stream'
import { crc32, createGunzip, createInflateRaw } from 'node:zlib'
import type { Reason } from '../piece.ts'
import { type ByteSource, streamOf } from './byte-source.ts'

/** One file of a source: itself, a member of an archive, a file of a folder. */
export interface Entry {
  /** Path inside the archive or folder, or the file's own name. attacker-controlled: never a path on this machine */
  name: string
  /** True: the source is this one file. */
  alone: boolean
  /** Set: it is not read; its raw bytes go to quarantine. */
  refused: Reason | null
  /** Bytes of its content as its container says; before it is read that is only a claim. */
  claimed: number
  rawSize: number
  /** Its bytes as they lie in the container, the container's words about it included. */
  raw(): AsyncIterable<Buffer>
  /** What lies behind the first `used` bytes that `content` reads; where that is in `raw`. */
  rest(used: number): { start: number; bytes: AsyncIterable<Buffer> }
  /** Its content. @throws Broken */
  content(): AsyncIterable<Buffer>
}

/** Inflated data that turned out wrong. Thrown inside this room only. */
export class Broken extends Error {
  readonly reason: Reason
  /** Packed bytes used up before. */
  readonly consumed: number
  constructor(reason: Reason, consumed: number) {
    super(reason)
    this.reason = reason
    this.consumed = consumed
  }
}

export interface Bounds {
  /** Most bytes out per byte in, once more than `freeBytes` came out. */
  ratio: number
  freeBytes: number
  /** Most bytes out of a whole source. */
  totalBytes: number
  entries: number
}

export const BOUNDS: Bounds = { ratio: 200, freeBytes: 10 * 1024 * 1024, totalBytes: 100 * 2 ** 30, entries: 500_000 }

export interface Packed {
  source: ByteSource
  start: number
  end: number
  method: 'stored' | 'deflate' | 'gzip'
  /** Null: the method carries its own check, or none is known. */
  crc: number | null
  /** Null: not known. */
  size: number | null
  /** True: fewer bytes are there than its container says. */
  cutOff: boolean
}

/**
 * The content behind packed bytes.
 * @throws Broken `bomb`; `truncated` where the data just stops; `damaged` where it, its checksum or its length is wrong;
 *   `unlisted` where more bytes follow its end
 */
export async function* unpack(packed: Packed, bounds: Bounds): AsyncGenerator<Buffer> {
  const { source, start, end } = packed
  const counter = { crc: 0, size: 0, consumed: 0 }
  const chunks = packed.method === 'stored' ? streamOf(source, start, end) : inflate(packed, bounds, counter)
  for await (const chunk of chunks) {
    if (packed.crc !== null) counter.crc = crc32(chunk, counter.crc)
    counter.size += chunk.length
    yield chunk
  }
  const wrong =
    (packed.crc !== null && counter.crc !== packed.crc) || (packed.size !== null && counter.size !== packed.size)
  if (wrong) throw new Broken('damaged', end - start)
  if (packed.cutOff) throw new Broken('truncated', end - start)
  if (packed.method !== 'stored' && counter.consumed < end - start) throw new Broken('unlisted', counter.consumed)
}

async function* inflate(packed: Packed, bounds: Bounds, counter: { consumed: number }): AsyncGenerator<Buffer> {
  const raw = Readable.from(copies(streamOf(packed.source, packed.start, packed.end)))
  const inflater =
    packed.method === 'gzip' ? createGunzip({ chunkSize: 256 * 1024 }) : createInflateRaw({ chunkSize: 256 * 1024 })
  pipeline(raw, inflater, () => undefined) // its error arrives below, from the inflater
  let size = 0
  try {
    for await (const chunk of inflater as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > bounds.freeBytes && size > bounds.ratio * inflater.bytesWritten) throw new Broken('bomb', 0)
      yield chunk
    }
  } catch (error) {
    if (error instanceof Broken) throw error
    const code = error instanceof Error && 'code' in error ? error.code : ''
    // Z_BUF_ERROR is zlib's word for an end that came too early; whatever else, the data is wrong
    if (code === 'Z_BUF_ERROR') throw new Broken('truncated', packed.end - packed.start)
    if (typeof code === 'string' && code.startsWith('Z_')) throw new Broken('damaged', inflater.bytesWritten)
    throw error
  } finally {
    raw.destroy()
    inflater.destroy()
  }
  counter.consumed = inflater.bytesWritten
}

/** The inflater reads ahead: it needs chunks that stay as they are. */
async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}
