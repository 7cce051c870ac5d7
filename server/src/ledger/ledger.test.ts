import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  leafHash,
  openNote,
  parseCheckpoint,
  rootFromShared,
  sharedInclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '@cunzhen/proof/keeping'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeBundle } from './bundle.ts'
import { createLedger, fsckLedger, openLedger, openLedgerReader } from './index.ts'
import { entriesFrom, entryOf, rootOfFirst, sourceOf, temporaryDir, testSigner } from './testing.test-support.ts'

const SIGNER = testSigner()
let dir = ''
let remove = () => {}
beforeEach(() => {
  ;({ dir, remove } = temporaryDir())
  createLedger(dir, SIGNER)
})
afterEach(() => remove())

async function ledgerOf(...sizes: number[]) {
  const ledger = await openLedger(dir, SIGNER, sourceOf(1e9))
  for (const size of sizes) ledger.integrate(ledger.size, entriesFrom(ledger.size, size))
  return ledger
}
const fsck = () => fsckLedger(dir, SIGNER.verifierKey)

test('a new ledger is empty, signed, and may be made again while it is', async () => {
  createLedger(dir, SIGNER)
  const ledger = await ledgerOf()
  expect(ledger.size).toBe(0)
  expect(fsck()).toMatchObject({ ok: true, size: 0, leftovers: 0 })
  ledger.integrate(0, entriesFrom(0, 1))
  expect(() => createLedger(dir, SIGNER)).toThrow(expect.objectContaining({ code: 'ledger_exists' }))
})

test('the root is the one of RFC 6962 whatever the groups were', async () => {
  for (const sizes of [[1, 2, 3, 5, 8, 13], [255], [256], [257], [255, 256, 257, 511, 512, 513], [300, 900, 1500]]) {
    rmSync(dir, { recursive: true })
    createLedger(dir, SIGNER)
    const ledger = await ledgerOf(...sizes)
    expect(ledger.root).toEqual(rootOfFirst(ledger.size))
    expect(fsck()).toMatchObject({ ok: true, size: ledger.size, leftovers: 0, problems: [] })
  }
})

test('a tree with three levels of tiles fits, and goes on after opening again', async () => {
  await ledgerOf(65535, 65537)
  const ledger = await ledgerOf(66000)
  expect(existsSync(join(dir, 'tile/2/000.p/1'))).toBe(true)
  expect(existsSync(join(dir, 'tile/1/000'))).toBe(true)
  expect(ledger.root).toEqual(rootOfFirst(66000))
  expect(fsck()).toMatchObject({ ok: true, counts: { entries: 66000 } })
  const { proof, leafHash } = await ledger.prove(65536)
  verifyInclusion(65536, 66000, leafHash, proof, ledger.root)
})

test('the checkpoint is a signed note of the house, its origin the key name', async () => {
  const ledger = await ledgerOf(10)
  expect(readFileSync(join(dir, 'checkpoint'), 'utf8')).toBe(ledger.checkpoint)
  const { text } = openNote(ledger.checkpoint, [SIGNER.verifierKey])
  expect(parseCheckpoint(text)).toEqual({ origin: SIGNER.name, size: 10, root: rootOfFirst(10) })
})

test('every entry is proven in every published tree, and every tree continues the ones before', async () => {
  const sizes = [1, 2, 7, 255, 256, 257, 600]
  const heads = new Map<number, Uint8Array>()
  const ledger = await ledgerOf()
  for (const size of sizes) {
    ledger.integrate(ledger.size, entriesFrom(ledger.size, size))
    heads.set(size, ledger.root)
  }
  for (const [size, root] of heads) {
    for (const index of [0, 1, 6, 200, 254, 255, 256, 599].filter((at) => at < size)) {
      const { proof, leafHash } = await ledger.prove(index, size)
      verifyInclusion(index, size, leafHash, proof, root)
    }
    for (const [older, olderRoot] of heads) {
      if (older <= size) verifyConsistency(older, size, olderRoot, root, await ledger.proveConsistency(older, size))
    }
  }
})

test('an entry is read back; one that is not there is refused', async () => {
  const ledger = await ledgerOf(300)
  expect([0, 255, 256, 299].map((index) => ledger.readEntry(index))).toEqual([0, 255, 256, 299].map((n) => entryOf(n)))
  for (const index of [-1, 300, 1.5]) {
    expect(() => ledger.readEntry(index)).toThrow(expect.objectContaining({ code: 'not_in_ledger' }))
    await expect(ledger.prove(index)).rejects.toMatchObject({ name: 'Refusal', code: 'not_in_ledger' })
  }
})

