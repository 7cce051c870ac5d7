import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bytesFrom, chanceFrom, randomText, sampleFields } from '../../test/support/sample.ts'
import { ProofError } from '../bytes/errors.ts'
import { countCodePoints, recordDigest } from './commitment.ts'
import { FIELDS, type RecordFields } from './record.ts'

// The commitment once more, word for word from formats/commitment.md and as slow as it likes: no arena, no shared code.

const sha = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(typeof part === 'string' ? Buffer.from(part, 'utf8') : part)
  return hash.digest()
}
const bytes = (...values: number[]): Buffer => Buffer.from(values)
const u16 = (value: number): Buffer => bytes(value >> 8, value & 255)
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)])

function slowCharacters(fieldSeed: Buffer, text: string): Buffer {
  const characters = Array.from(text)
  const blocks: Buffer[] = []
  for (let b = 0; b * 64 < characters.length; b++) {
    const blockSeed = sha(bytes(7), fieldSeed, u32(b)).subarray(0, 16)
    const leaves = characters.slice(b * 64, b * 64 + 64).map((character, i) => {
      const pair = sha(bytes(2), blockSeed, u16(i >> 1))
      return sha(bytes(0), pair.subarray(16 * (i & 1), 16 * (i & 1) + 16), character)
    })
    blocks.push(sha(bytes(1), u16(leaves.length), ...leaves))
  }
  return sha(bytes(3), u32(characters.length), u32(blocks.length), ...blocks)
}

function slowDigest(seed: Uint8Array, fields: RecordFields): string {
  const digests = FIELDS.map((field, k) => {
    const fieldSeed = sha(bytes(6), seed, bytes(k)).subarray(0, 16)
    const value = fields[field]
    if (field === 'sender' || field === 'senderName' || field === 'body')
      return slowCharacters(fieldSeed, fields[field])
    const time = Buffer.alloc(8)
    if (typeof value === 'number') time.writeBigInt64BE(BigInt(value))
    const content = value === null ? '' : typeof value === 'number' ? time : value
    return sha(bytes(4), fieldSeed, bytes(k), content)
  })
  return sha(bytes(5, 1), ...digests).toString('hex')
}

const hex = (digest: Uint8Array): string => Buffer.from(digest).toString('hex')

describe('commitment', () => {
  it('equals a second, slow reading of the format for random records', () => {
    const chance = chanceFrom(2)
    for (let i = 0; i < 500; i++) {
      const seed = bytesFrom(`seed ${i}`, 16)
      const fields = sampleFields({
        body: randomText(chance, 200),
        sender: randomText(chance, 12),
        senderName: randomText(chance, 6),
        extra: randomText(chance, 40),
        sourceTs: chance.pick([null, 0, -1, -1_693_526_400_001, 1_693_526_400_000, Number.MAX_SAFE_INTEGER]),
      })
      expect(hex(recordDigest(seed, fields))).toBe(slowDigest(seed, fields))
    }
  })

  it.each([0, 1, 2, 63, 64, 65, 127, 128, 129, 4095, 4096, 4097, 70_000])(
    'holds at a body of %i code points, around the block size and the rooms it is hashed in',
    (size) => {
      const seed = bytesFrom('sizes', 16)
      const fields = sampleFields({ body: '号'.repeat(size), extra: 'x'.repeat(size) })
      expect(hex(recordDigest(seed, fields))).toBe(slowDigest(seed, fields))
    },
  )

  it('changes with every field, with the seed, and with the normal form of a letter', () => {
    const seed = bytesFrom('seed', 16)
    const digests = new Set([
      hex(recordDigest(seed, sampleFields())),
      hex(recordDigest(bytesFrom('other', 16), sampleFields())),
      hex(recordDigest(seed, sampleFields({ kind: 'edit' }))),
      hex(recordDigest(seed, sampleFields({ sourceTs: null }))),
      hex(recordDigest(seed, sampleFields({ sourceTs: 0 }))),
      ...FIELDS.filter((field) => field !== 'sourceTs' && field !== 'kind').flatMap((field) => [
        hex(recordDigest(seed, sampleFields({ [field]: '\u00e9' }))),
        hex(recordDigest(seed, sampleFields({ [field]: 'e\u0301' }))),
      ]),
    ])
    expect(digests.size).toBe(5 + 2 * 10)
  })

  it('refuses what the record refuses', () => {
    expect(() => recordDigest(bytesFrom('seed', 15), sampleFields())).toThrow(new ProofError('bad_seed'))
    expect(() => recordDigest(bytesFrom('seed', 16), sampleFields({ body: '\ud83d' }))).toThrow(
      new ProofError('lone_surrogate', 'body'),
    )
  })

  it('counts code points, not units', () => {
    expect(countCodePoints('a😀𠮷号')).toBe(4)
  })
})
