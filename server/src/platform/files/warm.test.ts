import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepWarm } from './warm.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-warm-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function fileOf(name: string, bytes: number): string {
  const path = join(dir, name)
  writeFileSync(path, Buffer.alloc(bytes))
  return path
}

async function firstRound(paths: readonly string[], most: number | null): Promise<number> {
  const warming = keepWarm({ files: () => paths, most })
  const bytes = await warming.first
  await warming.stop()
  return bytes
}

test('every file is read through, whatever has gone meanwhile', async () => {
  const paths = [join(dir, 'gone'), dir, fileOf('small', 3000), fileOf('large', 2.5 * 1024 * 1024), fileOf('empty', 0)]
  expect(await firstRound(paths, null)).toBe(3000 + 2.5 * 1024 * 1024)
})

test('a file for which there is no room any more is left alone', async () => {
  expect(await firstRound([fileOf('a', 3000), fileOf('b', 2000), fileOf('c', 1000)], 4000)).toBe(5000)
  expect(await firstRound([fileOf('a', 3000)], 0)).toBe(0)
})

test('files that cannot even be listed are left alone', async () => {
  const files = () => {
    throw new Error('too many open files')
  }
  const warming = keepWarm({ files, most: null })
  expect(await warming.first).toBe(0)
  await warming.stop()
})

test('told to stop, it stops in the middle of a file', async () => {
  const large = fileOf('large', 64 * 1024 * 1024)
  const warming = keepWarm({ files: () => [large], most: null })
  await warming.stop()
  expect(await warming.first).toBeLessThan(64 * 1024 * 1024)
})
