import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Refusal } from '#base'
import { openFile } from './byte-source.ts'
import { listFolder } from './entries.ts'

const dir = mkdtempSync(join(tmpdir(), 'cunzhen-source-'))
afterAll(() => rmSync(dir, { recursive: true }))

const NO_FILE = new Refusal('invalid', 'source_not_a_file')

test('a file is read; a folder, a device and a pipe that nobody writes to are refused at once', async () => {
  const path = join(dir, 'a.txt')
  writeFileSync(path, 'abcdef')
  const file = await openFile(path)
  expect((await file.read(2, 3)).toString()).toBe('cde')
  await expect(file.read(4, 9)).rejects.toThrow(new Refusal('conflict', 'source_changed'))
  await file.close()
  const pipe = join(dir, 'pipe')
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
  for (const odd of [dir, '/dev/null', pipe]) await expect(openFile(odd)).rejects.toThrow(NO_FILE)
})

test('a folder that cannot be looked into is no empty one', async () => {
  await expect(listFolder(join(dir, 'a.txt'))).rejects.toThrow(new Refusal('not_found', 'source_missing'))
  await expect(listFolder(join(dir, 'nowhere'))).rejects.toThrow(new Refusal('not_found', 'source_missing'))
})

test('a link is followed only where that was asked for', async () => {
  const link = join(dir, 'link')
  symlinkSync(join(dir, 'a.txt'), link)
  await (await openFile(link)).close()
  await expect(openFile(link, false)).rejects.toThrow(new Refusal('not_found', 'source_missing'))
})
