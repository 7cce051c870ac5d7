import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type ExportId, HOUR, type Instant, newId } from '#base'
import { createExports } from '../index.ts'
import { exportsDir, packagePath, temporaryPath, verifierPath } from '../register/places.ts'
import { changeExport } from '../register/store.ts'
import { arrivalOf, openWorld, rulesOf, type World, withoutRelease } from '../world.test-support.ts'

// Files that belong to no package are gone within the policy's period (`export.temp_purge`), by the house's clock.

let world: World
let kept: ExportId
let now: Instant
beforeAll(async () => {
  world = await openWorld(Array.from({ length: 5 }, (_, n) => arrivalOf(n, { body: `第${n}条` })))
  kept = await world.run({ formats: ['csv'] })
})
afterAll(() => world.close())
beforeEach(() => {
  world.policy = withoutRelease(rulesOf())
  now = world.parts.clock.now()
})

const sweep = async () => (await createExports({ ...world.parts, clock: { now: () => now } }).sweep()).purged
const later = (ms: number) => {
  now = (now + ms) as Instant
}
const lay = (path: string) => {
  writeFileSync(path, 'left by a crash')
  return path
}

it('half packages, spools and files of exports that nobody knows go after the period, and not before; each time an act', async () => {
  const gone = newId<ExportId>('exp')
  const left = [
    lay(temporaryPath(world.house.dir, kept, 'zip')),
    lay(temporaryPath(world.house.dir, gone, 'spool')),
    lay(packagePath(world.house.dir, gone)),
    lay(verifierPath(world.house.dir, gone)),
  ]
  later(23 * HOUR)
  expect(await sweep()).toBe(0)
  expect(left.every((path) => existsSync(path))).toBe(true)
  later(2 * HOUR)
  expect(await sweep()).toBe(4)
  expect(left.some((path) => existsSync(path))).toBe(false)
  expect(await world.acts('export.purge')).toEqual(['allowed'])
  // what may be taken stays, and so does what is not ours
  const foreign = lay(join(exportsDir(world.house.dir), 'note.txt'))
  later(1000 * HOUR)
  expect(await sweep()).toBe(0)
  expect(readdirSync(exportsDir(world.house.dir)).sort()).toEqual(
    [`${kept}.zip`, `${kept}.verify.html`, 'note.txt'].sort(),
  )
  expect(existsSync(foreign)).toBe(true)
  expect((await world.open(kept)).verdict.verdict).toBe('genuine')
})

it('the period is the pack’s; while the pack cannot be read nothing goes', async () => {
  const path = lay(packagePath(world.house.dir, newId<ExportId>('exp')))
  const { release, ...pack } = world.policy
  world.policy = { ...pack, release: { ...release, tempPurge: { ...release.tempPurge, time: HOUR, text: 'PT1H' } } }
  later(HOUR + 1000)
  const readable = world.policy
  world.policy = { readable: false } as never // what policy answers then
  expect(await sweep()).toBe(0)
  world.policy = readable
  expect(await sweep()).toBe(1)
  expect(existsSync(path)).toBe(false)
})

it('a package whose bytes were changed stays for whoever looks into it; one that failed otherwise does not', async () => {
  const [changed, failed] = [await world.run({ formats: ['csv'] }), await world.run({ formats: ['csv'] })]
  for (const [id, problem] of [
    [changed, 'package_changed'],
    [failed, 'disk_full'],
  ] as const)
    await world.db.write((tx) => changeExport(tx, id, 'ready', { state: 'failed', problem }))
  later(25 * HOUR)
  expect(await sweep()).toBe(2)
  expect(existsSync(packagePath(world.house.dir, changed))).toBe(true)
  expect(existsSync(packagePath(world.house.dir, failed))).toBe(false)
})
