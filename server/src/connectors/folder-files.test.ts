import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesBelow, openBelow } from './folder-files.ts'

let dir: string
let place: string
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'cunzhen-watched-')))
  place = join(dir, 'in')
  mkdirSync(join(place, 'day'), { recursive: true })
  mkdirSync(join(dir, 'secret'))
  writeFileSync(join(place, 'day', 'a.jsonl'), 'inside')
  writeFileSync(join(dir, 'secret', 'a.jsonl'), 'outside')
})
afterEach(() => {
  chmodSync(join(place, 'day'), 0o700)
  rmSync(dir, { recursive: true, force: true })
})

const readThrough = async (path: string) => {
  const file = await openBelow(place, path)
  const text = (await file?.readFile('utf8')) ?? null
  await file?.close()
  return text
}

test('a file below the place is opened; one behind a folder that became a link is not', async () => {
  const [path = ''] = await filesBelow(place, () => expect.unreachable())
  expect(await readThrough(path)).toBe('inside')
  renameSync(join(place, 'day'), join(place, 'moved'))
  symlinkSync(join(dir, 'secret'), join(place, 'day'))
  expect(await readThrough(path)).toBeNull()
  rmSync(join(place, 'day'))
  symlinkSync(join(place, 'moved'), join(place, 'day'))
  expect(await readThrough(path)).toBe('inside') // a link that stays below leads nowhere else
  rmSync(join(place, 'day'))
  mkdirSync(join(place, 'day'))
})

test('a pipe that took the file’s name is not waited for', async () => {
  const path = join(place, 'day', 'a.jsonl')
  rmSync(path)
  expect(spawnSync('mkfifo', [path]).status).toBe(0)
  expect(await readThrough(path)).toBeNull()
  expect(await filesBelow(place, () => expect.unreachable())).toEqual([])
})

// whoever is root may look into every folder
test.skipIf(process.getuid?.() === 0)('a folder that may not be looked into keeps nobody from the others', async () => {
  writeFileSync(join(place, 'b.jsonl'), 'inside')
  chmodSync(join(place, 'day'), 0)
  let told = 0
  const found = await filesBelow(place, () => {
    told += 1
  })
  expect([found, told]).toEqual([[join(place, 'b.jsonl')], 1])
})
