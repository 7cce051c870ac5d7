import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { zipOf } from '../../test/support/containers.ts'
import { buildPackage } from '../../test/support/package.ts'
import { bytesFrom, chanceFrom } from '../../test/support/sample.ts'
import { testSigner } from '../../test/support/signer.ts'
import type { Files } from '../../test/support/tamper.ts'
import { utf8 } from '../bytes/bytes.ts'
import { ProofError, type ProofErrorCode } from '../bytes/errors.ts'
import { PACKAGE_FILES } from '../package/package.ts'
import { verifyPackage } from '../verify/verify.ts'
import { type PackageReader, readWhole } from './reader.ts'
import { openZip, openZipPackage, PACKAGE_LIMITS } from './zip.ts'

const PASSWORD = 'correct horse 电池'
const house = testSigner('house')
let files: Files
let zip: Uint8Array

beforeAll(async () => {
  files = await buildPackage(house)
  zip = new Uint8Array(await (await zipOf(files, PASSWORD)).arrayBuffer())
})

const blobOf = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)])

async function refusal(open: Promise<PackageReader>): Promise<ProofErrorCode | null> {
  try {
    await open
    return null
  } catch (error) {
    if (error instanceof ProofError) return error.code
    throw error
  }
}

/** Overwrites every place where `from` stands; both must be of one length, so that the zip stays a zip. */
function overwrite(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const copy = Buffer.from(bytes)
  let at = copy.indexOf(from)
  if (at < 0) throw new Error('nothing to overwrite')
  for (; at >= 0; at = copy.indexOf(from, at + 1)) copy.write(to, at)
  return new Uint8Array(copy)
}

describe('a package as a zip', () => {
  it('opens with its password and gives the genuine verdict', async () => {
    const reader = await openZipPackage(blobOf(zip), PASSWORD)
    expect((await verifyPackage(reader, { trust: [house.verifierKey] })).verdict).toBe('genuine')
  })

  it('without encryption, and with entries for its folders, says the same', async () => {
    const writer = new ZipWriter(new BlobWriter())
    for (const folder of ['data/', 'proof/']) await writer.add(folder, undefined, { directory: true })
    for (const [name, bytes] of files) await writer.add(name, new Uint8ArrayReader(bytes))
    const reader = await openZipPackage(await writer.close(), null)
    expect((await verifyPackage(reader, { trust: [house.verifierKey] })).verdict).toBe('genuine')
  })

  it('does not open without the password, or with another', async () => {
    expect(await refusal(openZipPackage(blobOf(zip), null))).toBe('password_needed')
    expect(await refusal(openZipPackage(blobOf(zip), ''))).toBe('password_needed')
    expect(await refusal(openZipPackage(blobOf(zip), 'correct horse'))).toBe('wrong_password')
  })

  it('damaged anywhere is refused, or read and found wrong; it never hangs and never passes', async () => {
    const chance = chanceFrom(11)
    for (let i = 0; i < 60; i++) {
      const at = chance.below(zip.length)
      const damaged = zip.with(at, (zip[at] ?? 0) ^ (1 << chance.below(8)))
      let outcome: string
      try {
        outcome = (await verifyPackage(await openZipPackage(blobOf(damaged), PASSWORD))).verdict
      } catch (error) {
        if (!(error instanceof ProofError)) throw error
        outcome = 'refused'
      }
      // dates and host system of an entry are nobody's evidence: a changed one changes nothing that is read
      if (outcome === 'not_pinned') expect(isMetadata(damaged, at)).toBe(true)
    }
  })

  /** Version, date and attribute bytes of local headers and of the directory; salts and data are none of these. */
  function isMetadata(bytes: Uint8Array, at: number): boolean {
    const buffer = Buffer.from(bytes)
    const local = buffer.lastIndexOf(Buffer.from('PK\x03\x04', 'latin1'), at)
    const central = buffer.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'), at)
    return at - Math.max(local, central) < 120
  }

  it('cut off anywhere is refused', async () => {
    for (const part of [0, 0.1, 0.5, 0.9, 0.999]) {
      const open = openZipPackage(blobOf(zip.subarray(0, Math.floor(zip.length * part))), PASSWORD)
      expect(await refusal(open)).toBe('bad_zip')
    }
    expect(await refusal(openZipPackage(blobOf(bytesFrom('noise', 5000)), PASSWORD))).toBe('bad_zip')
  })
})

