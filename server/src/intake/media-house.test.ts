import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fsckHouse } from '#archive'
import { makeArchiveHouse } from '#test/archive-house'
import { makeZip } from './containers/zip.test-support.ts'
import { ADMIN, type IntakeHouse, openIntakeHouse } from './intake-house.test-support.ts'
import { PLAIN } from './receiving.test-support.ts'

// Attachments through the import's own thread into a real house, judged by fsck.

const sources = mkdtempSync(join(tmpdir(), 'cunzhen-media-'))
const dir = mkdtempSync(join(tmpdir(), 'cunzhen-full-media-'))
const mount = (options: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir]).status === 0
const isMounted = mount('size=12m')
afterAll(() => {
  rmSync(sources, { recursive: true })
  if (isMounted) spawnSync('umount', [dir])
  rmdirSync(dir)
})

/** A chat whose messages name as many files, each of this size. */
function chat(files: number, size: number): string {
  const names = Array.from({ length: files }, (_, n) => `IMG-000${n}.jpg`)
  const lines = names.map((name, n) => `[20/01/19, 11:2${n}:45] 小王: <attached: ${name}>\n`)
  const media = names.map((name) => ({ name, data: randomBytes(size), stored: true }))
  const path = join(sources, `${randomBytes(4).toString('hex')}.zip`)
  writeFileSync(path, makeZip([{ name: '_chat.txt', data: lines.join('') }, ...media]))
  return path
}
const options = { ...PLAIN, fileName: 'chat.zip' }
const imported = (house: IntakeHouse, path: string) => house.imported(options, { kind: 'file', path })
function objectsOf(house: string): string[] {
  const found = readdirSync(join(house, 'objects'), { recursive: true, withFileTypes: true })
  return found.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

test('attachments are in the house, whole; fsck finds one that is changed, short or gone, and counts what nobody names', async () => {
  const house = await openIntakeHouse()
  const { made } = house
  expect((await imported(house, chat(2, 100_000))).counts).toMatchObject({ archived: 2, quarantined: 0, attached: 2 })
  await house.archive.integrate()
  await house.stop()
  const check = async () => {
    const { ok, problems, counts } = await fsckHouse(made.dir, made.keyring)
    return { ok, codes: problems.map(({ code }) => code), objects: counts.objects, orphans: counts.orphanedObjects }
  }
  const sound = { ok: true, codes: [], objects: 2, orphans: 0 }
  expect(await check()).toEqual(sound)
  const [path = '', other = ''] = objectsOf(made.dir)
  const whole = readFileSync(path)

  const changed = Buffer.from(whole)
  changed[70_000] = (changed[70_000] ?? 0) ^ 1
  writeFileSync(path, changed)
  expect(await check()).toEqual({ ok: false, codes: ['object_damaged'], objects: 1, orphans: 0 })
  writeFileSync(path, whole)
  truncateSync(path, 50_000)
  expect(await check()).toMatchObject({ codes: ['object_damaged'] })
  renameSync(path, `${path}.away`)
  expect(await check()).toMatchObject({ ok: false, codes: ['object_missing', 'object_stray'] })
  rmSync(`${path}.away`)
  writeFileSync(path, readFileSync(other))
  expect(await check()).toMatchObject({ codes: ['object_damaged'] })
  writeFileSync(path, whole)
  expect(await check()).toEqual(sound)

  // what no record names: a crash came between the object and its record
  const name = 'ab'.repeat(32)
  mkdirSync(join(made.dir, 'objects', 'ab'), { recursive: true })
  writeFileSync(join(made.dir, 'objects', 'ab', name), whole)
  expect(await check()).toEqual({ ...sound, orphans: 1 })
  // and what an interrupted write left is cleared away by the next start
  writeFileSync(join(made.dir, 'objects', 'incoming', 'left'), 'half')
  await house.start()
  expect(readdirSync(join(made.dir, 'objects', 'incoming'))).toEqual([])
  await house.stop()
  made.remove()
})

describe.skipIf(!isMounted)('a full disk (skipped: no right to mount one)', () => {
  test('refuses attachments cleanly, and with room the import goes on; each record has its files, once', async () => {
    const made = await makeArchiveHouse(join(dir, 'house'))
    const house = await openIntakeHouse(made)
    const path = chat(8, 2_000_000)
    const full = await house.intake.startImport(options, { kind: 'file', path }, ADMIN)
    expect(await house.intake.ended(full.id)).toMatchObject({ state: 'interrupted', problem: 'disk_full' })
    expect(readdirSync(join(made.dir, 'objects', 'incoming'))).toEqual([])

    expect(mount('remount,size=256m')).toBe(true)
    await house.endingWritten(full.id) // the ending that could not be written is written now
    const again = await house.intake.ended(await house.intake.control.resume(full.id, ADMIN))
    expect(again).toMatchObject({
      state: 'finished',
      counts: { items: 8, quarantined: 0, attached: 8, attachedMissing: 0 },
    })
    expect(house.archive.catalog.counts().records).toBe(8)
    await house.archive.integrate()
    await house.stop()
    const found = await fsckHouse(made.dir, made.keyring)
    expect(found).toMatchObject({ ok: true, counts: { objects: 8, orphanedObjects: 0, leftovers: 0 } })
    made.remove()
  })
})
