import { randomBytes } from 'node:crypto'
import type { ShownRow } from '@cunzhen/proof'
import { PACKAGE_FILES, readXlsxRows } from '@cunzhen/proof'
import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { lockWorkbook } from '../containers/lock-workbook.ts'
import { sheetPassword } from '../register/password.ts'
import { arrivalOf, type Opened, openWorld, type World } from '../world.test-support.ts'
import { lockedWorkbook, MOST_LOCKED_ROWS } from './locked-sheet.ts'
import { openLocked } from './open-locked.ts'

// The workbook with a password, opened by a reader of its own. All people and numbers are invented.

const BODIES = [
  '您好，我的手机是13800138000，请找李秀英',
  '=HYPERLINK("http://x")',
  '<b>&amp; _x0041_ "quoted"',
  'a\u202eb\u200bc\u0007d\nsecond line',
  '😀 𠮷 عربي',
  '  two spaces  ',
  '',
  '长'.repeat(5000),
]

let world: World
let opened: Opened
beforeAll(async () => {
  world = await openWorld(BODIES.map((body, n) => arrivalOf(n, { body })))
  const id = await world.run({ formats: ['csv', 'xlsx_locked'] })
  expect((await world.exports.view(world.people.executor, id)).problem).toBeNull()
  opened = await world.open(id)
}, 120_000)
afterAll(() => world.close())

const file = (name: string): Promise<Uint8Array> => opened.file(name as never) // further formats are no constants

test.each([0, 1, 15, 4095, 4096, 4097, 70_000, 8_000_000])(
  'a locked file of %i bytes opens to what was locked',
  (size) => {
    const bytes = randomBytes(size)
    expect(openLocked(lockWorkbook(bytes, '密码 x'), '密码 x').equals(bytes)).toBe(true)
  },
)

describe('a workbook with a password', () => {
  it('holds the rows of the CSV, opened by its own password and no other', async () => {
    expect(opened.verdict.verdict).toBe('genuine')
    const locked = await file('data/records-locked.xlsx')
    const workbook = openLocked(locked, sheetPassword(opened.password))
    const rows: string[][] = []
    for await (const cells of readXlsxRows(workbook)) rows.push(cells)
    const csv: string[][] = parse(await opened.text(PACKAGE_FILES.csv), { bom: true })
    expect(rows).toEqual(csv)
    // and as a library that reads what Excel writes has it
    const [sheet] = (await readXlsx(locked, { password: sheetPassword(opened.password) })).sheets
    expect(sheet?.rows.map((row) => row.map((cell) => cell ?? ''))).toEqual(csv)
    await expect(readXlsx(locked, { password: 'x' })).rejects.toThrow()
    expect(() => openLocked(locked, opened.password)).toThrow('wrong_password')
    expect(sheetPassword(opened.password)).not.toBe(opened.password)
    expect(sheetPassword(opened.password)).toMatch(/^(?:[a-z2-9]{5}-){5}[a-z2-9]$/)
  })

  it('says nothing of its rows to who has no password', async () => {
    const locked = Buffer.from(await file('data/records-locked.xlsx'))
    for (const word of ['records', '您好', 'sheetData'])
      for (const encoding of ['utf8', 'utf16le'] as const)
        expect(locked.includes(Buffer.from(word, encoding)), word).toBe(false)
    expect(opened.verdict.manifest?.files.some(({ name }) => name === 'data/records-locked.xlsx')).toBe(true)
  })

  it('is noticed where one byte of it is changed', async () => {
    const locked = Buffer.from(await file('data/records-locked.xlsx'))
    const at = Math.floor(locked.length / 2)
    locked[at] = (locked[at] ?? 0) ^ 1
    expect(() => openLocked(locked, sheetPassword(opened.password))).toThrow('changed')
  })

  it('is left out where it would not fit, and refused where there is no password to make it from', async () => {
    const none = (async function* (): AsyncGenerator<ShownRow> {})()
    const wanted = { language: 'zh', rows: MOST_LOCKED_ROWS + 1, password: 'x' } as const
    expect(await lockedWorkbook(wanted, none)).toBe('too_large')
    const age = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
    await expect(world.run({ formats: ['csv', 'xlsx_locked'], ageRecipient: age })).rejects.toMatchObject({
      code: 'locked_needs_password',
    })
  })
})
