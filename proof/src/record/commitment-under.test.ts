import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bytesFrom, chanceFrom, randomText, sampleFields } from '../../test/support/sample.ts'
import { toHex } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import * as browser from '../crypto/crypto.browser.ts'
import * as node from '../crypto/crypto.node.ts'
import { hashOf, isRenewalHash, RENEWAL_HASHES, treeHash } from '../crypto/renewal-hash.ts'
import { statementDigest } from '../ledger/entry.ts'
import { recordDigest } from './commitment.ts'
import { fileDigestUnder, recordDigestUnder, statementDigestUnder } from './commitment-under.ts'
import { KINDS, type RecordFields } from './record.ts'

// Two oracles: under SHA-256 the tuned commitment itself; under SHA-512 the format page once more, with nothing shared.

const [sha256, sha512] = [treeHash('sha256'), treeHash('sha512')]

function recordsOf(count: number): { seed: Uint8Array; fields: RecordFields }[] {
  const chance = chanceFrom(5)
  return Array.from({ length: count }, (_, i) => ({
    seed: bytesFrom(`seed ${i}`, 16),
    fields: sampleFields({
      body: randomText(chance, i % 9 === 0 ? 300 : 70),
      sender: randomText(chance, 12),
      senderName: randomText(chance, 6),
      recipients: randomText(chance, 30),
      extra: randomText(chance, i % 50 === 0 ? 6000 : 40),
      kind: chance.pick(KINDS),
      sourceTs: chance.pick([null, 0, -1, -1_693_526_400_001, 1_693_526_400_000, Number.MAX_SAFE_INTEGER]),
    }),
  }))
}

const sha = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(typeof part === 'string' ? Buffer.from(part, 'utf8') : part)
  return hash.digest()
}
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const u16 = (value: number): Buffer => u32(value).subarray(2)
const byte = (value: number): Buffer => Buffer.from([value])

function slowCharacters(fieldSeed: Buffer, text: string): Buffer {
  const characters = Array.from(text)
  const blocks: Buffer[] = []
  for (let b = 0; b * 64 < characters.length; b++) {
    const blockSeed = sha(byte(7), fieldSeed, u32(b)).subarray(0, 16)
    const leaves = characters.slice(b * 64, b * 64 + 64).map((character, i) => {
      const pair = sha(byte(2), blockSeed, u16(i >> 1))
      return sha(byte(0), pair.subarray(16 * (i & 1), 16 * (i & 1) + 16), character)
    })
    blocks.push(sha(byte(1), u16(leaves.length), ...leaves))
  }
  return sha(byte(3), u32(characters.length), u32(blocks.length), ...blocks)
}

const ORDER = 'platform origin sourceId conversation sender senderName recipients sourceTs kind refersTo extra body'

function slowDigest(seed: Uint8Array, fields: RecordFields): string {
  const digests = ORDER.split(' ').map((field, k) => {
    const fieldSeed = sha(byte(6), seed, byte(k)).subarray(0, 16)
    const value = fields[field as keyof RecordFields]
    if ([4, 5, 11].includes(k)) return slowCharacters(fieldSeed, String(value))
    const time = Buffer.alloc(8)
    if (typeof value === 'number') time.writeBigInt64BE(BigInt(value))
    return sha(byte(4), fieldSeed, byte(k), value === null ? '' : typeof value === 'number' ? time : value)
  })
  return sha(byte(5), byte(1), ...digests).toString('hex')
}

describe('the commitment under another hash', () => {
  it('is under SHA-256 exactly the commitment that the ledger holds', () => {
    for (const { seed, fields } of recordsOf(300))
      expect(toHex(recordDigestUnder(sha256, seed, fields))).toBe(toHex(recordDigest(seed, fields)))
  })

  it('is under SHA-512 what the page says, read a second time', () => {
    for (const { seed, fields } of recordsOf(60))
      expect(toHex(recordDigestUnder(sha512, seed, fields))).toBe(slowDigest(seed, fields))
  })

  it('changes with every field, with the seed and with the hash', () => {
    const seed = bytesFrom('seed', 16)
    const fields = sampleFields()
    const seen = new Set([toHex(recordDigestUnder(sha512, seed, fields))])
    for (const field of ORDER.split(' ')) {
      const other = field === 'kind' ? 'image' : field === 'sourceTs' ? null : `${fields[field as 'body']}x`
      seen.add(toHex(recordDigestUnder(sha512, seed, { ...fields, [field]: other })))
    }
    seen.add(toHex(recordDigestUnder(sha512, bytesFrom('other seed', 16), fields)))
    seen.add(toHex(recordDigestUnder(sha256, seed, fields)))
    expect(seen.size).toBe(15)
  })

  it('refuses what the tuned one refuses', () => {
    const fields = sampleFields()
    const refused = (work: () => unknown) => expect(work).toThrow(ProofError)
    refused(() => recordDigestUnder(sha512, new Uint8Array(15), fields))
    refused(() => recordDigestUnder(sha512, new Uint8Array(16), { ...fields, body: '\ud800' }))
    refused(() => recordDigestUnder(sha512, new Uint8Array(16), { ...fields, kind: 'x' as 'text' }))
    refused(() => statementDigestUnder(sha512, new Uint8Array(15), {}))
    refused(() => fileDigestUnder(sha512, new Uint8Array(16), 0, new Uint8Array(32)))
    refused(() => fileDigestUnder(sha512, new Uint8Array(15), 0, new Uint8Array(64)))
  })

  it('of a statement is under SHA-256 the ledger’s, and of a file salted by record and place', () => {
    const statement = { v: 1, b: 'x', a: [1, null, true] }
    const salt = bytesFrom('salt', 16)
    expect(toHex(statementDigestUnder(sha256, salt, statement))).toBe(toHex(statementDigest(salt, statement)))
    const expected = sha('cunzhen/statement/v1\n', salt, '{"a":[1,null,true],"b":"x","v":1}')
    expect(toHex(statementDigestUnder(sha512, salt, statement))).toBe(expected.toString('hex'))
    const content = sha('content')
    const seed = sha(byte(9), salt, u32(3)).subarray(0, 16)
    expect(toHex(fileDigestUnder(sha512, salt, 3, content))).toBe(sha(byte(8), seed, content).toString('hex'))
  })
})

describe('the table of hashes', () => {
  it('offers SHA-512 and not the one that is renewed', () => {
    expect(RENEWAL_HASHES).toEqual(['sha512'])
    expect([isRenewalHash('sha512'), isRenewalHash('sha256'), isRenewalHash('md5')]).toEqual([true, false, false])
    expect(() => treeHash('md5')).toThrow(ProofError)
    expect(toHex(hashOf(sha512))).toBe(createHash('sha512').digest('hex'))
  })

  it('hashes in a browser as in Node', () => {
    for (const { name, length } of [sha256, sha512]) {
      for (const size of [0, 1, 111, 112, 5000]) {
        const [ours, theirs] = [new Uint8Array(length + 2), new Uint8Array(length + 2)]
        node.digestInto(name, bytesFrom(name, size), ours, 1, length)
        browser.digestInto(name, bytesFrom(name, size), theirs, 1, length)
        expect(ours).toEqual(theirs)
        expect(Buffer.from(ours.subarray(1, 1 + length))).toEqual(
          createHash(name).update(bytesFrom(name, size)).digest(),
        )
      }
    }
  })
})
