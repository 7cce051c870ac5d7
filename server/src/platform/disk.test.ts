import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { diskRoom, diskShares } from './disk.ts'

test('every file counts for one share, and what nobody knows is other', async () => {
  const house = mkdtempSync(join(tmpdir(), 'cunzhen-disk-'))
  const write = (path: string, bytes: number) => {
    mkdirSync(join(house, dirname(path)), { recursive: true })
    writeFileSync(join(house, path), Buffer.alloc(bytes))
  }
  for (const [path, bytes] of [
    ['segments/0/a.seg', 100],
    ['segments/1/b.seg', 50],
    ['journal.db', 20],
    ['journal.db-wal', 3],
    ['ledger/tile/0/000', 7],
    ['audit/checkpoint', 1],
    ['index/s1/shard.db', 11],
    ['house.db', 5],
    ['keys/keyring.json', 2],
    ['notes.txt', 9],
  ] as const) {
    write(path, bytes)
  }
  symlinkSync(house, join(house, 'segments/around')) // counted as itself, never followed
  const { other, segments, ...rest } = await diskShares(house)
  expect(other).toBe(9)
  expect(segments).toBeGreaterThanOrEqual(150)
  expect(segments).toBeLessThan(400)
  expect(rest).toEqual({ journal: 23, index: 11, ledger: 8, attachments: 0, quarantine: 0, exports: 0, house: 7 })
  const { free, total } = await diskRoom(house)
  expect(free).toBeGreaterThan(0)
  expect(free).toBeLessThanOrEqual(total)
  rmSync(house, { recursive: true })
})
