import { describe, expect, it } from 'vitest'
import { bytesFrom, chanceFrom, randomSpans, randomText, sampleFields } from '../../test/support/sample.ts'
import { ProofError } from '../bytes/errors.ts'
import type { Mask } from '../package/mask.ts'
import type { Row } from '../package/package.ts'
import { discloseRecord, type Hide } from '../record/disclosure.ts'
import { openDisclosure } from '../record/open-disclosure.ts'
import type { RecordFields } from '../record/record.ts'
import { csvLine, headings, isLabel, neutral, rowCells, timeCell } from './render.ts'
import { visible } from './visible.ts'

const RULE = { version: 3, language: 'zh', zone: 480, labels: ['会话 1'] } as const
const seed = bytesFrom('seed', 16)

function cells(fields: RecordFields, hide: Hide, masks: Mask[], more: Partial<Row> = {}): string[] {
  const open = discloseRecord(seed, fields, hide)
  const row: Row = {
    row: 7,
    index: 12,
    conv: 1,
    seq: 3,
    archiveTs: 1_693_526_400_000,
    sourceTs: fields.sourceTs,
    leaf: '',
    open,
    masks,
    ...more,
  }
  return rowCells(row, openDisclosure(open), RULE)
}

describe('cells', () => {
  it('are sixteen, under sixteen headings', () => {
    const row = cells(sampleFields(), { fields: ['extra'], spans: {} }, [{ field: 'extra', kind: 'withheld' }])
    expect(row.slice(0, 15)).toEqual([
      '7',
      '12',
      '会话 1',
      '3',
      '2023-09-01 08:00:00 +08:00',
      '2023-09-01 08:00:00 +08:00',
      'text',
      '13800138000',
      '张小凡',
      '13900139000',
      '我是张小凡，电话13800138000，请回电。',
      'sms',
      'm-1001',
      '',
      '0',
    ])
    expect(row[15]).toMatch(/^[0-9a-f]{64}$/)
    expect(headings('zh')).toHaveLength(16)
    expect(headings('en')).toHaveLength(16)
  })

  it('show a star for each hidden code point, a label between brackets, and nothing of a field hidden whole', () => {
    const hide: Hide = {
      fields: ['recipients', 'sourceId', 'senderName'],
      spans: {
        sender: [[3, 7]],
        body: [
          [2, 5],
          [8, 12],
          [12, 19],
        ],
      },
    }
    const row = cells(sampleFields(), hide, [
      { field: 'sourceId', kind: 'withheld' },
      { field: 'sender', start: 3, end: 7, kind: 'phone' },
      { field: 'senderName', kind: 'name', label: '客户A' },
      { field: 'recipients', kind: 'phone' },
      { field: 'body', start: 2, end: 5, kind: 'name', label: '客户A' },
      { field: 'body', start: 8, end: 12, kind: 'phone' },
      { field: 'body', start: 12, end: 19, kind: 'phone', label: '电话' },
    ])
    expect(row[7]).toBe('138****8000')
    expect(row[8]).toBe('〖客户A〗')
    expect(row[9]).toBe('〖已隐去〗')
    expect(row[10]).toBe('我是〖客户A〗，电话****〖电话〗，请回电。')
    expect(row[12]).toBe('〖已隐去〗')
    expect(row[14]).toBe('18')
  })

  const span = (start: number, end: number): Mask => ({ field: 'body', start, end, kind: 'phone' })
  it.each<[string, Mask[]]>([
    ['none', []],
    ['one that is too short', [span(8, 18)]],
    ['one that is too long', [span(8, 20)]],
    ['one elsewhere', [span(7, 18)]],
    ['two that overlap', [span(8, 14), span(13, 19)]],
    ['two with a gap', [span(8, 12), span(13, 19)]],
    ['one too many', [span(8, 19), span(19, 20)]],
    ['an empty one', [span(8, 8), span(8, 19)]],
    ['one for the whole field', [{ field: 'body', kind: 'phone' }]],
    ['one of a kind that is no code', [{ ...span(8, 19), kind: 'Phone!' }]],
    ['one with brackets in its label', [{ ...span(8, 19), label: 'a〗b' }]],
    ['one with an empty label', [{ ...span(8, 19), label: '' }]],
    ['one of another field first', [span(8, 19), { field: 'sender', start: 0, end: 1, kind: 'phone' }]],
  ])('refuse masks that do not cover exactly what is hidden: %s', (_, masks) => {
    expect(() => cells(sampleFields(), { fields: [], spans: { body: [[8, 19]] } }, masks)).toThrow(ProofError)
  })

  it('refuse a field hidden whole without its mask, with two, or with a span', () => {
    const hide: Hide = { fields: ['sender'], spans: {} }
    for (const masks of [
      [],
      [
        { field: 'sender', kind: 'a' },
        { field: 'sender', kind: 'b' },
      ],
      [{ field: 'sender', start: 0, end: 1, kind: 'a' }],
    ] as Mask[][]) {
      expect(() => cells(sampleFields(), hide, masks)).toThrow(new ProofError('bad_mask', 'sender'))
    }
  })

  it('are one CSV line whatever the text is', () => {
    const chance = chanceFrom(9)
    for (let i = 0; i < 300; i++) {
      const fields = sampleFields({ body: `${chance.pick(['', '=', '"', '\r\n', ','])}${randomText(chance, 90)}` })
      const spans = randomSpans(chance, Array.from(fields.body).length)
      const masks: Mask[] = spans.map(([start, end]) => ({ field: 'body', start, end, kind: 'x' }))
      const row = cells(fields, { fields: [], spans: { body: spans } }, masks)
      const line = csvLine(row)
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(readCsvLine(line)).toEqual(row)
      expect(Array.from(row[10] ?? '').filter((character) => character === '*').length).toBeGreaterThanOrEqual(
        spans.reduce((sum, [start, end]) => sum + end - start, 0),
      )
    }
  })

  it('show recipients as a list, and as they stand where they are none', () => {
    for (const [recipients, shown] of [
      ['', ''],
      ['[]', ''],
      ['["a","b\\u202e"]', 'a; b〖U+202E〗'],
      ['["a",1]', '["a",1]'],
      ['[broken', '[broken'],
      ['everybody', 'everybody'],
    ] as const) {
      expect(cells(sampleFields({ recipients }), { fields: [], spans: {} }, [])[9]).toBe(shown)
    }
  })

  it('refuse a conversation that is not there', () => {
    expect(() => cells(sampleFields(), { fields: [], spans: {} }, [], { conv: 2 })).toThrow(
      new ProofError('bad_row', 'conv'),
    )
  })
})

