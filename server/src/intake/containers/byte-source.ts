import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Refusal } from '#base'

/** Bytes that can be read anywhere, again and again: an archive's directory stands at its end. */
export interface ByteSource {
  readonly size: number
  /**
   * Exactly `length` bytes from `start`, in `into` where it is given and large enough.
   * @throws Refusal `source_changed` where they are no longer there
   */
  read(start: number, length: number, into?: Buffer): Promise<Buffer>
  close(): Promise<void>
}

const CHUNK = 256 * 1024

/** @throws Refusal `source_missing`, `source_not_a_file` */
export async function openFile(path: string, follow = true): Promise<ByteSource> {
  let file: FileHandle
  try {
    // a pipe without a writer would keep whoever opens it waiting for ever
    const flags = constants.O_RDONLY | constants.O_NONBLOCK
    file = await open(path, follow ? flags : flags | constants.O_NOFOLLOW)
  } catch {
    throw new Refusal('not_found', 'source_missing')
  }
  const stat = await file.stat()
  if (!stat.isFile()) {
    await file.close()
    throw new Refusal('invalid', 'source_not_a_file')
  }
  return {
    size: stat.size,
    async read(start, length, into) {
      const bytes = roomFor(length, into)
      for (let at = 0; at < length; ) {
        const { bytesRead } = await file.read(bytes, at, length - at, start + at)
        if (bytesRead === 0) throw new Refusal('conflict', 'source_changed')
        at += bytesRead
      }
      return bytes
    },
    close: () => file.close(),
  }
}

export function roomFor(length: number, into: Buffer | undefined): Buffer {
  return into && into.length >= length ? into.subarray(0, length) : Buffer.allocUnsafe(length)
}

/** Chunk after chunk in one buffer: each is valid until the next is asked for. */
export async function* streamOf(source: ByteSource, start = 0, end = source.size): AsyncGenerator<Buffer> {
  const room = Buffer.allocUnsafeSlow(Math.max(0, Math.min(CHUNK, end - start)))
  for (let at = start; at < end; ) {
    const chunk = await source.read(at, Math.min(CHUNK, end - at), room)
    at += chunk.length
    yield chunk
  }
}

/** The first `length` bytes of a stream that may have more. */
export async function* firstBytes(chunks: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let left = length
  for await (const chunk of chunks) {
    if (left <= 0) return
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}
