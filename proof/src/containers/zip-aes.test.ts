import { createCipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { fromHex, toHex, utf8 } from '../bytes/bytes.ts'
import { AesBlocks } from '../crypto/aes-tables.ts'
import * as browser from '../crypto/crypto.browser.ts'
import * as node from '../crypto/crypto.node.ts'
import { CounterStream, decrypted } from './zip-aes.ts'

describe('AES-256 by tables', () => {
  it('gives the example of FIPS 197, appendix C.3', () => {
    const key = fromHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')
    const block = fromHex('00112233445566778899aabbccddeeff')
    new AesBlocks(key).encrypt(block)
    expect(toHex(block)).toBe('8ea2b7ca516745bfeafc49904b496089')
  })

  it('and node’s own, HMAC-SHA-1 and PBKDF2 say the same on both sides', () => {
    for (let round = 0; round < 40; round++) {
      const key = bytesFrom(`key ${round}`, 32)
      const blocks = () => bytesFrom(`blocks ${round}`, 32)
      expect(browser.aesBlocks(key)(blocks())).toEqual(new Uint8Array(node.aesBlocks(key)(blocks())))
      const macs = [browser, node].map((side) => {
        const mac = side.hmacSha1(key)
        for (const word of ['a', '', 'b'.repeat(round * 7)]) mac.update(utf8(word))
        return toHex(mac.digest())
      })
      expect(macs[0]).toBe(macs[1])
    }
    const salt = bytesFrom('salt', 16)
    expect(browser.pbkdf2Sha1(utf8('电池'), salt, 1000, 66)).toEqual(node.pbkdf2Sha1(utf8('电池'), salt, 1000, 66))
    for (const side of [browser, node]) expect(() => side.aesBlocks(salt)).toThrow('bad_length')
  })
})

describe('the key stream of a zip', () => {
  it('counts little-endian from 1, whatever the lengths of the pieces', () => {
    for (let round = 0; round < 20; round++) {
      const key = bytesFrom(`stream ${round}`, 32)
      const size = 70_000 + round
      const blocks = Buffer.alloc(Math.ceil(size / 16) * 16)
      for (let i = 0; i < blocks.length / 16; i++) blocks.writeUInt32LE(i + 1, i * 16)
      const expected = createCipheriv('aes-256-ecb', key, null).update(blocks).subarray(0, size)
      const bytes = new Uint8Array(size)
      const stream = new CounterStream(key)
      for (let at = 0; at < size; ) {
        const count = Math.min(size - at, 1 + ((at * 31 + round) % 900))
        stream.apply(bytes.subarray(at, at + count))
        at += count
      }
      expect(Buffer.compare(expected, bytes)).toBe(0)
    }
  })

  it('an entry cut short, changed or without its tag is refused', async () => {
    const password = 'word'
    const salt = bytesFrom('entry salt', 16)
    const keys = node.pbkdf2Sha1(utf8(password), salt, 1000, 66)
    const body = bytesFrom('body', 100)
    const plain = body.slice()
    new CounterStream(keys.subarray(0, 32)).apply(body)
    const mac = node.hmacSha1(keys.subarray(32, 64))
    mac.update(body)
    const entry = Buffer.concat([salt, keys.subarray(64), body, mac.digest().subarray(0, 10)])
    const read = async (bytes: Uint8Array, step: number, word = password) => {
      const parts: Uint8Array[] = []
      async function* pieces() {
        for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
      }
      for await (const part of decrypted(pieces(), word)) parts.push(part)
      return toHex(Buffer.concat(parts))
    }
    for (const step of [1, 7, 18, 64, 1000]) {
      expect(await read(entry, step)).toBe(toHex(plain))
      for (const cut of [0, 17, 18, 27, 127])
        await expect(read(entry.subarray(0, cut), step)).rejects.toThrow('bad_zip')
      const changed = Buffer.from(entry)
      changed[50] = (changed[50] ?? 0) ^ 1
      await expect(read(changed, step)).rejects.toThrow('bad_zip')
      await expect(read(entry, step, 'other')).rejects.toThrow('wrong_password')
    }
  })
})