/** A reader of our one kind of line that shares nothing with its writer. */
function readCsvLine(line: string): string[] {
  expect(line.endsWith('"\r\n') && line.startsWith('"')).toBe(true)
  return line
    .slice(1, -3)
    .split('","')
    .flatMap((cell) => cell.replaceAll('""', '"'))
}

describe('rules of a cell', () => {
  it.each([
    ['a\nb\r\tc', 'a⏎b〖U+000D〗〖U+0009〗c'],
    ['\u202eabc\u2066', '〖U+202E〗abc〖U+2066〗'],
    ['〖张三〗⏎', '〖U+3016〗张三〖U+3017〗〖U+23CE〗'],
    ['\ufeff\u200b\u00ad\u0000\u007f', '〖U+FEFF〗〖U+200B〗〖U+00AD〗〖U+0000〗〖U+007F〗'],
    ['\u{e0041}\u{1ffff}\ufffe\ufdd0', '〖U+E0041〗〖U+1FFFF〗〖U+FFFE〗〖U+FDD0〗'],
    ['👨‍👩‍👧 मराठी e\u0301 𠮷', '👨‍👩‍👧 मराठी e\u0301 𠮷'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })

  it('nothing begins as a formula', () => {
    for (const first of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
      expect(neutral(`${first}1`)).toBe(`'${first}1`)
    for (const text of ['', '1=1', "'=1", ' =1', '138', '—1']) expect(neutral(text)).toBe(text)
  })

  it('times carry their zone, milliseconds only where there are some', () => {
    expect(timeCell(0, 0)).toBe('1970-01-01 00:00:00 +00:00')
    expect(timeCell(1, 480)).toBe('1970-01-01 08:00:00.001 +08:00')
    expect(timeCell(0, -210)).toBe('1969-12-31 20:30:00 -03:30')
    expect(timeCell(null, 480)).toBe('')
    expect(timeCell(253_402_300_800_000, 0)).toBe('253402300800000')
    expect(timeCell(Number.MAX_SAFE_INTEGER, 0)).toBe('9007199254740991')
    expect(timeCell(-62_167_219_200_000, 0)).toBe('0000-01-01 00:00:00 +00:00')
    expect(timeCell(-62_167_219_200_001, 0)).toBe('-62167219200001')
  })

  it('labels are short and visible', () => {
    for (const label of ['客户A', 'x'.repeat(64), '139****9000']) expect(isLabel(label)).toBe(true)
    for (const label of ['', 'x'.repeat(65), 'a\n', 'a\u202e', '〖', '\ud800']) expect(isLabel(label)).toBe(false)
  })
})
