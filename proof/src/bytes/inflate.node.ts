import { pipeline, Readable } from 'node:stream'
import { createInflateRaw, type ZlibOptions } from 'node:zlib'

// The Node side of `#inflate`: zlib in its own thread pool, in large pieces. The web's DecompressionStream does the same there behind three
// more layers of streams.

/** Half a dozen of these are on their way at a time. */
const PIECE = 256 * 1024

/**
 * Raw deflate (RFC 1951) inflated. Throws what `bytes` throws, and an error of zlib where they are no deflated data, end too soon or go on
 * behind their end.
 */
export async function* inflateRaw(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // @types/node leaves the second option out; DecompressionStream sets it too (zip.test.ts holds it)
  const options: ZlibOptions & { rejectGarbageAfterEnd: boolean } = { chunkSize: PIECE, rejectGarbageAfterEnd: true }
  const inflater = createInflateRaw(options)
  // whatever goes wrong on either side ends both, and is thrown by the loop over the inflater
  pipeline(Readable.from(bytes, { highWaterMark: 2 }), inflater, () => undefined)
  yield* inflater as AsyncIterable<Uint8Array> // a stream of Buffers
}
