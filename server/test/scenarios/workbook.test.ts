import { randomBytes } from 'node:crypto'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '#test/world'

// A workbook as a person takes it in: its columns and first rows are shown, then named, then its rows are read.

const ROWS = Array.from({ length: 200 }, (_, n) => [
  `工单${n % 7}`,
  `1380013${8000 + n}`,
  // beyond the first MiB of the file, even packed: what cells refer to may stand anywhere in it
  `第${n}条 ${randomBytes(6000).toString('hex')}`,
])
let world: World
let file: Blob

beforeAll(async () => {
  world = await openWorld()
  const bytes = await writeXlsx({ sheets: [{ name: '记录', rows: [['会话', '手机号', '内容'], ...ROWS] }] })
  file = new Blob([Uint8Array.from(bytes)])
}, 120_000)
afterAll(() => world.close())

const admin = () => world.person('administrator').client

function formOf(options: object): FormData {
  const form = new FormData()
  form.append('options', JSON.stringify(options))
  form.append('file', file, '工单.xlsx')
  return form
}

test('its preview shows columns and first rows, however large it is', async () => {
  expect(file.size).toBeGreaterThan(1024 * 1024)
  const preview = await admin().post<{ columns: string[]; rows: { cells: string[] }[] }>(
    '/api/intake/preview',
    formOf({ format: 'xlsx' }),
  )
  expect(preview.columns).toEqual(['会话', '手机号', '内容'])
  expect(preview.rows.map(({ cells }) => cells[2])).toEqual(ROWS.slice(0, 20).map((row) => row[2]))
})

test('without a mapping it is refused; with one every row is archived', async () => {
  expect(await admin().raw('POST', '/api/intake/imports', formOf({ format: 'xlsx' }))).toMatchObject({
    body: { code: 'mapping_needed' },
  })
  const mapping = { platform: 'tickets', conversation: '会话', sender: '手机号', text: '内容' }
  const started = await admin().post<{ id: never }>('/api/intake/imports', formOf({ format: 'xlsx', mapping }))
  expect(await world.house.intake.ended(started.id)).toMatchObject({
    format: 'xlsx',
    state: 'finished',
    counts: { items: ROWS.length, archived: ROWS.length, quarantined: 0 },
  })
})
