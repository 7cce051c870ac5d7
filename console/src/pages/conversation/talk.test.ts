import { describe, expect, it } from 'vitest'
import { DAY, parseDay } from '../../time.ts'
import type { ShownRecord } from '../../wire.ts'
import { inOrder, rightOf, speakersIn, talkRows } from './talk.ts'

const start = (parseDay('2026-09-01') ?? 0) + 10 * 3_600_000
const said = (record: number, more: Partial<ShownRecord> = {}): ShownRecord => ({
  record,
  time: start + record * 1000,
  archivedAt: start,
  sender: 1,
  senderName: { text: 'A', masks: [], highlights: [] },
  kind: 'text',
  text: { text: `t${record}`, masks: [], highlights: [] },
  refersTo: null,
  refersElsewhere: false,
  recall: null,
  versions: [],
  kept: null,
  attachments: [],
  recalledBy: null,
  editedBy: [],
  platform: 'wecom',
  digest: '00',
  proof: { sealed: true, inLedger: true },
  ...more,
})

describe('the records of several pages', () => {
  it('stand in reading order, each once, whichever way a page came', () => {
    const older = { records: [said(3), said(2), said(1)] }
    const newer = { records: [said(3), said(4)] }
    expect(inOrder([older, newer]).map((one) => one.record)).toEqual([1, 2, 3, 4])
  })

  it('keep undated ones where the page has them', () => {
    expect(inOrder([{ records: [said(1), said(9, { time: null }), said(2)] }]).map((one) => one.record)).toEqual([
      1, 9, 2,
    ])
  })
})

describe('a conversation as it is read', () => {
  it('separates days and tells of silent ones', () => {
    const rows = talkRows([said(1), said(2, { time: start + 5 * DAY })])
    expect(rows.filter((row) => row.row === 'day')).toMatchObject([
      { day: '2026-09-01', gapDays: 0 },
      { day: '2026-09-06', gapDays: 4 },
    ])
  })

  it('names a sender once per run', () => {
    const rows = talkRows([said(1), said(2), said(3, { sender: 2 }), said(4)])
    expect(rows.flatMap((row) => (row.row === 'record' ? [row.leads] : []))).toEqual([true, false, true, true])
  })

  it('keeps a reply, a recall and an edit with what they are about', () => {
    const rows = talkRows([
      said(1, { recalledBy: 2 }),
      said(2, { kind: 'recall', refersTo: 1 }),
      said(3, { refersTo: 1 }),
      said(4, { kind: 'edit', refersTo: 99, refersElsewhere: true }),
    ])
    const find = (no: number) => rows.find((row) => row.key === String(no))
    expect(find(2)).toMatchObject({ original: { record: 1 } })
    expect(find(3)).toMatchObject({ original: { record: 1 } })
    expect(find(4)).toMatchObject({ original: null })
  })

  it('lets two people face each other, and lines more of them up', () => {
    expect(rightOf([{ no: 9 }, { no: 7 }])).toBe(9)
    expect(rightOf([{ no: 7 }, { no: 8 }, { no: 9 }])).toBeNull()
    expect(rightOf([{ no: 7 }])).toBeNull()
  })

  it('counts a speaker of several pages once, so that a page where one is silent turns nobody around', () => {
    const pages = [{ participants: [{ no: 7 }] }, { participants: [{ no: 9 }, { no: 7 }] }]
    expect(rightOf(speakersIn(pages))).toBe(9)
  })

  it('keeps the rows that are drawn when more come, and makes anew those that changed', () => {
    const [first, second, third] = [said(1), said(2), said(3, { refersTo: 1 })]
    const before = talkRows([second, third])
    const after = talkRows([first, second, third])
    expect(after.find(({ key }) => key === '2')).toMatchObject({ leads: false })
    expect(after.find(({ key }) => key === '3')).toMatchObject({ original: { record: 1 } })
    const again = talkRows([first, second, third, said(4)])
    for (const key of ['1', '2', '3']) {
      expect(again.find((row) => row.key === key)).toBe(after.find((row) => row.key === key))
    }
    expect(before.find(({ key }) => key === '3')).toMatchObject({ original: null })
  })
})
