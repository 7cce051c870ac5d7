import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Fault, Refusal } from '#base'
import { lockHouse, makeHouseFolder } from './house-lock.ts'

const dir = mkdtempSync(join(tmpdir(), 'cunzhen-lock-'))
afterAll(() => rmSync(dir, { recursive: true }))

test('a house is open in one process at a time, and free again afterwards', () => {
  const first = lockHouse(dir)
  // somebody else's turn: nothing is broken
  expect(() => lockHouse(dir)).toThrowError(new Refusal('conflict', 'house_in_use'))
  first.release()
  lockHouse(dir).release()
})

test('a folder is made where there is none; a file or a missing folder is told, and nothing is thrown raw', () => {
  const made = join(dir, 'deep', 'house')
  makeHouseFolder(made)
  lockHouse(made).release()
  const file = join(dir, 'a-file')
  writeFileSync(file, '')
  const unusable = expect.objectContaining({ code: 'house_unusable', hint: expect.stringContaining('--house') })
  expect(() => makeHouseFolder(file)).toThrowError(unusable)
  expect(() => lockHouse(file)).toThrowError(unusable)
  expect(() => lockHouse(join(dir, 'nowhere'))).toThrowError(Fault)
})
