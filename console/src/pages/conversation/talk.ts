import { DAY, dayOf } from '../../time.ts'
import type { ShownRecord } from '../../wire.ts'

export type TalkRow =
  | { row: 'day'; key: string; day: string; gapDays: number }
  | {
      row: 'record'
      key: string
      record: ShownRecord
      /** First of a run by one sender: carries the name. */
      leads: boolean
      /** What a reply, a recall or an edit is about, when it is loaded. */
      original: ShownRecord | null
    }

/** Records of several pages in reading order: by time as archived, each once. Undated ones keep their place in the pages. */
export function inOrder(pages: readonly { records: ShownRecord[] }[]): ShownRecord[] {
  const seen = new Set<number>()
  const all: ShownRecord[] = []
  for (const page of pages) {
    const first = page.records.find((one) => one.time !== null)
    const last = page.records.findLast((one) => one.time !== null)
    const falls = first && last && (first.time ?? 0) > (last.time ?? 0)
    for (const record of falls ? page.records.toReversed() : page.records) {
      if (seen.has(record.record)) continue
      seen.add(record.record)
      all.push(record)
    }
  }
  return all
}

/** The conversation as it is read: days, runs of one sender, and beside each message its recall and its edits. */
export function talkRows(records: readonly ShownRecord[]): TalkRow[] {
  const byNo = new Map(records.map((record) => [record.record, record]))
  const rows: TalkRow[] = []
  let day = ''
  let before: ShownRecord | null = null
  for (const record of records) {
    const its = record.time === null ? '' : dayOf(record.time)
    if (its !== '' && its !== day) {
      const gap: number = before?.time && record.time ? Math.floor((record.time - before.time) / DAY) : 0
      rows.push({ row: 'day', key: `day/${its}/${record.record}`, day: its, gapDays: gap })
      day = its
      before = null
    }
    rows.push({
      row: 'record',
      key: String(record.record),
      record,
      leads: before === null || before.sender !== record.sender || isEvent(before) || isEvent(record),
      original: record.refersTo === null ? null : (byNo.get(record.refersTo) ?? null),
    })
    before = record
  }
  return rows
}

/** Records that tell of something instead of saying something: drawn as a line across, not as a bubble. */
export function isEvent(record: Pick<ShownRecord, 'kind'>): boolean {
  return record.kind === 'recall' || record.kind === 'edit' || record.kind === 'system' || record.kind === 'event'
}

/** Which side a sender's bubbles stand on: two people face each other; three or more all stand left, like minutes. */
export function sideOf(sender: number | null, participants: readonly { no: number }[]): 'left' | 'right' {
  if (participants.length !== 2) return 'left'
  const [a, b] = participants.map(({ no }) => no).sort((x, y) => x - y)
  return sender === b && a !== b ? 'right' : 'left'
}
