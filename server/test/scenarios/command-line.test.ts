import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '#test/world'

// The operator's commands, on a house whose server is stopped.

let world: World
const SERVER = join(import.meta.dirname, '../..')

beforeAll(async () => {
  world = await openWorld()
  await world.leave()
})
afterAll(() => world.close())

function cunzhen(...args: string[]): { status: number | null; lines: Record<string, unknown>[]; told: string } {
  const done = spawnSync(process.execPath, ['src/cli/main.ts', ...args, '--house', join(world.dir, 'house')], {
    cwd: SERVER,
    encoding: 'utf8',
  })
  const lines = done.stdout.split('\n').filter((line) => line.startsWith('{'))
  return { status: done.status, lines: lines.map((line) => JSON.parse(line)), told: done.stderr }
}

test('import takes a file in with its origin and mapping, and the same file again adds nothing', () => {
  const file = join(world.dir, 'lines.jsonl')
  const line = (n: number) =>
    JSON.stringify({ conv: 'c', seq: n, sender: 'anna', text: `第 ${n} 句`, ts: 1788000000000 + n })
  writeFileSync(file, [1, 2, 3].map(line).join('\n'))
  const mapping = join(world.dir, 'mapping.json')
  const columns = { conversation: 'conv', sender: 'sender', text: 'text', time: 'ts', id: ['conv', 'seq'] }
  writeFileSync(mapping, JSON.stringify(columns))
  const take = () => cunzhen('import', file, '--format', 'jsonl', '--origin', '前台电脑', '--mapping', mapping)
  expect(take()).toMatchObject({ status: 0, lines: [{ items: 3, archived: 3, duplicates: 0, quarantined: 0 }] })
  expect(take()).toMatchObject({ status: 0, lines: [{ items: 3, archived: 0, duplicates: 3, quarantined: 0 }] })
})

test('what it cannot do it says, with another exit code', () => {
  expect(cunzhen('import')).toMatchObject({ status: 2, told: expect.stringContaining('at least one file') })
  expect(cunzhen('import', join(world.dir, 'nowhere.zip')).status).toBe(2)
  expect(cunzhen('no-such-command').status).toBe(2)
  const wrong = cunzhen('stats', '--secret-word')
  expect(wrong).toMatchObject({ status: 2, told: expect.stringContaining('cunzhen help') })
  expect(wrong.told).not.toContain('secret-word')
  const nowhere = cunzhen('import', join(world.dir, 'lines.jsonl'), '--mapping', join(world.dir, 'nowhere.json'))
  expect(nowhere).toMatchObject({ status: 1, told: expect.stringContaining('mapping_unreadable') })
})

test('rotate-keys wraps every key anew under a new one', () => {
  const rotated = cunzhen('rotate-keys', '--because', 'the quarter is over')
  expect(rotated).toMatchObject({ status: 0, lines: [{ from: 1, generation: 2 }] })
  expect(rotated.told).toContain('the recovery kit stays valid')
})

test('calendar brings a table in once, says how far the days are known, and tells a mistake by its place', () => {
  const file = join(world.dir, 'calendar.yaml')
  const years = (days: string) =>
    `id: CN_state_council\nzone: Asia/Shanghai\nyears: {2027: {holidays: [${days}], make_up_days: []}}\n`
  writeFileSync(file, years('{name: 元旦, from: 2027-01-01, to: 2027-01-03}'))
  expect(cunzhen('calendar', 'bring', file).status).toBe(2) // without a reason
  const known = { version: 1, years: [{ year: 2026 }, { year: 2027, workedDays: 260 }] }
  const brought = cunzhen('calendar', 'bring', file, '--because', 'the notice is out')
  expect(brought).toMatchObject({ status: 0, lines: [{ ...known, deadlines: 0 }] })
  writeFileSync(file, years('{name: 元旦, from: 2027-01-01, to: 2027-01-04}'))
  const again = cunzhen('calendar', 'bring', file, '--because', 'it was mended')
  expect(again).toMatchObject({ status: 1, told: expect.stringContaining('--replace YEAR') })
  expect(cunzhen('calendar')).toMatchObject({ status: 0, lines: [known] })
  expect(cunzhen('calendar', 'check', file)).toMatchObject({
    status: 0,
    told: expect.stringContaining('--replace 2027'),
  })
  writeFileSync(file, years('{name: 元旦, from: 2027-02-30, to: 2027-03-01}'))
  const mistaken = cunzhen('calendar', 'check', file)
  expect(mistaken).toMatchObject({ status: 1, told: expect.stringContaining('calendar_day_wrong') })
})

test('fsck finds the house well, stats counts what came', () => {
  expect(cunzhen('fsck')).toMatchObject({ status: 0, lines: [{ ok: true }] })
  expect(cunzhen('stats').status).toBe(0)
})
