import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileDigest } from './digest.ts'

describe('the digest of a file', () => {
  let dir = ''
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'cunzhen-digest-'))
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  const MEBIBYTE = 1024 * 1024
  it.each([0, 1, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE + 7])('is that of its %i bytes', async (length) => {
    const content = randomBytes(length)
    const path = join(dir, `${length}`)
    writeFileSync(path, content)
    const { sha256, bytes } = await fileDigest(path)
    expect(sha256.toString('hex')).toBe(createHash('sha256').update(content).digest('hex'))
    expect(bytes).toBe(length)
  })

  it('is refused of a file that is not there', async () => {
    await expect(fileDigest(join(dir, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
