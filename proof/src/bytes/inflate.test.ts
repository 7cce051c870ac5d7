import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { readWhole } from '../containers/reader.ts'
import { inflateRaw as inBrowser } from './inflate.browser.ts'
import { inflateRaw as inNode } from './inflate.node.ts'

// Both sides of `#inflate` give the same bytes and refuse the same things.

const content = new Uint8Array(600_000)
for (let at = 0; at < content.length; at += 100) content.set(bytesFrom(`inflate ${at % 7000}`, 40), at)
const packed = new Uint8Array(deflateRawSync(content))

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

describe.each([
  ['node', inNode],
  ['browser', inBrowser],
])('raw deflate, %s', (_, inflateRaw) => {
  const whole = (bytes: AsyncIterable<Uint8Array>) => readWhole(inflateRaw(bytes), 1e6, 'a file')

  test('is inflated whatever pieces it comes in', async () => {
    for (const size of [1000, 65_536, packed.length]) {
      const inflated = await whole(pieces(packed, size))
      expect(Buffer.compare(inflated, content)).toBe(0)
    }
  })

  test('that is cut, damaged or goes on behind its end is refused', async () => {
    await expect(whole(pieces(packed.slice(0, 2000), 1000))).rejects.toThrow()
    await expect(whole(pieces(Uint8Array.of(...packed, 1), 100_000))).rejects.toThrow()
    await expect(whole(pieces(new Uint8Array(20).fill(0xff), 10))).rejects.toThrow()
    await expect(whole(pieces(new Uint8Array(0), 10))).rejects.toThrow()
  })

  test('throws what its source throws, and ends it when nobody wants more', async () => {
    const broken = (async function* () {
      yield packed.slice(0, 1000)
      throw new RangeError('the source')
    })()
    await expect(whole(broken)).rejects.toThrow('the source')
    let ended = false
    const source = (async function* () {
      try {
        yield* pieces(packed, 1000)
      } finally {
        ended = true
      }
    })()
    for await (const _piece of inflateRaw(source)) break
    await expect.poll(() => ended).toBe(true)
  })
})
