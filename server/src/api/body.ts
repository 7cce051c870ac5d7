import { Readable } from 'node:stream'

/**
 * Content as the body of an answer. `close` is called when it is over, however it is: whoever goes away before the first byte was
 * asked for never begins the generator, and its `finally` with the open file never runs.
 */
export function bodyOf(content: AsyncIterable<Uint8Array>, close: () => Promise<unknown>): Readable {
  const body = Readable.from(content, { objectMode: false })
  body.once('close', () => void close().catch(() => undefined)) // nobody is there any more to be told
  return body
}