describe('hostile zips', () => {
  it('names that leave the folder are refused before anything is read', async () => {
    const plain = new Uint8Array(await (await zipOf([['data/aaaaa.csv', bytesFrom('x', 10)]], null)).arrayBuffer())
    for (const name of ['../../aaa.csv', '/data/aaa.csv', '..\\aaaaaa.csv', 'C:/data/aa.csv', 'data/../aa.csv']) {
      expect(await refusal(openZipPackage(blobOf(overwrite(plain, 'data/aaaaa.csv', name)), null)), name).toBe(
        'bad_file_name',
      )
    }
  })

  it('a name twice is refused', async () => {
    const two = new Uint8Array(
      await (
        await zipOf(
          [
            ['data/a.csv', bytesFrom('x', 10)],
            ['data/b.csv', bytesFrom('y', 10)],
          ],
          null,
        )
      ).arrayBuffer(),
    )
    expect(await refusal(openZipPackage(blobOf(overwrite(two, 'data/b.csv', 'data/a.csv')), null))).toBe(
      'duplicate_file',
    )
  })

  it('too many entries are refused while counting', async () => {
    const many = Array.from({ length: 16_385 }, (_, i): [string, Uint8Array] => [`data/${i}`, new Uint8Array(1)])
    expect(await refusal(openZipPackage(await zipOf(many, null), null))).toBe('too_many_files')
  })

  it('what other programs show beside the files is refused: comments, and names of their own', async () => {
    const zipped = async (options: object, comment?: Uint8Array): Promise<Blob> => {
      const writer = new ZipWriter(new BlobWriter())
      for (const [name, bytes] of files) await writer.add(name, new Uint8ArrayReader(bytes), options)
      return writer.close(comment)
    }
    const fields = (...types: number[]) => ({ extraField: new Map(types.map((type) => [type, new Uint8Array(9)])) })
    const said = '本包真实有效'
    expect(await refusal(openZipPackage(await zipped({}, utf8(said)), null))).toBe('aside_in_zip')
    expect(await refusal(openZipPackage(await zipped({ comment: said }), null))).toBe('aside_in_zip')
    for (const type of [0x9999, 0x4141])
      expect(await refusal(openZipPackage(await zipped(fields(type)), null))).toBe('aside_in_zip')
    // what zip programs write by themselves: times and owners
    expect(await refusal(openZipPackage(await zipped(fields(0x7875)), null))).toBe(null)
    expect(await refusal(openZipPackage(await zipped({}), null))).toBe(null)
    expect(await refusal(openZipPackage(await zipped({}, new Uint8Array(0)), PASSWORD))).toBe(null)
    // a workbook inside is not ours to say so of
    expect(await refusal(openZip(await zipped({ comment: said }), null, PACKAGE_LIMITS, 'any'))).toBe(null)
  })

  it('a folder of another name is refused', async () => {
    const writer = new ZipWriter(new BlobWriter())
    await writer.add('elsewhere/', undefined, { directory: true })
    expect(await refusal(openZipPackage(await writer.close(), null))).toBe('bad_file_name')
  })

  it('a bomb is refused by what it declares', async () => {
    const bomb = await zipOf([[PACKAGE_FILES.csv, new Uint8Array(40 * 1024 * 1024)]], null)
    expect(bomb.size).toBeLessThan(100_000)
    expect(await refusal(openZipPackage(bomb, null))).toBe('compression_ratio')
  })

  it('and a bomb that declares little is stopped while it inflates', async () => {
    const writer = new ZipWriter(new BlobWriter())
    await writer.add('data/bomb', new TextReader('0'.repeat(8 * 1024 * 1024)))
    const honest = new Uint8Array(await (await writer.close()).arrayBuffer())
    const lying = Buffer.from(honest)
    const size = Buffer.alloc(4)
    size.writeUInt32LE(8 * 1024 * 1024)
    const small = Buffer.alloc(4)
    small.writeUInt32LE(1000)
    for (let at = lying.indexOf(size); at >= 0; at = lying.indexOf(size, at + 1)) small.copy(lying, at)
    const limits = { entries: 4, entrySize: 1024 ** 3, ratio: 200 }
    const reader = await openZip(blobOf(new Uint8Array(lying)), null, limits, 'any')
    let read = 0
    const reading = (async () => {
      for await (const chunk of reader.read('data/bomb')) read += chunk.length
    })()
    await expect(reading).rejects.toThrow(ProofError)
    expect(read).toBeLessThan(1024 * 1024)
  })

  it('reading may stop in the middle', async () => {
    const large = await zipOf([['data/large', bytesFrom('large', 3 * 1024 * 1024)]], null)
    const reader = await openZip(large, null, { entries: 4, entrySize: 1024 ** 3, ratio: 200 }, 'any')
    await expect(readWhole(reader.read('data/large'), 1000, 'data/large')).rejects.toThrow(
      new ProofError('file_too_large', 'data/large'),
    )
    expect((await readWhole(reader.read('data/large'), 4 * 1024 * 1024, 'data/large')).length).toBe(3 * 1024 * 1024)
  })
})
