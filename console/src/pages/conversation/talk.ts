import { DAY, dayOf } from '../../time.ts'
import type { ShownRecord } from '../../wire.ts'

export interface RecordRow {
  row: 'record'
  key: string
  record: ShownRecord
  /** First of a run by one sender: carries the name. */
  leads: boolean
  /** What a reply, a recall or an edit is about, when it is loaded. */
  original: ShownRecord | null
}

export type TalkRow = { row: 'day'; key: string; day: string; gapDays: number } | RecordRow

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
    const leads = before === null || before.sender !== record.sender || isEvent(before) || isEvent(record)
    rows.push(rowOf(record, leads, record.refersTo === null ? null : (byNo.get(record.refersTo) ?? null)))
    before = record
  }
  return rows
}

const made = new WeakMap<ShownRecord, RecordRow>()

/** The same object while nothing about it has changed: a row that is drawn is not drawn again when others come. */
function rowOf(record: ShownRecord, leads: boolean, original: ShownRecord | null): RecordRow {
  const known = made.get(record)
  if (known?.leads === leads && known.original === original) return known
  const row: RecordRow = { row: 'record', key: String(record.record), record, leads, original }
  made.set(record, row)
  return row
}

/** Who speaks in what is loaded, each once. */
export function speakersIn<T extends { no: number }>(pages: readonly { participants: readonly T[] }[]): T[] {
  return [...new Map(pages.flatMap(({ participants }) => participants.map((one) => [one.no, one] as const))).values()]
}

/** Records that tell of something instead of saying something: drawn as a line across, not as a bubble. */
export function isEvent(record: Pick<ShownRecord, 'kind'>): boolean {
  return record.kind === 'recall' || record.kind === 'edit' || record.kind === 'system' || record.kind === 'event'
}

/** Who stands at the right: two people face each other; three or more all stand left, like minutes. */
export function rightOf(speakers: readonly { no: number }[]): number | null {
  if (speakers.length !== 2) return null
  const [a, b] = speakers.map(({ no }) => no).sort((x, y) => x - y)
  return b === undefined || a === b ? null : b
}
