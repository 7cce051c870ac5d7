import { beforeAll, expect, it } from 'vitest'
import type { PackageReader } from '../src/containers/reader.ts'
import { PACKAGE_FILES } from '../src/package/package.ts'
import { verifyPackage } from '../src/verify/verify.ts'
import { buildPackage, packedRowsOf, rowsOf, testHouse } from '../test/support/package.ts'
import { testSigner } from '../test/support/signer.ts'
import { type Files, found } from '../test/support/tamper.ts'
import { openRowsInThreads } from './index.ts'

const house = testSigner('house')
const PINNED = { trust: [house.verifierKey], preview: 5 }
let packages: Files[]

beforeAll(async () => {
  const place = testHouse({ records: 60 })
  packages = [await buildPackage(house, place, packedRowsOf(place)), await buildPackage(house, place, rowsOf(place))]
})

/** In chunks so small that the rows come in dozens of pieces. */
function inChunks(files: Files): PackageReader {
  return {
    files: [...files].map(([name, bytes]) => ({ name, size: bytes.length })),
    async *read(name) {
      const bytes = files.get(name) ?? new Uint8Array(0)
      for (let at = 0; at < bytes.length; at += 3000) yield bytes.subarray(at, at + 3000)
    },
  }
}

function changedAt(files: Files, name: string, places: readonly number[]): Files {
  const bytes = (files.get(name) ?? new Uint8Array(0)).slice()
  for (const share of places) bytes[Math.floor(bytes.length * share)] = 0x41
  return new Map(files).set(name, bytes)
}

it('finds a package genuine, as one thread does', async () => {
  for (const files of packages) {
    const threaded = await verifyPackage(inChunks(files), { ...PINNED, openRows: openRowsInThreads({ from: 1 }) })
    expect(threaded.verdict).toBe('genuine')
    expect(threaded).toEqual(await verifyPackage(inChunks(files), PINNED))
  }
})

it('finds the same things wrong, in the same order', async () => {
  for (const files of packages) {
    for (const name of [PACKAGE_FILES.disclosures, PACKAGE_FILES.csv]) {
      const wrong = changedAt(files, name, [0.05, 0.3, 0.31, 0.6, 0.9, 0.95])
      const threaded = await verifyPackage(inChunks(wrong), { ...PINNED, openRows: openRowsInThreads({ from: 1 }) })
      expect(found(threaded).length).toBeGreaterThan(4)
      expect(threaded).toEqual(await verifyPackage(inChunks(wrong), PINNED))
    }
  }
})
