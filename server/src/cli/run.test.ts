import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { commands } from './commands.ts'
import { run } from './run.ts'

const dir = mkdtempSync(join(tmpdir(), 'cunzhen-cli-'))
const nowhere = join(dir, 'mistyped')
afterAll(() => rmSync(dir, { recursive: true }))

let told = ''
beforeEach(() => {
  told = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

test('help names every command and the exit codes; a word that is none is told with it', async () => {
  for (const asked of [['help'], ['--help'], ['-h'], []]) {
    told = ''
    expect(await run(asked)).toBe(0)
    for (const verb of Object.keys(commands)) expect(told).toContain(`\n  ${verb} `)
    expect(told).toContain('exit codes: 0 done')
  }
  expect(await run(['no-such'])).toBe(2)
  expect(await run(['help', 'no-such'])).toBe(2)
})

test.each(Object.keys(commands))(
  '%s --help says what it takes and does nothing, also without a house',
  async (verb) => {
    for (const asked of [
      [verb, '--help'],
      [verb, '-h'],
      ['help', verb],
    ]) {
      told = ''
      expect(await run([...asked, '--house', nowhere])).toBe(0)
      expect(told).toContain(`usage: cunzhen ${verb} `)
      expect(existsSync(nowhere)).toBe(false)
    }
  },
)

test('help of import names the formats', async () => {
  await run(['import', '--help'])
  expect(told).toContain('sms_backup_restore')
})

test.each(Object.entries(commands).filter(([, { needsHouse }]) => needsHouse !== false))(
  '%s makes no house where none is, and says how to name one',
  async (verb) => {
    const empty = mkdtempSync(join(dir, 'empty-'))
    const file = join(dir, 'lines.jsonl')
    writeFileSync(file, '')
    for (const house of [nowhere, empty, file]) {
      told = ''
      expect(await run([verb, ...(verb === 'import' ? [file] : []), '--house', house])).toBe(1)
      expect(told).toMatch(/^refused: no_house\nhint: .*--house DIR/)
    }
    expect(existsSync(nowhere)).toBe(false)
    expect(readdirSync(empty)).toEqual([])
  },
)

test('a file or folder that cannot be used is refused without its name, never a fault of the house', async () => {
  const folder = mkdtempSync(join(dir, 'folder-'))
  for (const asked of [
    ['detect', '--point', 'review', '--in', folder],
    ['detect', '--point', 'review', '--in', import.meta.filename, '--roster', folder],
    ['restore-key', folder, '--house', join(dir, 'closed')],
  ]) {
    told = ''
    mkdirSync(join(dir, 'closed', 'keys'), { recursive: true })
    expect(await run(asked)).toBe(1)
    expect(told).toMatch(/^refused: file_unusable system=EISDIR\nhint: .*owner and mode/)
    expect(told).not.toContain(folder)
  }
})

test('a setting that cannot be is refused with what to do, and a flag that a command does not take is usage', async () => {
  expect(await run(['--lang', 'xx', 'help'])).toBe(1)
  expect(told).toMatch(/^refused: bad_setting setting=lang\nhint: .*README/)
  const house = mkdtempSync(join(dir, 'house-'))
  mkdirSync(join(house, 'keys'))
  for (const verb of ['fsck', 'rebuild', 'stats', 'doctor', 'rotate-keys', 'restore-key', 'key'])
    expect(await run([verb, '--bogus', '--house', house])).toBe(2)
  expect(await run(['fsck', 'a-word', '--house', house])).toBe(2)
  expect(readdirSync(house)).toEqual(['keys'])
})
