import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockHouse } from './house-lock.ts'

test('a house is open in one process at a time, and free again afterwards', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-lock-'))
  const first = lockHouse(dir)
  expect(() => lockHouse(dir)).toThrowError(expect.objectContaining({ code: 'house_in_use' }))
  first.release()
  lockHouse(dir).release()
  rmSync(dir, { recursive: true })
})
