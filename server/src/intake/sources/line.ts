import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { readText, Unreadable } from '../syntax/json-value.ts'
import { lineGroupSplitter } from '../syntax/line-groups.ts'
import { baseName } from './attached.ts'
import { identityByContent } from './identity.ts'
import { zoneAssumed, zoneOf } from './local-time.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'

/**
 * LINE's text of one chat (help.line.me, "saving chat history"): `[LINE] Chat history with X`, then for each day a line
 * with its date and below it `time TAB sender TAB text`, or `time TAB text` for what LINE itself says. A text of several
 * lines stands in double quotes. The desktop writes spaces instead of tabs (`12:23 name text`): where the name ends cannot
 * be known then, so the record has no sender and its body is all of it. Times are local. Where day and month could be either, the weekday beside them decides;
 * without one the messages of that day are undated.
 */
export const line = {
  name: 'line',
  knowsHead: ({ text }) => isExport(text),
  open: lineSource,
} as const satisfies SourceFormat<'line'>

const TITLES: readonly RegExp[] = [
  /^(?:\[LINE\] ?)?Chat history (?:with|in) (.+)$/i,
  /^\[LINE\] ?[与與]?(.+?)的(?:聊天记录|聊天記錄|聊天紀錄|對話記錄)$/,
  /^\[LINE\] ?(.+?)(?:と)?のトーク履歴$/,
  /^\[LINE\] ?(.+)$/,
]
const SAVED = /^(Saved on|保存日期|儲存日期|保存日時|บันทึกวันที่)\s?[:：]/i
const WEEKDAYS = ['sun日', 'mon一月', 'tue二火', 'wed三水', 'thu四木', 'fri五金', 'sat六土']
const YEAR_FIRST =
  /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})\s?[（(]?\s?(?:(?:星期|週|周)?[一二三四五六日天月火水木金土]|[A-Za-z]{3,9})?(?:曜日)?[.）)]?$/
const YEAR_LAST = /^([A-Za-z]{3,9}),? (\d{1,2})[./](\d{1,2})[./](\d{4})$/
const FRONT = /^(上午|下午|午前|午後|오전|오후)?\s?(\d{1,2}):(\d{2})\s?([AaPp]\.?[Mm]\.?)?\t/
/** The desktop's way, with nothing to tell where the name ends. */
const SPACED = /^(上午|下午|午前|午後|오전|오후)?\s?(\d{1,2}):(\d{2})\s?([AaPp]\.?[Mm]\.?)? /

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^\[(Photo|照片|圖片|图片|写真|ภาพ)\]$/i, 'image'],
  [/^\[(Video|影片|视频|動画|วิดีโอ)\]$/i, 'video'],
  [/^\[(Sticker|貼圖|贴图|スタンプ|สติกเกอร์)\]$/i, 'sticker'],
  [/^\[(Voice message|語音訊息|语音消息|ボイスメッセージ)\]$/i, 'voice'],
  [/^\[(File|檔案|文件|ファイル)\]/i, 'file'],
  [/^\[(Contact|聯絡資訊|联系人|連絡先)\]/i, 'card'],
  [/^\[(Location|位置訊息|位置信息|位置情報)\]/i, 'location'],
  [/^☎ /, 'call'],
]
const RECALLED = /(unsent a message|已收回訊息|已收回消息|撤回了消息|メッセージの送信を取り消しました)[.。]?$/i

function isExport(text: string): boolean {
  const lines = text.split('\n', 40).map((one) => one.replace(/\r$/, ''))
  const [first = '', second = ''] = lines
  const isTitled = /^\[LINE\]/.test(first) || (/^Chat history/i.test(first) && SAVED.test(second))
  if (!isTitled) return YEAR_FIRST.test(first) && SPACED.test(second)
  return lines.some((one) => FRONT.test(one) || dayOf(one) !== undefined)
}

function lineSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader: (part) => (isExport(part.text) ? chatReader(part, options) : null),
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function chatReader(part: PartHead, options: SourceOptions): PartReader {
  const chat = chatOf(part)
  const front = part.text.split('\n').some((one) => FRONT.test(one)) ? FRONT : SPACED
  const now: Day = { day: null, written: '' }
  return {
    // a day stands alone, so that it is read in its place among the messages
    splitter: lineGroupSplitter((one) => (front.test(one) || dayOf(one) !== undefined ? 'start' : 'more')),
    read(bytes) {
      const text = readText(bytes)
      if (text instanceof Unreadable) return text
      const whole = text.replace(/\r\n/g, '\n').replace(/\n+$/, '')
      const [first = ''] = whole.split('\n', 1)
      const found = dayOf(first)
      if (found === undefined) return toDraft(whole, front, now, chat, options)
      now.day = found
      now.written = first
      // lines below a day that start no message
      return whole === first ? null : new Unreadable('not_a_message')
    },
  }
}

