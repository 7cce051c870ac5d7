import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bytesFrom, chanceFrom } from '../../test/support/sample.ts'
import { concat, toHex, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { EpochFold } from '../completeness/completeness-map.ts'
import { hashOf, treeHash } from '../crypto/renewal-hash.ts'
import { type Entry, encodeEntry, NO_CONVERSATION } from '../ledger/entry.ts'
import { emptyRoot, leafHash, rootFromLeafHashes } from '../ledger/merkle.ts'
import { formatRenewal, isRenewed, parseRenewal } from '../timestamp/timestamp-renewal.ts'
import {
  formatHashRenewal,
  type HashRenewal,
  hashRenewalStatement,
  isCoveredBy,
  parseHashRenewal,
} from './hash-renewal.ts'
import { MapUnder, renewedFileLeaf, renewedLeaf, TreeUnder } from './renewal-tree.ts'

const [sha256, sha512] = [treeHash('sha256'), treeHash('sha512')]
const sha = (...parts: Uint8Array[]): Uint8Array =>
  new Uint8Array(createHash('sha512').update(Buffer.concat(parts)).digest())

/** RFC 6962 by its definition. */
function naive(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (only === undefined) return sha()
  if (leaves.length === 1) return only
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha(Uint8Array.of(1), naive(leaves.slice(0, split)), naive(leaves.slice(split)))
}

function entriesOf(count: number): Entry[] {
  const chance = chanceFrom(7)
  const next = new Map<number, number>()
  return Array.from({ length: count }, (_, i) => {
    const digest = bytesFrom(`digest ${i}`, 32)
    const blank = { archiveTs: 1_700_000_000_000 + i, digest }
    if (chance.below(9) === 0) return { ...blank, type: 'batch', convTag: NO_CONVERSATION, seq: 0, sourceTs: null }
    const conversation = chance.below(6)
    const seq = next.get(conversation) ?? 0
    next.set(conversation, seq + 1)
    const sourceTs = chance.below(5) === 0 ? null : chance.below(1_000_000) - 500_000
    return { ...blank, type: 'record', convTag: bytesFrom(`tag ${conversation}`, 32), seq, sourceTs }
  })
}

describe('the trees under another hash', () => {
  it('have leaves of the entry, a flag and what is kept', () => {
    const [entry] = entriesOf(1).map(encodeEntry)
    if (entry === undefined) throw new Error('no entry')
    const subject = bytesFrom('subject', 64)
    expect(renewedLeaf(sha512, entry, subject)).toEqual(sha(Uint8Array.of(0), entry, Uint8Array.of(1), subject))
    expect(renewedLeaf(sha512, entry, null)).toEqual(sha(Uint8Array.of(0), entry, Uint8Array.of(0)))
    const place = Buffer.alloc(12)
    place.writeBigUInt64BE(5_000_000_000n)
    place.writeUInt32BE(2, 8)
    expect(renewedFileLeaf(sha512, 5_000_000_000, 2, subject)).toEqual(
      sha(Uint8Array.of(0), place, Uint8Array.of(1), subject),
    )
    expect(renewedFileLeaf(sha512, 5_000_000_000, 2, null)).toEqual(sha(Uint8Array.of(0), place, Uint8Array.of(0)))
    expect(() => renewedLeaf(sha512, entry.subarray(1), null)).toThrow(ProofError)
    expect(() => renewedLeaf(sha512, entry, subject.subarray(1))).toThrow(ProofError)
    expect(() => renewedFileLeaf(sha512, 0, 0, subject.subarray(1))).toThrow(ProofError)
  })

  it('are RFC 6962’s: under SHA-256 as the ledger has them, under SHA-512 by the definition', () => {
    for (const size of [0, 1, 2, 3, 4, 5, 7, 8, 100, 257]) {
      const short = Array.from({ length: size }, (_, i) => leafHash(bytesFrom(`${i}`, 9)))
      const long = Array.from({ length: size }, (_, i) => bytesFrom(`${i}`, 64))
      const [ours, theirs] = [new TreeUnder(sha256), new TreeUnder(sha512)]
      for (const leaf of short) ours.add(leaf)
      for (const leaf of long) theirs.add(leaf)
      expect(toHex(ours.root())).toBe(toHex(size === 0 ? emptyRoot() : rootFromLeafHashes(short)))
      expect(toHex(theirs.root())).toBe(toHex(naive(long)))
      expect(theirs.size).toBe(size)
    }
    expect(() => new TreeUnder(sha512).add(new Uint8Array(32))).toThrow(ProofError)
  })

  it('have the same root when they are made of groups of 256', () => {
    for (const size of [255, 256, 257, 511, 512, 700, 1300]) {
      const leaves = Array.from({ length: size }, (_, i) => bytesFrom(`${i}`, 64))
      const [whole, groups] = [new TreeUnder(sha512), new TreeUnder(sha512)]
      for (const leaf of leaves) whole.add(leaf)
      for (let from = 0; from < size; from += 256) {
        const group = new TreeUnder(sha512)
        for (const leaf of leaves.slice(from, from + 256)) group.add(leaf)
        groups.add(group.root())
      }
      expect(toHex(groups.root())).toBe(toHex(whole.root()))
    }
  })

  it('carry a map that is, with the digests of the ledger as leaves and SHA-256, the sealed one', () => {
    const [ours, theirs] = [new MapUnder(sha256), new EpochFold()]
    const check = () => {
      const { records, conversations, root } = theirs.figures()
      expect(ours.figures()).toEqual({ records, conversations, root })
    }
    check()
    for (const [at, entry] of entriesOf(600).entries()) {
      ours.add(entry, entry.digest)
      theirs.add(entry)
      if (at % 37 === 0) check()
    }
    check()
  })

  it('refuse a conversation whose numbers have a gap', () => {
    const [first] = entriesOf(50).filter(({ type, seq }) => type === 'record' && seq === 1)
    if (first === undefined) throw new Error('no second record')
    expect(() => new MapUnder(sha512).add(first, bytesFrom('leaf', 64))).toThrow(ProofError)
  })

  it('change with what a record’s time is said to be', () => {
    const map = (sourceTs: number | null) => {
      const under = new MapUnder(sha512)
      under.add(
        { type: 'record', convTag: bytesFrom('t', 32), seq: 0, archiveTs: 1, sourceTs, digest: bytesFrom('d', 32) },
        bytesFrom('leaf', 64),
      )
      return toHex(under.figures().root)
    }
    expect(new Set([map(null), map(0), map(1), map(-1)]).size).toBe(4)
  })
})

const renewal: HashRenewal = {
  checkpoint: { origin: 'cunzhen/hse_test/evidence', size: 7, root: bytesFrom('old', 32) },
  hash: 'sha512',
  root: toHex(bytesFrom('root', 64)),
  retained: 5,
  without: 2,
  map: { root: toHex(bytesFrom('map', 64)), records: 4, conversations: 3 },
  files: { root: toHex(bytesFrom('files', 64)), retained: 1, without: 0 },
  stamps: [
    { digest: toHex(sha(utf8('a'))), of: 'checkpoint', number: 5, authority: 'one' },
    { digest: toHex(sha(utf8('b'))), of: 'renewal', number: 1, authority: 'two-2' },
    { digest: toHex(sha(utf8('c'))), of: 'renewal-list', number: 1, authority: null },
    { digest: toHex(sha(utf8('d'))), of: 'hash-renewal', number: 1, authority: 'one' },
    { digest: toHex(sha(utf8('e'))), of: 'hash-renewal-text', number: 1, authority: null },
  ],
}

describe('the text of a hash renewal', () => {
  const text = formatHashRenewal(renewal)

  it('is read as it was written, and tells what it covers', () => {
    expect(parseHashRenewal(text)).toEqual(renewal)
    expect(isCoveredBy(renewal, utf8('a'))).toBe(true)
    expect(isCoveredBy(renewal, utf8('z'))).toBe(false)
  })

  it('goes into the ledger whole, by its digest under the new hash', () => {
    expect(hashRenewalStatement(3, renewal)).toEqual({
      v: 1,
      of: 'hash',
      number: 3,
      hash: 'sha512',
      size: 7,
      root: toHex(renewal.checkpoint.root),
      newRoot: renewal.root,
      retained: 5,
      without: 2,
      mapRoot: renewal.map.root,
      filesRoot: renewal.files.root,
      text: toHex(hashOf(sha512, concat(utf8(text)))),
    })
  })

  it('has one spelling: nothing else is read', () => {
    const lines = text.split('\n')
    const other = (at: number, line: string) => lines.with(at, line).join('\n')
    const wrong = [
      '',
      text.slice(0, -1),
      `${text}\n`,
      other(0, 'cunzhen/hash-renewal/v2'),
      other(2, '8'),
      other(2, '07'),
      other(3, 'AAAA'),
      other(4, 'sha256'),
      other(4, 'sha3'),
      other(5, `${renewal.root} 5 1`),
      other(5, `${renewal.root} 5  2`),
      other(5, `${renewal.root.toUpperCase()} 5 2`),
      other(5, `${renewal.root.slice(2)} 5 2`),
      other(6, `${renewal.map.root} 8 3`),
      other(6, `${renewal.map.root} 2 3`),
      other(7, `${renewal.files.root} 1`),
      other(7, `${renewal.files.root} 1 0 0`),
      other(8, '4'),
      other(9, `${lines[9]} x`),
      other(9, (lines[9] ?? '').replace('checkpoint', 'seal')),
      other(9, (lines[9] ?? '').replace('one', '-')),
      other(9, (lines[9] ?? '').replace(' 5 ', ' 05 ')),
      other(11, (lines[11] ?? '').replace(' -', ' one')),
    ]
    for (const each of wrong) expect(() => parseHashRenewal(each), each.slice(0, 80)).toThrow(ProofError)
    expect(() => formatHashRenewal({ ...renewal, retained: 6 })).toThrow(ProofError)
  })
})

describe('the list of a stamp renewal after it', () => {
  const checkpoint = renewal.checkpoint
  const stamps = [{ digest: toHex(sha(utf8('a'))), of: 'hash' as const, number: 1, authority: 'one' }]

  it('names the new hash, and lists the stamp of the hash renewal by it', () => {
    const text = formatRenewal({ hash: 'sha512', checkpoint, stamps })
    expect(text.split('\n').slice(0, 2)).toEqual(['cunzhen/stamp-renewal/v2', 'sha512'])
    expect(parseRenewal(text)).toEqual({ hash: 'sha512', checkpoint, stamps })
    expect(isRenewed(parseRenewal(text), utf8('a'))).toBe(true)
    expect(isRenewed(parseRenewal(text), utf8('b'))).toBe(false)
  })

  it('is of the first version where there was none', () => {
    const before = [
      { ...stamps[0], digest: toHex(bytesFrom('x', 32)), of: 'renewal' as const, number: 1, authority: 'a' },
    ]
    const text = formatRenewal({ hash: 'sha256', checkpoint, stamps: before })
    expect(text.split('\n')[0]).toBe('cunzhen/stamp-renewal/v1')
    expect(parseRenewal(text)).toEqual({ hash: 'sha256', checkpoint, stamps: before })
  })

  it('is refused under the hash that was renewed, or with digests of another', () => {
    const text = formatRenewal({ hash: 'sha512', checkpoint, stamps })
    for (const wrong of [
      text.replace('sha512', 'sha256'),
      text.replace('v2\nsha512', 'v1'),
      text.replace('v2', 'v3'),
      text.replace(stamps[0]?.digest ?? '', toHex(bytesFrom('x', 32))),
      text.replace(' hash ', ' text '),
    ])
      expect(() => parseRenewal(wrong)).toThrow(ProofError)
    const short = [{ digest: toHex(bytesFrom('x', 32)), of: 'hash' as const, number: 1, authority: 'a' }]
    expect(() => formatRenewal({ hash: 'sha256', checkpoint, stamps: short })).toThrow(ProofError)
  })
})
