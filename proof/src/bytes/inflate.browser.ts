// The browser side of `#inflate`. Same export as inflate.node.ts.

/**
 * Raw deflate (RFC 1951) inflated. Throws what `bytes` throws, and a TypeError where they are no deflated data, end too soon or go on behind
 * their end.
 */
export async function* inflateRaw(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const from = bytes[Symbol.asyncIterator]()
  // what the source refuses must not become what the inflater says of it
  let refusal: { error: unknown } | null = null
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const next = await from.next()
        if (next.done === true) controller.close()
        else controller.enqueue(new Uint8Array(next.value))
      } catch (error) {
        refusal = { error }
        controller.error(error)
      }
    },
    async cancel() {
      await from.return?.()
    },
  })
  const chunks = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  try {
    for (;;) {
      const next = await chunks.read()
      if (next.done) return
      yield next.value
    }
  } catch (error) {
    throw refusalOr(refusal, error)
  } finally {
    await chunks.cancel().catch(() => undefined) // a stream that has failed has nothing left to cancel
  }
}

function refusalOr(refusal: { error: unknown } | null, error: unknown): unknown {
  return refusal === null ? error : refusal.error
}
