import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSm3, readWhole, toHex } from '@cunzhen/proof'
import { BlobReader, configure, type FileEntry, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipWriter } from './zip.ts'
import { openSealedZip } from './zip-reader.ts'

configure({ useWebWorkers: false })

const PASSWORD = 'abcde-fghij-kmnpq'
let dir = ''
let path = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-zip-'))
  path = join(dir, 'a.zip')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

// around the block of 16, the 64 KiB of the key stream, and compressible or not
const CONTENTS: readonly (readonly [string, Uint8Array])[] = [
  0, 1, 15, 16, 17, 65_535, 65_536, 65_537, 200_000,
].flatMap((size) => [
  [`data/random-${size}`, new Uint8Array(randomBytes(size))] as const,
  [`data/文字-${size}`, new Uint8Array(Buffer.alloc(size, '存真 '))] as const,
])

async function written(password: string | null, level: number, piece: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const zip = new ZipWriter(async (bytes) => void chunks.push(Uint8Array.from(bytes)), password)
  for (const [name, content] of CONTENTS) {
    const entry = await zip.open(name, { level })
    for (let at = 0; at < content.length; at += piece) await entry.write(content.subarray(at, at + piece))
    const file = await entry.end()
    const sm3 = createSm3()
    sm3.update(content)
    const sha256 = createHash('sha256').update(content).digest('hex')
    expect(file).toEqual({ name, size: content.length, sha256, sm3: toHex(sm3.digest()) })
  }
  await zip.end()
  return new Uint8Array(Buffer.concat(chunks))
}

async function readByZipJs(bytes: Uint8Array<ArrayBuffer>, password?: string): Promise<[string, Uint8Array][]> {
  const reader = new ZipReader(new BlobReader(new Blob([bytes])), {
    strictness: 'strict',
    checkSignature: true,
    ...(password === undefined ? {} : { password }),
  })
  const files: [string, Uint8Array][] = []
  for (const entry of await reader.getEntries()) {
    expect(entry.encrypted).toBe(password !== undefined)
    files.push([entry.filename, await (entry as FileEntry).getData(new Uint8ArrayWriter())]) // no directory was written
  }
  return files
}

describe.each([
  [0, 999],
  [1, 70_000],
  [6, 1_000_000],
])('a zip of level %d written in pieces of %d bytes', (level, piece) => {
  it('sealed, is read by another library with the password', async () => {
    const bytes = new Uint8Array(await written(PASSWORD, level, piece))
    expect(await readByZipJs(bytes, PASSWORD)).toEqual(CONTENTS.map((each) => [...each]))
    await expect(readByZipJs(bytes, 'another')).rejects.toThrow()
  })

  it('plain, is read without one', async () => {
    expect(await readByZipJs(new Uint8Array(await written(null, level, piece)))).toEqual(
      CONTENTS.map((each) => [...each]),
    )
  })
})

describe('our own reading back', () => {
  it('gives what was written', async () => {
    writeFileSync(path, await written(PASSWORD, 1, 100_000))
    const zip = await openSealedZip(path, PASSWORD)
    expect(zip.files).toEqual(CONTENTS.map(([name, { length }]) => ({ name, size: length })))
    for (const [name, content] of CONTENTS) expect(await readWhole(zip.read(name), 1e9, name)).toEqual(content)
    await zip.close()
  })

  it('refuses a wrong password, and any changed byte of a content', async () => {
    writeFileSync(path, await written(PASSWORD, 0, 100_000))
    const wrong = await openSealedZip(path, 'another')
    await expect(readWhole(wrong.read('data/random-200000'), 1e9, '')).rejects.toMatchObject({ code: 'wrong_password' })
    await wrong.close()
    const bytes = readFileSync(path)
    const at = bytes.indexOf('data/random-200000') + 100_000
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const changed = await openSealedZip(path, PASSWORD)
    await expect(readWhole(changed.read('data/random-200000'), 1e9, '')).rejects.toMatchObject({ code: 'bad_zip' })
    await changed.close()
  })
})
