import { readXlsx, writeXlsx } from 'hucre/xlsx'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeZip } from '../containers/zip.test-support.ts'
import { chance, damage } from '../fuzzing-damage.test-support.ts'
import { previewTable } from '../preview.ts'
import { expectBalanced, openReceivingWorld, PLAIN, type ReceivingWorld } from '../receiving.test-support.ts'
import { serialText, showsDate } from './xlsx-dates.ts'

const mapping = {
  platform: 'tickets',
  conversation: '会话',
  sender: '发送人',
  text: '内容',
  time: '时间',
  id: [],
  timeFormat: 'auto' as const,
  zone: 480,
}
const options = { ...PLAIN, format: 'xlsx' as const, mapping }

const sheet = (rows: string) =>
  `<?xml version="1.0"?><worksheet xmlns="x"><dimension ref="A1:D9"/><cols><col min="1" max="4"/></cols><sheetData>${rows}</sheetData><mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells></worksheet>`
const inline = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
const header = `<row r="1">${inline('A1', '会话')}${inline('B1', '发送人')}${inline('C1', '内容')}${inline('D1', '时间')}</row>`
const styles =
  '<styleSheet><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; hh:mm"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="176"/></cellXfs></styleSheet>'
const workbook = (over: Record<string, string | Buffer>) =>
  makeZip(
    Object.entries({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': '<Relationships/>',
      'docProps/app.xml': '<Properties/>',
      'xl/workbook.xml': '<workbook><workbookPr/><sheets/></workbook>',
      'xl/styles.xml': styles,
      ...over,
    }).map(([name, data]) => ({ name, data })),
  )

let world: ReceivingWorld
beforeEach(async () => {
  world = await openReceivingWorld()
})
afterEach(() => world.close())

const receive = (bytes: Uint8Array) => world.receive(world.file('表.xlsx', bytes), options)

describe('worksheets', () => {
  test('every kind of cell is its text; dates by their format', async () => {
    const rows = `${header}
      <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1.38001380E10</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" s="1"><v>46263.777777777781</v></c></row>
      <row r="3">${inline('A3', '一号')}<c r="B3" t="b"><v>1</v></c><c r="C3" t="str"><f>A1&amp;"x"</f><v>合计_x000D_
二</v></c><c r="D3" s="2"><v>46263.5</v></c><c r="F3"><v>0.1</v></c></row>`
    const strings =
      '<sst count="2"><si><t>一号</t></si><si><r><t xml:space="preserve">退款 </t></r><r><t>到了</t></r><rPh sb="0" eb="1"><t>tui</t></rPh></si></sst>'
    const arrived = await receive(
      workbook({ 'xl/worksheets/sheet1.xml': sheet(rows), 'xl/sharedStrings.xml': strings }),
    )
    expect(arrived).toMatchObject({ format: 'xlsx', problem: null, counts: { items: 2, archived: 2, quarantined: 0 } })
    expectBalanced(arrived)
    expect(world.archived()).toMatchObject([
      {
        conversation: '一号',
        sender: '13800138000',
        body: '退款 到了',
        sourceTs: Date.parse('2026-08-29T18:40:00+08:00'),
      },
      {
        sender: 'TRUE',
        body: '合计\r\n二',
        sourceTs: Date.parse('2026-08-29T12:00:00+08:00'),
        extra: '{"F":"0.1","时间":"2026-08-29 12:00:00"}',
      },
    ])
  })

  test('the calendar of 1904', async () => {
    const rows = `${header}<row r="2">${inline('A2', 'a')}${inline('B2', 'b')}${inline('C2', 'c')}<c r="D2" s="1"><v>44801.777777777781</v></c></row>`
    await receive(
      workbook({
        'xl/workbook.xml': '<workbook><workbookPr date1904="1"/></workbook>',
        'xl/worksheets/sheet1.xml': sheet(rows),
      }),
    )
    expect(world.archived()).toMatchObject([{ sourceTs: Date.parse('2026-08-29T18:40:00+08:00') }])
  })

  test('titles above the header, sheets of other things and pictures are kept aside; empty sheets are nothing', async () => {
    const row = `<row r="3">${inline('A3', 'a')}${inline('B3', 'b')}${inline('C3', 'c')}</row>`
    const arrived = await receive(
      workbook({
        'xl/worksheets/sheet1.xml': sheet(`<row r="1">${inline('A1', '八月记录')}</row>${header}${row}<row r="9"/>`),
        'xl/worksheets/sheet2.xml': sheet(`<row r="1">${inline('A1', '说明')}</row>`),
        'xl/worksheets/sheet3.xml': sheet(''),
        'xl/media/image1.png': 'png',
      }),
    )
    expect(arrived).toMatchObject({ problem: null, counts: { archived: 1, quarantined: 3 } })
    expect(arrived.reasons.map(({ reason }) => reason)).toEqual(['not_a_message', 'missing_column', 'not_messages'])
    expectBalanced(arrived)
  })

  test('a string that is not there is not guessed: neither beyond the last nor behind a broken one', async () => {
    const row = (no: number, string: number) =>
      `<row r="${no}">${inline(`A${no}`, 'a')}${inline(`B${no}`, 'b')}<c r="C${no}" t="s"><v>${string}</v></c></row>`
    const arrived = await receive(
      workbook({
        'xl/worksheets/sheet1.xml': sheet(`${header}${row(2, 0)}${row(3, 2)}${row(4, 9)}`),
        'xl/sharedStrings.xml': '<sst><si><t>好</t></si><si><t>&bad;</t></si><si><t>别人的话</t></si></sst>',
      }),
    )
    expect(world.archived().map((one) => one.body)).toEqual(['好'])
    expect(arrived.reasons).toMatchObject([
      { reason: 'bad_xml', items: 1 },
      { reason: 'wrong_shape', items: 2 },
    ])
  })

  test('a broken row costs itself; a part that inflates beyond bounds is refused', async () => {
    const good = (no: number) =>
      `<row r="${no}">${inline(`A${no}`, 'a')}${inline(`B${no}`, 'b')}${inline(`C${no}`, `${no}`)}</row>`
    const broken = await receive(
      workbook({ 'xl/worksheets/sheet1.xml': sheet(`${header}${good(2)}\n<row r="3"><c r="<"/></row>\n${good(4)}`) }),
    )
    expect(broken.counts).toMatchObject({ archived: 2, quarantined: 1 })
    const bomb = `<sst>${' '.repeat(30 * 1024 * 1024)}</sst>`
    const refused = await receive(
      workbook({ 'xl/worksheets/sheet1.xml': sheet(`${header}${good(5)}`), 'xl/sharedStrings.xml': bomb }),
    )
    expect(refused.reasons).toMatchObject([{ reason: 'bomb' }])
    expect(refused.counts).toMatchObject({ archived: 1, quarantined: 1 })
  })

  test('columns that no sheet has are said to be missing; a file that is no workbook is unknown', async () => {
    const arrived = await receive(workbook({ 'xl/worksheets/sheet1.xml': sheet(`<row>${inline('A1', '别的')}</row>`) }))
    expect(arrived).toMatchObject({ problem: 'column_missing', counts: { items: 1, quarantined: 1 } })
    expect((await receive(Buffer.from('not a zip'))).reasons).toMatchObject([{ reason: 'format_unknown' }])
  })

  test('what another program writes is read row for row, and its preview shows it', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => [`群${n % 3}`, `1380013${8000 + n}`, `第${n}条 <&> "话"`, n])
    const bytes = await writeXlsx({ sheets: [{ name: '记录', rows: [['会话', '发送人', '内容', '序号'], ...rows] }] })
    const theirs = await readXlsx(bytes)
    const arrived = await world.receive(world.file('a.xlsx', bytes), {
      ...options,
      mapping: { ...mapping, time: null },
    })
    expect(arrived).toMatchObject({ problem: null, counts: { archived: (theirs.sheets[0]?.rows.length ?? 0) - 1 } })
    expect(arrived.counts.quarantined).toBe(0)
    expect(world.archived().map((one) => one.body)).toEqual(rows.map((row) => row[2]))
    const preview = await previewTable(bytes)
    expect(preview.columns).toEqual(['会话', '发送人', '内容', '序号'])
    expect(preview.rows).toHaveLength(20)
    expect(preview.rows[1]?.cells).toEqual(['群1', '13800138001', '第1条 <&> "话"', '1'])
  })
})