interface Day {
  /** Days since 1970; null where it cannot be known. */
  day: number | null
  written: string
}

/** Days since 1970 of a line that is a date; null where it may be two days; undefined where the line is no date. */
function dayOf(text: string): number | null | undefined {
  if (text.length > 40) return undefined
  const first = YEAR_FIRST.exec(text)
  if (first) return dayNumber(first[1], first[2], first[3])
  const last = YEAR_LAST.exec(text)
  if (!last) return undefined
  const [, weekday = '', one, two, year] = last
  const days = [dayNumber(year, one, two), dayNumber(year, two, one)]
  const fitting = [...new Set(days)].filter((day) => day !== null && isWeekday(day, weekday))
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

function dayNumber(year: string | undefined, month: string | undefined, day: string | undefined): number | null {
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const exists = at.getUTCMonth() + 1 === Number(month) && at.getUTCDate() === Number(day)
  return exists ? at.getTime() / 86_400_000 : null
}

function isWeekday(day: number, name: string): boolean {
  // 1 January 1970 was a Thursday
  return WEEKDAYS[(day + 4) % 7]?.startsWith(name.slice(0, 3).toLowerCase()) ?? false
}

function toDraft(
  text: string,
  pattern: RegExp,
  { day, written }: Day,
  chat: string,
  options: SourceOptions,
): Draft | Unreadable {
  const front = pattern.exec(text)
  if (!front) return new Unreadable('not_a_message')
  const rest = text.slice(front[0].length)
  const tab = rest.indexOf('\t')
  const sender = tab < 0 ? '' : rest.slice(0, tab)
  const body = unquote(rest.slice(tab + 1))
  const minutes = minutesOf(front)
  const zone = zoneOf(options)
  const sourceTs = day === null || minutes === null ? null : (day * 1440 + minutes - zone) * 60_000
  const extra = { written: `${written} ${front[0].trim()}`.trim(), ...(sourceTs === null ? {} : zoneAssumed(zone)) }
  const fields: RecordFields = {
    platform: 'line',
    origin: options.origin,
    sourceId: '',
    conversation: chat,
    sender,
    senderName: sender,
    recipients: '',
    sourceTs,
    kind: pattern === SPACED ? 'text' : kindOf(sender, body),
    refersTo: '',
    extra: canonicalJson(extra),
    body,
  }
  return {
    fields,
    identity: identityByContent(fields, JSON.stringify([extra.written, body])),
    counted: true,
    conversationTitle: chat,
    members: sender === '' ? [] : [{ account: sender, name: sender }],
  }
}

function kindOf(sender: string, body: string): Kind {
  if (RECALLED.test(body.slice(-60)) && !body.includes('\n')) return 'recall'
  if (sender === '') return 'system'
  return KINDS.find(([words]) => words.test(body))?.[1] ?? 'text'
}

/** Of the day; null where there is no such time. */
function minutesOf(front: RegExpExecArray): number | null {
  const [, before, hour, minute, after] = front
  const period = (before ?? after ?? '').replaceAll('.', '').toLowerCase()
  const written = Number(hour)
  if (written > 24 || Number(minute) > 59) return null
  if (period === '') return (written % 24) * 60 + Number(minute)
  const isAfternoon = /^(下午|午後|오후|pm)$/.test(period)
  const full = isAfternoon ? (written < 12 ? written + 12 : written) : written === 12 ? 0 : written
  return full * 60 + Number(minute)
}

/** A text of several lines stands in quotes, its own quotes doubled. */
function unquote(text: string): string {
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"')
  return isQuoted && text.includes('\n') ? text.slice(1, -1).replaceAll('""', '"') : text
}

function chatOf(part: PartHead): string {
  const [title = ''] = part.text.split('\n', 1)
  for (const pattern of TITLES) {
    const name = pattern.exec(title.replace(/\r$/, '').trim())?.[1]
    if (name !== undefined) return name
  }
  return baseName(part.name).replace(/\.txt$/i, '')
}
