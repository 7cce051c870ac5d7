import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  decodeEntry,
  decodeRecord,
  equalBytes,
  fileDigestUnder,
  formatHashRenewal,
  fromBase64,
  fromHex,
  hashOf,
  hashRenewalStatement,
  isCoveredBy,
  leafHash,
  MapUnder,
  ProofError,
  parseHashRenewal,
  recordDigest,
  recordDigestUnder,
  renewedFileLeaf,
  renewedLeaf,
  rootFromLeafHashes,
  statementDigest,
  statementDigestUnder,
  TreeUnder,
  toHex,
  treeHash,
  utf8,
  verifyTimestamp,
} from '../src/index.ts'

// formats/vectors/hash-renewal: a whole renewal of a small ledger. Frozen: when one fails, the code is wrong.

interface Told {
  entry: string
  record?: string
  salt?: string
  statement?: object
  subject: string | null
  leaf: string
}
interface ToldFile {
  index: number
  at: number
  seed?: string
  content?: string
  digest: string | null
}

const read = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../formats/vectors/hash-renewal', `${name}.json`), 'utf8'))
const valid = read('valid')
const invalid = read('invalid')
const hash = treeHash(valid.hash)
const renewal = parseHashRenewal(valid.text)
const roots = valid.roots.map(fromBase64)

function subjectOf({ entry, record, salt, statement }: Told): Uint8Array | null {
  const { digest } = decodeEntry(fromHex(entry))
  if (record !== undefined) {
    const { seed, fields } = decodeRecord(fromHex(record))
    expect(equalBytes(recordDigest(seed, fields), digest)).toBe(true)
    return recordDigestUnder(hash, seed, fields)
  }
  if (salt === undefined || statement === undefined) return null
  expect(equalBytes(statementDigest(fromHex(salt), statement), digest)).toBe(true)
  return statementDigestUnder(hash, fromHex(salt), statement)
}

describe('hash renewal', () => {
  it('is computed again from what is kept: subjects, leaves, roots under both hashes', () => {
    const [tree, map] = [new TreeUnder(hash), new MapUnder(hash)]
    const entries = valid.entries.map((told: Told) => {
      const bytes = fromHex(told.entry)
      const subject = subjectOf(told)
      expect(subject && toHex(subject)).toBe(told.subject)
      const leaf = renewedLeaf(hash, bytes, subject)
      expect(toHex(leaf)).toBe(told.leaf)
      tree.add(leaf)
      map.add(decodeEntry(bytes), leaf)
      return leafHash(bytes)
    })
    const { root, ...counts } = map.figures()
    expect([toHex(tree.root()), { ...counts, root: toHex(root) }]).toEqual([renewal.root, renewal.map])
    expect(rootFromLeafHashes(entries)).toEqual(renewal.checkpoint.root)
    const kept = valid.entries.filter(({ subject }: Told) => subject !== null).length
    expect([renewal.retained, renewal.without]).toEqual([kept, entries.length - kept])
  })

  it('has a tree of the files that records name', () => {
    const tree = new TreeUnder(hash)
    for (const { index, at, seed, content, digest } of valid.files as ToldFile[]) {
      const ours =
        seed === undefined || content === undefined
          ? null
          : fileDigestUnder(hash, fromHex(seed), at, hashOf(hash, fromBase64(content)))
      expect(ours && toHex(ours)).toBe(digest)
      tree.add(renewedFileLeaf(hash, index, at, ours))
    }
    expect(toHex(tree.root())).toBe(renewal.files.root)
  })

  it('has one text and one statement, and covers the stamp there was', () => {
    expect(formatHashRenewal(renewal)).toBe(valid.text)
    expect(hashRenewalStatement(1, renewal)).toEqual(valid.statement)
    expect(isCoveredBy(renewal, fromBase64(valid.earlier))).toBe(true)
    expect(isCoveredBy(renewal, fromBase64(valid.response))).toBe(false)
  })

  it('is stamped with an imprint of the new hash', () => {
    const stamp = verifyTimestamp(fromBase64(valid.response), {
      message: utf8(valid.text),
      roots,
      algorithm: 'sha512',
    })
    expect(stamp.authority).toBe('Vector Unit')
  })

  it.each<{ name: string; text: string }>(invalid.texts)('refuses a text: $name', ({ text }) => {
    expect(() => parseHashRenewal(text)).toThrow(ProofError)
  })

  it.each<{ name: string; fault: string; response: string }>(invalid.responses)(
    'refuses a stamp: $name',
    ({ fault, response }) => {
      const verify = () =>
        verifyTimestamp(fromBase64(response), { message: utf8(valid.text), roots, algorithm: 'sha512' })
      expect(verify).toThrow(expect.objectContaining({ code: 'bad_timestamp', what: fault }))
    },
  )
})
