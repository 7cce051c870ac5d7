import { toHex } from './bytes.ts'
import { countCodePoints, isSpanField } from './commitment.ts'
import { ProofError } from './errors.ts'
import type { OpenedField, OpenedRecord, OpenedRun } from './open-disclosure.ts'
import type { Language, Mask, Row, SpanMask } from './package.ts'
import { FIELDS, type Field } from './record.ts'

// From an opened disclosure to the bytes of its CSV line: formats/evidence-package.md, "data/records.csv".
// Exporter and verifier share this one rendering: the exporter writes what it gives, the verifier compares bytes.

export const BYTE_ORDER_MARK = '\ufeff'

const HEADINGS: Record<Language, readonly string[]> = {
  en: [
    'row',
    'entry',
    'conversation',
    'seq',
    'time',
    'archived',
    'kind',
    'sender',
    'sender name',
    'recipients',
    'body',
    'platform',
    'source id',
    'refers to',
    'masked',
    'digest',
  ],
  zh: [
    '行号',
    '账本序号',
    '会话',
    '会话内序号',
    '时间',
    '归档时间',
    '类型',
    '发送人账号',
    '发送人',
    '接收人',
    '内容',
    '平台',
    '来源编号',
    '指向编号',
    '遮蔽字数',
    '承诺值',
  ],
}
const HIDDEN: Record<Language, string> = { en: 'hidden', zh: '已隐去' }

export interface RenderRule {
  language: Language
  /** Minutes east of UTC. */
  zone: number
  /** Label of conversation n at n - 1. */
  labels: readonly string[]
}

export function headings(language: Language): readonly string[] {
  return HEADINGS[language]
}

/**
 * The sixteen cells of a row, neutralised, not yet quoted.
 * Throws ProofError 'bad_mask' where masks and hidden places disagree, 'bad_row' for a conversation that is not there.
 */
export function rowCells(row: Row, opened: OpenedRecord, rule: RenderRule): string[] {
  const label = rule.labels[row.conv - 1]
  if (label === undefined) throw new ProofError('bad_row', 'conv')
  const masks = masksByField(row.masks)
  for (const field of FIELDS) checkMasks(field, opened.fields[field], masks.get(field) ?? [])
  const cell = (field: Field): string => fieldCell(field, opened.fields[field], masks.get(field) ?? [], rule)
  return [
    String(row.row),
    String(row.index),
    visible(label),
    String(row.seq),
    timeCell(row.sourceTs, rule.zone),
    timeCell(row.archiveTs, rule.zone),
    cell('kind'),
    cell('sender'),
    cell('senderName'),
    cell('recipients'),
    cell('body'),
    cell('platform'),
    cell('sourceId'),
    cell('refersTo'),
    String(row.masks.reduce((sum, mask) => sum + (isSpanMask(mask) ? mask.end - mask.start : 0), 0)),
    toHex(opened.digest),
  ].map(neutral)
}

/** A line of the CSV, quoted and ended. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.includes('"') ? cell.replaceAll('"', '""') : cell}"`).join(',')}\r\n`
}

export function isSpanMask(mask: Mask): mask is SpanMask {
  return 'start' in mask
}

// Everything that a screen does not show, shows otherwise than it is, or that this format uses itself.
const UNSEEN_CLASS = [
  '\\u0000-\\u001f',
  '\\u007f-\\u009f',
  '\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f',
  '\\u2028-\\u202e',
  '\\u2060-\\u2069',
  '\\u23ce\\u3016\\u3017\\ufeff',
  '\\ufff9-\\ufffb',
  '\\u{e0000}-\\u{e007f}',
  '\\p{Noncharacter_Code_Point}',
].join('')
const UNSEEN = new RegExp(`[${UNSEEN_CLASS}]`, 'u')
const UNSEEN_ALL = new RegExp(`[${UNSEEN_CLASS}]`, 'gu')

/** Text with nothing invisible in it; what stands between 〖 and 〗 is not the text's own. */
export function visible(text: string): string {
  if (!UNSEEN.test(text)) return text
  return text.replace(UNSEEN_ALL, (character) => {
    if (character === '\n') return '⏎'
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return `〖U+${code}〗`
  })
}

/** No spreadsheet takes the cell for a formula. */
export function neutral(cell: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell
}

