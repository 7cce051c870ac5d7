import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fsckHouse } from '#archive'
import { makeArchiveHouse } from '#test/archive-house'
import { mountSmallDisk } from '#test/full-disk'
import { ADMIN, openIntakeHouse } from './intake-house.test-support.ts'
import { corpusOptions, lines } from './receiving.test-support.ts'

// A house on a small disk of its own: what is refused when it is full, and what is there when there is room again.

const disk = mountSmallDisk(12)
afterAll(() => disk?.remove())

const COUNT = 25_000

describe.skipIf(!disk)('a full disk (skipped: no right to mount one)', () => {
  test('refuses cleanly, loses nothing that was acknowledged, and goes on when there is room', async () => {
    if (!disk) return
    const made = await makeArchiveHouse(join(disk.dir, 'house'))
    const house = await openIntakeHouse(made)
    const source = join(mkdtempSync(join(tmpdir(), 'cunzhen-source-')), 'big.jsonl')
    writeFileSync(source, lines(0, COUNT))
    const options = { ...corpusOptions(), fileName: 'big.jsonl' }

    // 1. in the middle of an import: it stops, says why, and what the journal took is counted
    const { id } = await house.intake.startImport(options, { kind: 'file', path: source }, ADMIN)
    const full = await house.intake.ended(id)
    expect(full).toMatchObject({ state: 'interrupted', problem: 'disk_full' })
    expect(full.counts.archived).toBeGreaterThan(0)
    expect(full.counts.archived).toBeLessThan(COUNT)
    const kept = house.archive.catalog.counts().records
    expect(kept).toBeGreaterThanOrEqual(full.counts.archived)

    // 2. an upload that does not fit is refused and leaves nothing
    await expect(house.upload('x'.repeat(16_000_000))).rejects.toMatchObject({ kind: 'unavailable', code: 'disk_full' })
    expect(readdirSync(join(made.dir, 'spool'))).toEqual([])

    // 3. nothing else broke: with room again it closes, and everything that was acknowledged is whole
    disk.resize(512)
    await house.endingWritten(id) // the ending that could not be written is written now
    await house.stop()
    expect(await fsckHouse(made.dir, made.keyring)).toMatchObject({ ok: true, problems: [] })

    // 4. it goes on where it stopped: the rest is archived, nothing is twice
    await house.start()
    const again = await house.intake.ended(await house.intake.control.resume(id, ADMIN))
    expect(again).toMatchObject({
      state: 'finished',
      counts: { items: COUNT, duplicates: kept, archived: COUNT - kept },
    })
    expect(house.archive.catalog.counts().records).toBe(COUNT)
    await house.archive.integrate()
    await house.stop()
    expect(await fsckHouse(made.dir, made.keyring)).toMatchObject({ ok: true, problems: [] })
    made.remove()
    rmSync(join(source, '..'), { recursive: true })
  })
})
