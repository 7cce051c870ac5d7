import { hash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildPackage, type TestHouse, testHouse } from '../../test/support/package.ts'
import { chanceFrom } from '../../test/support/sample.ts'
import { testSigner } from '../../test/support/signer.ts'
import { codes, type Files, readManifest, rebuildHashes, signManifest } from '../../test/support/tamper.ts'
import { utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import type { PackageReader } from '../containers/reader.ts'
import { PACKAGE_FILES } from '../package/package.ts'
import { verifyPackage } from './verify.ts'

const house = testSigner('house')
const _stranger = testSigner('stranger')
const PINNED = { trust: [house.verifierKey] }
let genuine: Files
let place: TestHouse

beforeAll(async () => {
  place = testHouse()
  genuine = await buildPackage(house, place)
})

describe('hostile packages', () => {
  it('a missing, a foreign, a doubled and an unlisted file are named', async () => {
    for (const name of genuine.keys()) {
      const files = new Map(genuine)
      files.delete(name)
      const verdict = await verifyPackage(files, PINNED)
      expect(verdict.verdict).toBe('wrong')
      const named = verdict.checks.some(({ findings }) => findings.some(({ file }) => file === name))
      expect(named, name).toBe(true)
    }
    const foreign = new Map(genuine).set('data/../x\u001b[2J.exe', utf8('x'))
    const verdict = await verifyPackage(foreign, PINNED)
    expect(verdict.checks[0]?.findings).toEqual([{ code: 'unexpected_file', file: 'data/../x?[2J.exe' }])
    const doubled: PackageReader = {
      files: [...genuine, ...genuine].map(([name, bytes]) => ({ name, size: bytes.length })),
      async *read(name) {
        yield genuine.get(name) ?? new Uint8Array(0)
      },
    }
    expect(codes(await verifyPackage(doubled, PINNED))).toEqual(['duplicate_file'])
  })

  it('a file that breaks off, or gives more than its bounds, is named and nothing is thrown', async () => {
    for (const name of genuine.keys()) {
      for (const code of ['bad_zip', 'file_too_large', 'compression_ratio'] as const) {
        const breaking: PackageReader = {
          files: [...genuine].map(([each, bytes]) => ({ name: each, size: bytes.length })),
          async *read(each) {
            const bytes = genuine.get(each) ?? new Uint8Array(0)
            yield bytes.subarray(0, 100)
            if (each === name) throw new ProofError(code) // what inflates does not know whose bytes they are
            yield bytes.subarray(100)
          },
        }
        const verdict = await verifyPackage(breaking, PINNED)
        expect(verdict.verdict, name).toBe('wrong')
        const broken = verdict.checks.flatMap(({ findings }) =>
          findings.filter((one) => one.code === 'unreadable_file'),
        )
        for (const { file } of broken) expect(file).toBe(name)
        if (code === 'bad_zip') expect(broken, name).not.toEqual([])
      }
    }
  })

  it('a line without end and a manifest without end are given up, not kept', async () => {
    let given = 0
    const endless: PackageReader = {
      files: [...genuine].map(([name, bytes]) => ({ name, size: bytes.length })),
      async *read(name) {
        if (name !== PACKAGE_FILES.disclosures && name !== PACKAGE_FILES.statements) {
          yield genuine.get(name) ?? new Uint8Array(0)
          return
        }
        for (let i = 0; i < 1000; i++) {
          given++
          yield new Uint8Array(1024 * 1024).fill(0x20)
        }
      },
    }
    expect((await verifyPackage(endless, PINNED)).verdict).toBe('wrong')
    expect(given).toBeLessThan(60)
  })

  it('a manifest that claims a billion rows costs nothing', async () => {
    const files = new Map(genuine)
    rebuildHashes(files, (manifest) => {
      manifest.rows = 1_000_000_000
    })
    signManifest(files, readManifest(files), house)
    expect(codes(await verifyPackage(files, PINNED))).toContain('rows_differ')
  })

  it('random nonsense in every file never makes it throw', async () => {
    const chance = chanceFrom(7)
    for (let i = 0; i < 60; i++) {
      const files = new Map(genuine)
      const name = chance.pick([...genuine.keys()])
      const bytes = genuine.get(name) ?? new Uint8Array(0)
      const from = chance.below(bytes.length)
      const cut = bytes.slice(from, from + chance.below(400))
      const noise = Uint8Array.from({ length: chance.below(50) }, () => chance.below(256))
      files.set(
        name,
        chance.below(2) === 0 ? cut : new Uint8Array(Buffer.concat([bytes.subarray(0, from), noise, cut])),
      )
      if (chance.below(2) === 0 && name !== PACKAGE_FILES.manifest) rebuildHashes(files)
      expect((await verifyPackage(files, PINNED)).verdict).toBe('wrong')
    }
  })
})

describe('whoever holds the package', () => {
  it('confirms none of the 10,000 numbers behind four stars with any hash or salt in it', async () => {
    const small = await buildPackage(house, testHouse({ records: 2 }))
    const words = [...small.values()].flatMap((bytes) => [
      ...Buffer.from(bytes)
        .toString('latin1')
        .matchAll(/[0-9a-f]{64}|[A-Za-z0-9+/]{22,}={0,2}/g),
    ])
    const blobs = words.map(([word]) => Buffer.from(word, /^[0-9a-f]{64}$/.test(word) ? 'hex' : 'base64'))
    const hashes = new Set<string>()
    for (const blob of blobs) {
      for (let at = 0; at + 32 <= blob.length; at += 16) hashes.add(blob.toString('latin1', at, at + 32))
    }
    expect(hashes.size).toBeGreaterThan(50)
    const salts = blobs.filter((blob) => blob.length === 16)
    let confirmed = 0
    for (let guess = 0; guess < 10_000; guess++) {
      const digits = String(guess).padStart(4, '0')
      for (const text of [digits, `138${digits}8000`]) {
        for (const salt of [Buffer.alloc(0), ...salts]) {
          if (hashes.has(hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'binary'))) confirmed++
        }
      }
    }
    expect(confirmed).toBe(0)
  })
})