/** `2023-09-01 08:00:00 +08:00`, milliseconds only where there are some; undated is empty. */
export function timeCell(time: number | null, zone: number): string {
  if (time === null) return ''
  const local = new Date(time + zone * 60_000)
  const year = local.getUTCFullYear()
  if (Number.isNaN(year) || year < 0 || year > 9999) return String(time)
  const iso = local.toISOString()
  const milliseconds = iso.slice(19, 23) === '.000' ? '' : iso.slice(19, 23)
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${milliseconds} ${zoneCell(zone)}`
}

function zoneCell(zone: number): string {
  const minutes = Math.abs(zone)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** A label may stand between 〖 and 〗: 1 to 64 code points, nothing unseen. */
export function isLabel(label: string): boolean {
  if (label === '' || !label.isWellFormed() || label.length > 128) return false
  return countCodePoints(label) <= 64 && !UNSEEN.test(label)
}

const NO_MASKS: ReadonlyMap<Field, Mask[]> = new Map()

/** Masks of each field, in order. Throws ProofError 'bad_mask' for wrong order, kind or label. */
function masksByField(masks: readonly Mask[]): ReadonlyMap<Field, Mask[]> {
  if (masks.length === 0) return NO_MASKS
  const byField = new Map<Field, Mask[]>()
  let last = -1
  for (const mask of masks) {
    const place = FIELDS.indexOf(mask.field)
    if (place < 0 || place < last) throw new ProofError('bad_mask')
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(mask.kind)) throw new ProofError('bad_mask', mask.field)
    if (mask.label !== undefined && !isLabel(mask.label)) throw new ProofError('bad_mask', mask.field)
    last = place
    const others = byField.get(mask.field)
    if (others === undefined) byField.set(mask.field, [mask])
    else others.push(mask)
  }
  return byField
}

/** Masks of a field cover exactly what it hides. */
function checkMasks(field: Field, opened: OpenedField, masks: readonly Mask[]): void {
  if (opened === null) {
    const [only, ...more] = masks
    if (only === undefined || more.length > 0 || isSpanMask(only)) throw new ProofError('bad_mask', field)
    return
  }
  const runs = 'runs' in opened ? opened.runs : []
  const spans = hiddenSpans(runs)
  let at = 0
  let from = 0
  for (const mask of masks) {
    const span = spans[at]
    if (!isSpanMask(mask) || !isSpanField(field) || span === undefined) throw new ProofError('bad_mask', field)
    if (mask.start !== Math.max(from, span[0]) || mask.end <= mask.start || mask.end > span[1]) {
      throw new ProofError('bad_mask', field)
    }
    from = mask.end
    if (mask.end === span[1]) at++
  }
  if (at !== spans.length) throw new ProofError('bad_mask', field)
}

function hiddenSpans(runs: readonly OpenedRun[]): [start: number, end: number][] {
  if (runs.length < 2 && runs[0] !== undefined && 'text' in runs[0]) return []
  const spans: [number, number][] = []
  let at = 0
  for (const run of runs) {
    const length = 'hidden' in run ? run.hidden : countCodePoints(run.text)
    if ('hidden' in run) spans.push([at, at + length])
    at += length
  }
  return spans
}

function fieldCell(field: Field, opened: OpenedField, masks: readonly Mask[], rule: RenderRule): string {
  if (opened === null) return `〖${masks[0]?.label ?? HIDDEN[rule.language]}〗`
  if (!('runs' in opened)) return timeCell(opened.time, rule.zone)
  if (field === 'recipients') return recipientsCell(opened.runs)
  let next = 0
  let cell = ''
  for (const run of opened.runs) {
    if ('text' in run) {
      cell += visible(run.text)
      continue
    }
    // checkMasks has shown that the next masks fill this run exactly
    for (let covered = 0; covered < run.hidden; next++) {
      const mask = masks[next]
      if (mask === undefined || !isSpanMask(mask)) throw new ProofError('bad_mask', field)
      covered += mask.end - mask.start
      cell += mask.label === undefined ? '*'.repeat(mask.end - mask.start) : `〖${mask.label}〗`
    }
  }
  return cell
}

/** A JSON array of accounts as `a; b`; anything else as it stands. */
function recipientsCell(runs: readonly OpenedRun[]): string {
  const [run] = runs
  const text = run !== undefined && 'text' in run ? run.text : ''
  const accounts = accountsOf(text)
  return accounts === null ? visible(text) : accounts.map(visible).join('; ')
}

function accountsOf(text: string): string[] | null {
  if (!text.startsWith('[')) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!Array.isArray(value)) return null
  const accounts: string[] = []
  for (const account of value) {
    if (typeof account !== 'string' || !account.isWellFormed()) return null
    accounts.push(account)
  }
  return accounts
}
