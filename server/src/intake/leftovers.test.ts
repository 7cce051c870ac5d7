import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readActs } from '#audit'
import { ADMIN, type IntakeHouse, openIntakeHouse, RULES } from './intake-house.test-support.ts'
import { intakePlaces } from './places.ts'
import { corpusOptions, lines } from './receiving.test-support.ts'

// Temporary files of the room are gone within the policy's period (`export.temp_purge`), and none that is in use.

let house: IntakeHouse
beforeAll(async () => {
  house = await openIntakeHouse()
})
afterAll(async () => {
  await house.stop()
  house.made.remove()
})

const HOUR = 3600
function aged(path: string, hours: number): string {
  const then = Date.now() / 1000 - hours * HOUR
  utimesSync(path, then, then)
  return path
}

function lay(dir: 'spool' | 'scratch', name: string, hours: number): string {
  const path = join(intakePlaces(house.made.dir)[dir], name)
  writeFileSync(path, 'noise')
  return aged(path, hours)
}

const purges = async () => (await readActs(house.db, { action: 'intake.purge' }, { ledgerSize: 0 })).acts.length

test('what no import reads goes after the period and not before, each time an act; nothing while the policy cannot be read', async () => {
  const old = [lay('spool', 'a', 25), lay('scratch', 'b', 25)]
  const young = [lay('spool', 'c', 23), lay('scratch', 'd', 23)]
  const period = RULES.tempPurge
  RULES.tempPurge = null
  expect(await house.intake.purge()).toBe(0)
  RULES.tempPurge = period
  expect(await house.intake.purge()).toBe(2)
  expect([...old, ...young].map((path) => existsSync(path))).toEqual([false, false, true, true])
  expect(await purges()).toBe(1)
  expect(await house.intake.purge()).toBe(0)
  expect(await purges()).toBe(1)
})

test('what an import reads stays, however long it is paused; an upload that nobody imports goes', async () => {
  const held = await house.upload(lines(0, 2000))
  const never = await house.upload('x')
  if (held.kind !== 'upload' || never.kind !== 'upload') throw new Error('these are uploads')
  const { id } = await house.intake.startImport({ ...corpusOptions(), fileName: 'a.jsonl' }, held, ADMIN)
  await house.intake.control.pause(id, ADMIN)
  for (const { upload } of [held, never]) aged(upload.path, 25)
  const scratch = lay('scratch', 'e', 25)
  expect(await house.intake.purge()).toBe(1)
  expect([held.upload.path, never.upload.path, scratch].map((path) => existsSync(path))).toEqual([true, false, true])
  await house.intake.control.resume(id, ADMIN)
  expect((await house.intake.ended(id)).state).toBe('finished')
  expect(await house.intake.purge()).toBe(1)
  expect(existsSync(scratch)).toBe(false)
})
