import { createHash, getHashes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { toHex, utf8 } from '../bytes/bytes.ts'
import { createSm3 as inBrowser } from './crypto.browser.ts'
import { createSm3 as inNode } from './crypto.node.ts'

// Both sides of `#crypto`. The vectors are those of GB/T 32905-2016, appendix A.
describe.each([
  ['node', inNode],
  ['browser', inBrowser],
])('SM3, %s', (_, create) => {
  const sm3 = (...parts: Uint8Array[]): string => {
    const running = create()
    for (const part of parts) running.update(part)
    return toHex(running.digest())
  }

  test('gives the digests of the standard', () => {
    expect(sm3(utf8('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
    expect(sm3(utf8('abcd'.repeat(16)))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
    expect(sm3()).toBe('1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b')
  })

  test('gives the same whatever pieces a message comes in', () => {
    const message = bytesFrom('sm3', 300)
    const whole = sm3(message)
    for (const at of [0, 1, 55, 63, 64, 65, 128, 299]) {
      expect(sm3(message.subarray(0, at), message.subarray(at))).toBe(whole)
    }
    expect(sm3(...Array.from(message, (_, i) => message.subarray(i, i + 1)))).toBe(whole)
  })

  test.runIf(getHashes().includes('sm3'))('agrees with OpenSSL at every length around the blocks', () => {
    for (let length = 0; length < 200; length++) {
      const message = bytesFrom(`sm3 ${length}`, length)
      expect(sm3(message)).toBe(createHash('sm3').update(message).digest('hex'))
    }
  })
})