test('a run of entries is read over the edges of bundles, and all of it proven at once', async () => {
  const ledger = await ledgerOf(700)
  const reader = openLedgerReader(dir, SIGNER.verifierKey)
  expect([...reader.readEntries(250, 520, 700)]).toEqual(entriesFrom(250, 520))
  expect([...reader.readEntries(700, 700, 700)]).toEqual([])
  expect(() => [...reader.readEntries(0, 701, 700)]).toThrow(expect.objectContaining({ code: 'not_in_ledger' }))
  const indices = [3, 255, 256, 600]
  const proof = await sharedInclusionProof(indices, 700, reader.readTile)
  const leafAt = (at: number) => leafHash(entryOf(indices[at] ?? 0))
  expect(rootFromShared(indices, leafAt, 700, proof)).toEqual(ledger.root)
})

test('entries of any length up to 65535 bytes are kept', async () => {
  const entries = [0, 1, 88, 255, 256, 65535].map((length) => new Uint8Array(length).fill(length & 255))
  const ledger = await ledgerOf()
  ledger.integrate(0, entries)
  expect(entries.map((_, index) => ledger.readEntry(index))).toEqual(entries)
  const tooLong = () => ledger.integrate(6, [new Uint8Array(65536)])
  expect(tooLong).toThrow(expect.objectContaining({ code: 'broken_invariant' }))
  expect(fsck()).toMatchObject({ ok: true, size: 6 })
})

test('entries out of order are refused', async () => {
  const ledger = await ledgerOf(10)
  for (const from of [9, 11]) expect(() => ledger.integrate(from, entriesFrom(from, 12))).toThrow('broken_invariant')
})

test('partial files serve older heads until the full one is there, then they go', async () => {
  await ledgerOf(100, 200)
  expect(readdirSync(join(dir, 'tile/entries/000.p')).sort()).toEqual(['100', '200'])
  await ledgerOf(300)
  expect(readdirSync(join(dir, 'tile/entries')).sort()).toEqual(['000.zst', '001.p'])
})

test('a reader in another thread follows the published heads without a key', async () => {
  const reader = openLedgerReader(dir, SIGNER.verifierKey)
  const ledger = await ledgerOf(200)
  expect(reader.head()).toEqual({ size: 200, root: ledger.root, checkpoint: ledger.checkpoint })
  ledger.integrate(200, entriesFrom(200, 700))
  const older = await reader.prove(150, 200) // its partial tile is gone by now
  verifyInclusion(150, 200, older.leafHash, older.proof, rootOfFirst(200))
  expect(reader.readEntry(150, 200)).toEqual(entryOf(150))
})

test('a ledger of an earlier version, with level 0 and plain bundles, goes on as it is', async () => {
  await ledgerOf(600)
  const full = join(dir, 'tile/entries/001')
  const entries = encodeBundle(entriesFrom(256, 512))
  writeFileSync(full, entries)
  rmSync(`${full}.zst`)
  mkdirSync(join(dir, 'tile/0'))
  writeFileSync(join(dir, 'tile/0/000'), Buffer.concat(entriesFrom(0, 256).map(leafHash)))
  const ledger = await ledgerOf(700)
  expect(existsSync(join(dir, 'tile/0'))).toBe(false)
  expect(ledger.readEntry(300)).toEqual(entryOf(300))
  const { proof, leafHash: leaf } = await ledger.prove(300)
  verifyInclusion(300, 700, leaf, proof, rootOfFirst(700))
  expect(fsck()).toMatchObject({ ok: true, size: 700, leftovers: 0, counts: { bundles: 3 } })
})

test('a full bundle takes less room than its entries where conversations come again', async () => {
  const ledger = await ledgerOf()
  ledger.integrate(
    0,
    Array.from({ length: 256 }, () => new Uint8Array(89).fill(7)),
  )
  expect(readFileSync(join(dir, 'tile/entries/000.zst')).length).toBeLessThan(200)
  expect(ledger.readEntry(200)).toEqual(new Uint8Array(89).fill(7))
})

