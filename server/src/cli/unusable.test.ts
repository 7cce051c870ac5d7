import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readConfig } from '#platform'
import { openHouse } from '#wire'
import { run } from './run.ts'

// A house whose folders are not as they must be: each command says which, and what to do.

const NOBODY = 65_534
const isRoot = process.geteuid?.() === 0
const dir = mkdtempSync(join(tmpdir(), 'cunzhen-unusable-'))
const whole = join(dir, 'whole')
let house = ''
let told = ''
let data = ''

beforeAll(async () => {
  chmodSync(dir, 0o777)
  const { close } = await openHouse(readConfig(undefined, ['--house', whole], ['house']), {})
  await close()
})
afterAll(() => rmSync(dir, { recursive: true }))

beforeEach(() => {
  told = ''
  data = ''
  house = join(dir, String(readdirSync(dir).length))
  cpSync(whole, house, { recursive: true })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text)
    return true
  })
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    data += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const cunzhen = (verb: string) => run([verb, '--house', house])

/** The superuser may read and write everywhere. */
async function asNobody(verb: string): Promise<number> {
  for (const file of readdirSync(house, { recursive: true, withFileTypes: true }))
    chownSync(join(file.parentPath, file.name), NOBODY, NOBODY)
  chownSync(house, NOBODY, NOBODY)
  process.seteuid?.(NOBODY)
  try {
    return await cunzhen(verb)
  } finally {
    process.seteuid?.(0)
  }
}

function aFileInPlaceOf(folder: string): void {
  rmSync(join(house, folder), { recursive: true })
  writeFileSync(join(house, folder), 'no folder')
}

describe('an index that cannot be used', () => {
  test('ends rebuild with its name, and moved away it is made again', async () => {
    aFileInPlaceOf('index')
    expect(await cunzhen('rebuild')).toBe(3)
    expect(told).toMatch(
      /^fault: folder_unusable folder=index system=EEXIST\nwhat to do: .*index\/.*owner and mode.*move it away/,
    )
    rmSync(join(house, 'index'))
    expect(await cunzhen('rebuild')).toBe(0)
  })

  test('also where its list of files is none', async () => {
    rmSync(join(house, 'index', 'shards.json'))
    mkdirSync(join(house, 'index', 'shards.json'))
    expect(await cunzhen('rotate-keys')).toBe(3)
    expect(told).toContain('fault: folder_unusable folder=index system=EISDIR')
  })

  test('damaged, it is made again unasked', async () => {
    writeFileSync(join(house, 'index', 'shards.json'), '{')
    expect(await cunzhen('rebuild')).toBe(0)
  })

  test.skipIf(!isRoot).each([0, 0o555])('nor when it is not this user’s to read or write (mode %o)', async (mode) => {
    chmodSync(join(house, 'index'), mode)
    expect(await asNobody('rebuild')).toBe(3)
    expect(told).toContain('fault: folder_unusable folder=index system=EACCES')
    expect(told).not.toContain(dir)
  })
})

test.each(['segments', 'ledger', 'audit'])('a file in place of %s/ is told by what to do', async (folder) => {
  aFileInPlaceOf(folder)
  expect(await cunzhen('rebuild')).toBe(3)
  expect(told).toMatch(new RegExp(`^fault: folder_unusable folder=${folder} system=EEXIST\nwhat to do: .*backup`))
})

test.skipIf(!isRoot)('a ledger that this user may not read is not said to be unsigned', async () => {
  chmodSync(join(house, 'ledger'), 0)
  expect(await asNobody('fsck')).toBe(1)
  expect(JSON.parse(data)).toMatchObject({ problems: [{ code: 'evidence_checkpoint_unreadable' }] })
  told = ''
  expect(await asNobody('rebuild')).toBe(3)
  expect(told).toMatch(/^fault: ledger_unreadable\nwhat to do: .*owner and mode/)
})

describe.skipIf(!isRoot)('a house that is only to be looked at', () => {
  test('is read by stats and fsck alike, also where nothing may be written', async () => {
    const { close } = await openHouse(readConfig(undefined, ['--house', join(dir, 'running')], ['house']), {})
    rmSync(house, { recursive: true })
    cpSync(join(dir, 'running'), house, { recursive: true }) // with the files that SQLite keeps beside
    await close()
    for (const verb of ['stats', 'fsck']) expect(await looking(verb)).toBe(0)
  })

  test('is refused by both where SQLite could only read it by writing beside it', async () => {
    for (const verb of ['stats', 'fsck']) {
      told = ''
      expect(await looking(verb)).toBe(3)
      expect(told).toMatch(/^fault: file_unopenable\nwhat to do: .*copy a read-only house elsewhere/)
    }
  })

  const looking = (verb: string) => {
    for (const file of readdirSync(house, { recursive: true, withFileTypes: true }))
      chmodSync(join(file.parentPath, file.name), file.isDirectory() ? 0o555 : 0o444)
    chmodSync(house, 0o555)
    return asNobody(verb)
  }
})

test('a key of another house is told by each command', async () => {
  const { close } = await openHouse(readConfig(undefined, ['--house', join(dir, 'other')], ['house']), {})
  await close()
  cpSync(join(dir, 'other', 'keys'), join(house, 'keys'), { recursive: true, force: true })
  for (const verb of ['rebuild', 'stats', 'rotate-keys']) {
    told = ''
    expect(await cunzhen(verb)).toBe(3)
    expect(told).toMatch(/^fault: key_wrong\nwhat to do: .*restore-key/)
  }
  expect(await cunzhen('fsck')).toBe(1)
  expect(JSON.parse(data).problems).toContainEqual({ code: 'key_wrong', where: 'house.db' })
})
