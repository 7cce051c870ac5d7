import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex, utf8 } from '../src/bytes/bytes.ts'
import {
  canonicalJson,
  convKeyString,
  convTag,
  convTagKey,
  type Disclosure,
  decodeEntry,
  decodeRecord,
  discloseRecord,
  type Entry,
  encodeEntry,
  encodeRecord,
  epochSalt,
  type Hide,
  headDigest,
  LabelledRange,
  labelledLeaf,
  openDisclosure,
  openNote,
  ProofError,
  parseCheckpoint,
  type RecordFields,
  recordDigest,
  statementDigest,
  verifyPackage,
} from '../src/index.ts'

// Every file under formats/vectors whose format this workspace owns. The files are frozen: when one fails, the code is wrong.

// biome-ignore lint/suspicious/noExplicitAny: vectors are read as they are; each test names what it expects of them
type Vector = any

function read(format: string, name: `${'valid' | 'invalid'}${'' | '-2' | '-4' | '-5'}`): Vector {
  const path = join(import.meta.dirname, '../../formats/vectors', format, `${name}.json`)
  return JSON.parse(readFileSync(path, 'utf8'))
}

function codeOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof ProofError) return error.code
    throw error
  }
}

describe('canonical record', () => {
  it.each<Vector>(read('canonical-record', 'valid'))('$name', ({ seed, fields, encoded }) => {
    expect(toHex(encodeRecord(fromHex(seed), fields))).toBe(encoded)
    expect(decodeRecord(fromHex(encoded))).toEqual({ seed: fromHex(seed), fields })
  })

  it.each<Vector>(read('canonical-record', 'invalid'))('refuses: $name', ({ encoded, code }) => {
    expect(codeOf(() => decodeRecord(fromHex(encoded)))).toBe(code)
  })
})

describe('commitment', () => {
  const valid = read('commitment', 'valid')

  it.each<Vector>(valid.digests)('digest: $name', ({ seed, fields, digest }) => {
    expect(toHex(recordDigest(fromHex(seed), fields))).toBe(digest)
  })

  it.each<{ name: string; seed: string; fields: RecordFields; hide: Hide; disclosure: Disclosure; digest: string }>(
    valid.disclosures,
  )('disclosure: $name', ({ seed, fields, hide, disclosure, digest }) => {
    expect(discloseRecord(fromHex(seed), fields, hide)).toEqual(disclosure)
    expect(toHex(openDisclosure(disclosure).digest)).toBe(digest)
    expect(toHex(recordDigest(fromHex(seed), fields))).toBe(digest)
  })

  it.each<Vector>(read('commitment', 'invalid'))('refuses: $name', ({ disclosure, digest, code }) => {
    const open = (): string => toHex(openDisclosure(JSON.parse(disclosure)).digest)
    if (code === 'other_digest') expect(open()).not.toBe(digest)
    else expect(codeOf(open)).toBe(code)
  })
})

describe('ledger entry', () => {
  const valid = read('ledger-entry', 'valid')

  it.each<Vector>(valid.entries)('$name', ({ entry, encoded }) => {
    const read: Entry = { ...entry, convTag: fromHex(entry.convTag), digest: fromHex(entry.digest) }
    expect(toHex(encodeEntry(read))).toBe(encoded)
    expect(decodeEntry(fromHex(encoded))).toEqual(read)
  })

  it('conversation tags', () => {
    for (const { conversation, logKey, tagKey, tag } of valid.tags) {
      const [platform, origin, id] = conversation
      const name = convKeyString(platform, origin, id)
      expect(toHex(convTagKey(fromHex(logKey), name))).toBe(tagKey)
      expect(toHex(convTag(fromHex(tagKey), name))).toBe(tag)
    }
  })

  it('statement digests', () => {
    for (const { salt, statement, canonical, digest } of valid.statements) {
      expect(canonicalJson(statement)).toBe(canonical)
      expect(toHex(statementDigest(fromHex(salt), statement))).toBe(digest)
    }
  })

  it.each<Vector>(read('ledger-entry', 'invalid'))('refuses: $name', ({ encoded, code }) => {
    expect(codeOf(() => decodeEntry(fromHex(encoded)))).toBe(code)
  })
})

describe('checkpoint', () => {
  it.each<Vector>(read('checkpoint', 'valid'))('$name', ({ key, note, origin, size, root }) => {
    const { text, verified } = openNote(note, [key])
    expect(verified).toEqual([origin])
    expect(parseCheckpoint(text)).toEqual({ origin, size, root: fromHex(root) })
  })

  it.each<Vector>(read('checkpoint', 'invalid'))('refuses: $name', ({ key, note, code }) => {
    expect(codeOf(() => parseCheckpoint(openNote(note, [key]).text))).toBe(code)
  })
})

describe.each(['', '-2', '-4', '-5'] as const)('evidence package%s', (version) => {
  const [whole] = read('evidence-package', `valid${version}`)
  const files = (): Map<string, Uint8Array> =>
    new Map(Object.entries<string>(whole.files).map(([name, text]) => [name, utf8(text)]))

  it(whole.name, async () => {
    const verdict = await verifyPackage(files(), { trust: [whole.trust] })
    expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(verdict.verdict).toBe('genuine')
  })

  it.each<Vector>(read('evidence-package', `invalid${version}`))(
    'refuses: $name changed',
    async ({ file, from, to, codes }) => {
      const changed = files().set(file, utf8(whole.files[file].replace(from, to)))
      const verdict = await verifyPackage(changed, { trust: [whole.trust] })
      expect(verdict.verdict).toBe('wrong')
      expect(verdict.checks.flatMap((check) => check.codes)).toEqual(expect.arrayContaining(codes))
    },
  )
})

describe('completeness', () => {
  const [tree, whole] = read('completeness', 'valid')

  it(tree.name, () => {
    const range = new LabelledRange()
    const roots = tree.leaves.map(({ ts, digest }: Vector) => {
      range.append(labelledLeaf(ts, fromHex(digest)))
      return toHex(range.root())
    })
    expect(roots).toEqual(tree.roots)
    expect(toHex(headDigest(range.size, range.root()))).toBe(tree.head)
    expect(toHex(epochSalt(7))).toBe(tree.epochSalt)
  })

  const files = (): Map<string, Uint8Array> =>
    new Map(Object.entries<string>(whole.files).map(([name, text]) => [name, utf8(text)]))

  it(whole.name, async () => {
    const verdict = await verifyPackage(files(), { trust: [whole.trust] })
    expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([])
    expect(verdict).toMatchObject({ verdict: 'genuine', completeness: { state: 'proven' } })
  })

  it.each<Vector>(read('completeness', 'invalid'))('refuses: $name changed', async ({ file, from, to, codes }) => {
    const changed = files().set(file, utf8(whole.files[file].replace(from, to)))
    const verdict = await verifyPackage(changed, { trust: [whole.trust] })
    expect(verdict).toMatchObject({ verdict: 'wrong', completeness: { state: 'failed' } })
    expect(verdict.checks.flatMap((check) => check.codes)).toEqual(expect.arrayContaining(codes))
  })
})