describe('a ledger is not opened', () => {
  const open = (size = 1e9, salt = '', signer = SIGNER) => openLedger(dir, signer, sourceOf(size, salt))

  test('when its checkpoint is ahead of the source, and is when it is not', async () => {
    await ledgerOf(300)
    await expect(open(299)).rejects.toMatchObject({ code: 'ledger_ahead', detail: { size: 300, sourceSize: 299 } })
    expect((await open(300)).size).toBe(300)
  })

  test.each([300, 512])('when the source tells another history, at size %i', async (size) => {
    await ledgerOf(size)
    await expect(open(size, 'another')).rejects.toMatchObject({ name: 'Fault', code: 'ledger_forked' })
    const pruned = { size, entry: () => null }
    expect((await openLedger(dir, SIGNER, pruned)).size).toBe(size)
  })

  test('by another key, even of the same name', async () => {
    await ledgerOf(3)
    await expect(open(3, '', testSigner(1))).rejects.toMatchObject({ code: 'ledger_unsigned' })
    await expect(open(3, '', testSigner(9, 'cunzhen/hse_test/audit'))).rejects.toMatchObject({
      code: 'ledger_unsigned',
    })
  })

  test('without a checkpoint', async () => {
    await ledgerOf(3)
    rmSync(join(dir, 'checkpoint'))
    await expect(open()).rejects.toMatchObject({ code: 'ledger_missing' })
    expect(fsck()).toMatchObject({ ok: false, problems: [{ code: 'checkpoint_missing' }] })
  })

  test.each(['checkpoint', 'tile/1/000.p/1', 'tile/entries/001.p/44'])('when one bit of %s changed', async (path) => {
    await ledgerOf(300)
    for (const at of [0, 31, -1]) {
      const bytes = readFileSync(join(dir, path))
      const altered = Buffer.from(bytes)
      altered.writeUInt8((bytes.at(at) ?? 0) ^ 1, at < 0 ? bytes.length + at : at)
      writeFileSync(join(dir, path), altered)
      await expect(open()).rejects.toMatchObject({ name: 'Fault' })
      expect(fsck().ok).toBe(false)
      writeFileSync(join(dir, path), bytes)
    }
    expect((await open()).size).toBe(300)
  })

  test('when a file at the edge is missing', async () => {
    await ledgerOf(300)
    for (const path of ['tile/1/000.p/1', 'tile/entries/001.p/44']) {
      const bytes = readFileSync(join(dir, path))
      rmSync(join(dir, path))
      await expect(open()).rejects.toMatchObject({ code: 'ledger_damaged' })
      writeFileSync(join(dir, path), bytes)
    }
  })
})

describe('fsck finds', () => {
  const codes = () => fsck().problems.map(({ code, path }) => `${code} ${path}`)

  test('any altered or missing file deep inside, and says which', async () => {
    await ledgerOf(100, 1000)
    for (const path of ['tile/entries/002.zst', 'tile/1/000.p/3']) {
      const bytes = readFileSync(join(dir, path))
      const altered = Buffer.from(bytes)
      altered[50] = (altered[50] ?? 0) ^ 1
      writeFileSync(join(dir, path), altered)
      expect(codes().join()).toContain(path.startsWith('tile/entries') ? 'tile_differs tile/1' : `tile_differs ${path}`)
      rmSync(join(dir, path))
      expect(codes().join()).toContain(`missing ${path.replace('.zst', '')}`)
      writeFileSync(join(dir, path), bytes)
    }
    expect(codes()).toEqual([])
  })

  test('a partial file that is no beginning of the tree', async () => {
    await ledgerOf(100, 200)
    writeFileSync(join(dir, 'tile/entries/000.p/100'), Buffer.alloc(9100))
    expect(codes()).toEqual(['partial_differs tile/entries/000.p/100'])
    writeFileSync(
      join(dir, 'tile/entries/000.p/100'),
      readFileSync(join(dir, 'tile/entries/000.p/200')).subarray(0, 9009),
    )
    expect(codes()).toEqual(['partial_differs tile/entries/000.p/100'])
  })

  test('a checkpoint of another tree, though signed by the house', async () => {
    await ledgerOf(200)
    const other = temporaryDir()
    createLedger(other.dir, SIGNER)
    const ledger = await openLedger(other.dir, SIGNER, sourceOf(1e9, 'other'))
    ledger.integrate(0, entriesFrom(0, 200, 'other'))
    writeFileSync(join(dir, 'checkpoint'), ledger.checkpoint)
    other.remove()
    expect(codes()).toEqual(['root_differs checkpoint'])
  })

  test('leftovers, which are no damage', async () => {
    await ledgerOf(200)
    writeFileSync(join(dir, 'tile/entries/001'), 'x')
    writeFileSync(join(dir, 'tile/entries/000.p/201'), 'x')
    writeFileSync(join(dir, '.checkpoint.0123456789ab.new'), 'x')
    expect(fsck()).toMatchObject({ ok: true, leftovers: 3 })
    await ledgerOf()
    expect(fsck()).toMatchObject({ ok: true, leftovers: 0 })
  })
})
