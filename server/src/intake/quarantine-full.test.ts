import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mountSmallDisk } from '#test/full-disk'
import { Quarantine } from './quarantine.ts'
import { openKept, QuarantineFile } from './quarantine-file.ts'

const disk = mountSmallDisk(1)
afterAll(() => disk?.remove())

const KEY = randomBytes(32)

function piece(start: number, bytes: Buffer) {
  return { start, end: start + bytes.length, reason: 'wrong_shape' as const, items: 1, bytes, more: false }
}

describe.skipIf(!disk)('quarantine on a full disk (skipped: no right to mount one)', () => {
  test('tells of no span over a write that failed, also when there is room again at once', async () => {
    if (!disk) return
    const path = join(disk.dir, 'quarantine', 'one')
    const file = new QuarantineFile(path, 'one', KEY, randomBytes(32))
    const quarantine = new Quarantine(file)
    const first = randomBytes(70_000)
    quarantine.add(piece(0, first), 'a')
    quarantine.close()

    disk.fill(100_000)
    expect(() => quarantine.add(piece(70_000, randomBytes(300_000)), 'b')).toThrow('disk_full')
    disk.empty()
    expect(() => quarantine.close()).toThrow('disk_full')

    const spans = quarantine.take()
    file.close()
    expect(spans.map(({ part }) => part)).toEqual(['a'])
    for (const { kept } of spans) {
      const source = openKept(path, 'one', KEY, kept)
      expect(Buffer.from(await source.read(0, kept.length)).equals(first)).toBe(true)
      await source.close()
    }
  })
})
