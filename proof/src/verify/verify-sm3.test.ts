import { beforeAll, describe, expect, it } from 'vitest'
import { buildPackage, packedRowsOf, testHouse } from '../../test/support/package.ts'
import { testSigner } from '../../test/support/signer.ts'
import { codes, type Files, found, readManifest, signManifest } from '../../test/support/tamper.ts'
import { toHex } from '../bytes/bytes.ts'
import { createSm3 } from '../crypto/crypto.node.ts'
import type { FileDigest, Manifest } from '../package/package.ts'
import { verifyPackage } from './verify.ts'

// Packages of version 3: every file has two digests of two designs, and both must be its own.

const house = testSigner('house')
const PINNED = { trust: [house.verifierKey] }
let older: Files

beforeAll(async () => {
  const place = testHouse({ records: 6 })
  older = await buildPackage(house, place, packedRowsOf(place))
})

function sm3Of(name: string): string {
  const running = createSm3()
  running.update(older.get(name) ?? new Uint8Array(0))
  return toHex(running.digest())
}

function withFiles(v: Manifest['v'], change: (file: FileDigest) => FileDigest): Files {
  const files = new Map(older)
  const manifest = readManifest(files)
  signManifest(files, { ...manifest, v, files: manifest.files.map(change) }, house)
  return files
}

const withSm3 = (file: FileDigest): FileDigest => ({ ...file, sm3: sm3Of(file.name) })

describe('a package of version 3', () => {
  it('is genuine where both digests of every file hold', async () => {
    const verdict = await verifyPackage(withFiles(3, withSm3), PINNED)
    expect(found(verdict)).toEqual([])
    expect(verdict.verdict).toBe('genuine')
  })

  it.each(['README.txt', 'data/records.csv', 'proof/inclusion'])(
    'is wrong where the SM3 of %s is another',
    async (of) => {
      const files = withFiles(3, (file) => (file.name === of ? { ...file, sm3: '0'.repeat(64) } : withSm3(file)))
      const verdict = await verifyPackage(files, PINNED)
      expect(codes(verdict)).toEqual(['sm3_differs'])
      expect(verdict.checks.find(({ id }) => id === 'files')?.findings).toEqual([{ code: 'sm3_differs', file: of }])
    },
  )

  it('says of a changed file that its SHA-256 differs, once', async () => {
    const files = withFiles(3, withSm3)
    files.set('README.txt', Uint8Array.of(...(files.get('README.txt') ?? [])).fill(0x20, 0, 1))
    expect(codes(await verifyPackage(files, PINNED))).toEqual(['hash_differs'])
  })

  it('has the time that the ledger has of the export; older ones promised none', async () => {
    const dated = (v: Manifest['v'], at: number) => {
      const files = withFiles(v, v === 3 ? withSm3 : (file) => file)
      const manifest = readManifest(files)
      signManifest(files, { ...manifest, export: { ...manifest.export, at: manifest.export.at + at } }, house)
      return verifyPackage(files, PINNED)
    }
    for (const at of [-1, 1, -86_400_000]) {
      const verdict = await dated(3, at)
      expect(found(verdict)).toEqual(['statements:export_statement'])
      expect(verdict.checks.find(({ id }) => id === 'statements')?.findings[0]?.detail).toBe('at')
      expect((await dated(2, at)).verdict).toBe('genuine')
    }
    expect((await dated(3, 0)).verdict).toBe('genuine')
  })

  it('has an SM3 for every file, and older ones for none', async () => {
    const missing = withFiles(3, (file) => (file.name === 'README.txt' ? file : withSm3(file)))
    expect(codes(await verifyPackage(missing, PINNED))).toEqual(['bad_manifest'])
    expect(codes(await verifyPackage(withFiles(2, withSm3), PINNED))).toEqual(['bad_manifest'])
    expect((await verifyPackage(older, PINNED)).verdict).toBe('genuine')
  })
})