test('sheets and strings harmed in 60 ways: nothing is thrown, the books balance', async () => {
  const rows = Array.from(
    { length: 40 },
    (_, n) =>
      `<row r="${n + 2}">${inline(`A${n + 2}`, '甲')}${inline(`B${n + 2}`, '乙')}<c r="C${n + 2}" t="s"><v>${n % 5}</v></c></row>`,
  )
  const whole = Buffer.from(sheet(header + rows.join('\n')))
  const strings = Buffer.from(`<sst>${'<si><t>退款 &amp; 好</t></si>'.repeat(5)}</sst>`)
  for (let round = 0; round < 60; round += 1) {
    const random = chance(round)
    const bytes = workbook({
      'xl/worksheets/sheet1.xml': damage(whole, strings, random, 2048),
      'xl/sharedStrings.xml': round % 3 === 0 ? damage(strings, whole, random, 2048) : strings,
    })
    expectBalanced(await receive(round % 5 === 0 ? damage(Buffer.from(bytes), strings, random, 2048) : bytes))
  }
})

test('a whole day has no time of day, a part of a day no day', () => {
  expect(serialText(46263, false)).toBe('2026-08-29')
  expect(serialText(0.75, false)).toBe('18:00:00')
  expect(serialText(1, false)).toBe('1900-01-01')
  expect(serialText(60, false)).toBe(null)
  expect(serialText(61, false)).toBe('1900-03-01')
  expect([serialText(-1, false), serialText(3e6, false), serialText(Number.NaN, false)]).toEqual([null, null, null])
})

test('which number formats show a date', () => {
  const codes = [
    'yyyy-mm-dd',
    '[$-804]aaaa;@',
    '[h]:mm',
    '0.00',
    '"日期"0',
    'General',
    '#,##0_);[Red](#,##0)',
    'h"时"m"分"',
  ]
  expect(codes.map((code) => showsDate(170, code))).toEqual([true, false, true, false, false, false, false, true])
  expect([14, 22, 31, 49, 57, 0, 2].map((id) => showsDate(id, undefined))).toEqual([
    true,
    true,
    true,
    false,
    true,
    false,
    false,
  ])
})
