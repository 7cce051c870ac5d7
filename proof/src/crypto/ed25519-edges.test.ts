import { createHash } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { bytesFrom } from '../../test/support/sample.ts'
import { fromHex } from '../bytes/bytes.ts'
import * as browser from './crypto.browser.ts'
import * as node from './crypto.node.ts'

// Signatures that implementations of Ed25519 disagree over (Chalkias, Garillot, Nikolaenko 2020; C2SP/CCTV has a table of them). A house
// that could make one would have packages that are genuine on the page and wrong on the command line.

const { Point } = ed25519
const ORDER = Point.Fn.ORDER
const SECRET = 0x1234567890abcdef1234567890abcdefn

const numberOf = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
const bytesOf = (number: bigint) =>
  Uint8Array.from({ length: 32 }, (_, at) => Number((number >> BigInt(8 * at)) & 0xffn))
const challengeOf = (r: Uint8Array, key: Uint8Array, message: Uint8Array) =>
  numberOf(createHash('sha512').update(r).update(key).update(message).digest()) % ORDER

/** What both sides say of it, which must be one. */
function verdict(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const said = node.verifyEd25519(key, message, signature)
  expect(browser.verifyEd25519(key, message, signature)).toBe(said)
  return said
}

// a point of order eight: all points of small order are its multiples
const TORSION = Point.fromBytes(fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'))
const messages = Array.from({ length: 64 }, (_, n) => bytesFrom(`edge ${n}`, 40))

describe('a signature at the edges of Ed25519', () => {
  it('is one that counts by its bytes, also under a key that is a sum with a point of order eight', () => {
    const key = Point.BASE.multiply(SECRET).add(TORSION).toBytes()
    const said = messages.map((message, n) => {
      const nonce = BigInt(n + 1) * 7919n
      const r = Point.BASE.multiply(nonce).toBytes()
      const challenge = challengeOf(r, key, message)
      const signature = Buffer.concat([r, bytesOf((nonce + challenge * SECRET) % ORDER)])
      // with the factor of eight all of these would do, without it those whose challenge takes the small part away
      expect(verdict(key, message, signature)).toBe(challenge % 8n === 0n)
      return challenge % 8n === 0n
    })
    expect(new Set(said).size).toBe(2)
  })

  it('is none where its first half has a small part', () => {
    const key = Point.BASE.multiply(SECRET).toBytes()
    for (const [n, message] of messages.entries()) {
      const nonce = BigInt(n + 1)
      const whole = Point.BASE.multiply(nonce)
      for (const [point, isOne] of [
        [whole, true],
        [whole.add(TORSION), false],
      ] as const) {
        const r = point.toBytes()
        const scalar = (nonce + challengeOf(r, key, message) * SECRET) % ORDER
        expect(verdict(key, message, Buffer.concat([r, bytesOf(scalar)]))).toBe(isOne)
        // the same number once more around the order is another spelling of it
        expect(verdict(key, message, Buffer.concat([r, bytesOf(scalar + ORDER)]))).toBe(false)
      }
    }
  })

  it('is none under a key of small order, in any spelling, with which one would fit many messages', () => {
    const keys = Array.from({ length: 8 }, (_, k) =>
      Point.ZERO.add(k === 0 ? Point.ZERO : TORSION.multiplyUnsafe(BigInt(k))).toBytes(),
    )
    const other = keys.map((key) => key.with(31, (key[31] ?? 0) ^ 0x80)) // the sign of nothing
    const unreduced = ['ed', 'ee'].flatMap((first) =>
      ['7f', 'ff'].map((last) => fromHex(`${first}${'ff'.repeat(30)}${last}`)),
    )
    for (const key of [...keys, ...other, ...unreduced])
      for (const r of keys)
        for (const message of messages.slice(0, 16))
          expect(verdict(key, message, Buffer.concat([r, new Uint8Array(32)]))).toBe(false)
  })
})
