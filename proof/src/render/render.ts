import { toHex } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import type { Mask, SpanMask } from '../package/mask.ts'
import type { Language, Manifest, RowHead } from '../package/package.ts'
import { countCodePoints, isSpanField } from '../record/commitment.ts'
import type { OpenedField, OpenedRecord, OpenedRun } from '../record/open-disclosure.ts'
import { FIELDS, type Field } from '../record/record.ts'
import { isSeen, visible } from './visible.ts'

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
/** What stands for a field hidden whole, where its mask has no label. */
export const HIDDEN: Record<Language, string> = { en: 'hidden', zh: '已隐去' }

export interface RenderRule {
  /** Of the package: what is made visible in a text depends on it. */
  version: Manifest['v']
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
export function rowCells(row: RowHead, opened: OpenedRecord, rule: RenderRule): string[] {
  const label = rule.labels[row.conv - 1]
  if (label === undefined) throw new ProofError('bad_row', 'conv')
  const masks = masksByField(row.masks)
  for (const field of FIELDS) checkMasks(field, opened.fields[field], masks.get(field) ?? NONE)
  const cell = (field: Field): string => fieldCell(field, opened.fields[field], masks.get(field) ?? NONE, rule)
  return [
    String(row.row),
    String(row.index),
    visible(label, rule.version),
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
    String(row.masks.reduce((sum, mask) => sum + (isSpanMask(mask) ? lengthTold(mask) : 0), 0)),
    toHex(opened.digest),
  ].map(neutral)
}

/** A line of the CSV, quoted and ended. */
export function csvLine(cells: readonly string[]): string {
  let line = ''
  for (const cell of cells)
    line += `${line === '' ? '"' : ',"'}${cell.includes('"') ? cell.replaceAll('"', '""') : cell}"`
  return `${line}\r\n`
}

/** The cells of a line that csvLine gave. */
export function cellsOfLine(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell.replaceAll('""', '"'))
}

export function isSpanMask(mask: Mask): mask is SpanMask {
  return 'start' in mask
}

/** How many characters a row says that a mask hides. */
function lengthTold({ start, end, fixed }: SpanMask): number {
  return fixed === true ? 1 : end - start
}

function starsOf({ start, end, fixed }: SpanMask): string {
  return fixed === true ? '****' : '*'.repeat(end - start)
}

/** No spreadsheet takes the cell for a formula. */
export function neutral(cell: string): string {
  return FORMULA.has(cell.charCodeAt(0)) ? `'${cell}` : cell
}

const FORMULA = new Set([...'=+-@\t\r＝＋－＠'].map((first) => first.charCodeAt(0)))

/** `2023-09-01 08:00:00 +08:00`, milliseconds only where there are some; undated is empty. */
export function timeCell(time: number | null, zone: number): string {
  if (time === null) return ''
  const local = time + zone * 60_000
  if (local < YEAR_0 || local >= YEAR_10000) return String(time)
  const number = Math.floor(local / DAY)
  const rest = local - number * DAY
  const second = Math.floor(rest / 1000)
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`
  const milliseconds = rest % 1000 === 0 ? '' : `.${String(rest % 1000).padStart(3, '0')}`
  return `${dateOf(number)} ${clock}${milliseconds} ${zoneCell(zone)}`
}

const DAY = 86_400_000
const YEAR_0 = Date.UTC(2000, 0, 1) - 5 * 146_097 * DAY // five times the four hundred years of the calendar's round
const YEAR_10000 = YEAR_0 + 25 * 146_097 * DAY
const TWO = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'))
const two = (value: number): string => TWO[value] as string // hours, minutes, seconds

// rows come by the day, and a Date costs more than the rest of a row's times
const dates = new Map<number, string>()
const MOST_DATES = 1000

function dateOf(number: number): string {
  const known = dates.get(number)
  if (known !== undefined) return known
  if (dates.size >= MOST_DATES) dates.clear()
  const date = new Date(number * DAY).toISOString().slice(0, 10)
  dates.set(number, date)
  return date
}

function zoneCell(zone: number): string {
  const minutes = Math.abs(zone)
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** A label may stand between 〖 and 〗: 1 to 64 code points, nothing unseen. */
export function isLabel(label: string): boolean {
  if (label === '' || !label.isWellFormed() || label.length > 128) return false
  return countCodePoints(label) <= 64 && isSeen(label)
}

const KIND = /^[a-z][a-z0-9_]{0,39}$/
/** There are a few dozen in a package, each a million times. */
const kinds = new Set<string>()

function isKind(kind: string): boolean {
  if (kinds.has(kind)) return true
  if (!KIND.test(kind)) return false
  // a copy: a text cut from a line keeps the whole line in memory
  if (kinds.size < 1000) kinds.add(String(JSON.parse(JSON.stringify(kind))))
  return true
}

const NO_MASKS: ReadonlyMap<Field, Mask[]> = new Map()

const NONE: readonly Mask[] = []

/** Masks of each field, in order. Throws ProofError 'bad_mask' for wrong order, kind or label. */
function masksByField(masks: readonly Mask[]): ReadonlyMap<Field, Mask[]> {
  if (masks.length === 0) return NO_MASKS
  const byField = new Map<Field, Mask[]>()
  let last = -1
  for (const mask of masks) {
    const place = FIELDS.indexOf(mask.field)
    if (place < 0 || place < last) throw new ProofError('bad_mask')
    if (!isKind(mask.kind)) throw new ProofError('bad_mask', mask.field)
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
  if (field === 'recipients') return recipientsCell(opened.runs, rule)
  let next = 0
  let cell = ''
  for (const run of opened.runs) {
    if ('text' in run) {
      cell += visible(run.text, rule.version)
      continue
    }
    // checkMasks has shown that the next masks fill this run exactly
    for (let covered = 0; covered < run.hidden; next++) {
      const mask = masks[next]
      if (mask === undefined || !isSpanMask(mask)) throw new ProofError('bad_mask', field)
      covered += mask.end - mask.start
      cell += mask.label === undefined ? starsOf(mask) : `〖${mask.label}〗`
    }
  }
  return cell
}

/** A JSON array of accounts as `a; b`; anything else as it stands. */
function recipientsCell(runs: readonly OpenedRun[], { version }: RenderRule): string {
  const [run] = runs
  const text = run !== undefined && 'text' in run ? run.text : ''
  const accounts = accountsOf(text)
  return accounts === null ? visible(text, version) : accounts.map((account) => visible(account, version)).join('; ')
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
