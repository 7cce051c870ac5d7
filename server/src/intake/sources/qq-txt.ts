import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { readText, Unreadable } from '../syntax/json-value.ts'
import { type LineRole, lineGroupSplitter } from '../syntax/line-groups.ts'
import { baseName } from './attached.ts'
import { hourOf, PERIOD } from './clock.ts'
import { identityByContent } from './identity.ts'
import { zoneOf } from './local-time.ts'
import { kindOfTranscript } from './placeholders.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

/**
 * QQ's own export of a conversation or of all of them (消息管理器, "文本文件"): sections of 消息分组 and 消息对象 between
 * lines of equals signs; a message is `2024-01-02 03:04:05 名字(号码)` or `名字<邮箱>` and the lines behind it. In chats of
 * two the account is missing. Times are the computer's, without a zone.
 */
export const qqTxt = {
  name: 'qq_txt',
  knowsHead: ({ text }) => isTranscript(text),
  open: qqTxtSource,
} as const satisfies SourceFormat<'qq_txt'>

/** Computers whose clock has twelve hours write 下午 before it or PM behind it; some write days with strokes. */
const START = new RegExp(
  `^(\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}) (?:(${PERIOD}) ?)?(\\d{1,2}:\\d{2}:\\d{2})(?: (${PERIOD}))? (\\S.*?)(?:\\((\\d{4,})\\)|<([^<>\\s]+@[^<>\\s]+)>)?\\s*$`,
)
const RULE = /^={20,}$/
const HEADING = /^(?:消息记录（|消息分组:|消息对象:|导出时间:|日期:)/
/** 系统消息 of a group. */
const SYSTEM = ['10000', '1000000']

interface Start {
  time: string
  name: string
  /** Number or mail address; '' where the line has none. */
  account: string
}

function qqTxtSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    // pictures lie beside a transcript, and other people's texts
    reader: (part) => (part.alone || mayBeTranscript(part.text) ? transcriptReader(part, options) : null),
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function transcriptReader(part: PartHead, options: SourceOptions): PartReader {
  // where messages carry accounts, a line without one is part of what somebody said
  const hasAccounts = part.text.split('\n').some((line) => readStart(line, true) !== null)
  let conversation = baseName(part.name).replace(/\.txt$/i, '')
  return {
    splitter: lineGroupSplitter(roles(hasAccounts)),
    read(bytes) {
      const text = readText(bytes)
      if (text instanceof Unreadable) return text
      const [first = '', ...rest] = text.replace(/^\ufeff/, '').split(/\r?\n/)
      const start = readStart(first, hasAccounts)
      if (start) return toDraft(start, rest, conversation, options)
      const named = readHeading([first, ...rest])
      if (named === null) return new Unreadable('not_a_message')
      if (named !== '') conversation = named
      return null
    },
  }
}

/** A heading is an item of its own: what in it is no heading is then seen, not passed over. */
function roles(hasAccounts: boolean): (line: string) => LineRole {
  let state: 'nothing' | 'heading' | 'message' = 'nothing'
  return (line) => {
    if (readStart(line, hasAccounts)) {
      state = 'message'
      return 'start'
    }
    if (state === 'nothing' || (state === 'message' && RULE.test(line))) {
      state = 'heading'
      return 'start'
    }
    return 'more'
  }
}

function isTranscript(text: string): boolean {
  if (/^\ufeff?\s*消息记录（此消息记录为文本格式/.test(text)) return true
  return /^消息对象:/m.test(text) && text.split('\n').some(isStart)
}

/** One of several need not have its heading. */
function mayBeTranscript(text: string): boolean {
  return isTranscript(text) || text.split('\n').some((line) => readStart(line, false) !== null)
}

function isStart(line: string): boolean {
  return readStart(line, true) !== null
}

function readStart(line: string, needsAccount: boolean): Start | null {
  const found = line.length > 1000 ? null : START.exec(line.replace(/^\ufeff/, ''))
  if (!found) return null
  const [, day = '', before, clock = '', after, name = '', number, mail] = found
  const account = number ?? mail ?? ''
  if (account === '' && needsAccount) return null
  return { time: `${day.replaceAll('/', '-')} ${clockOf(clock, before ?? after ?? '')}`, name, account }
}

/** A clock of twelve hours as one of twenty-four. */
function clockOf(clock: string, period: string): string {
  if (period === '') return clock
  const [hour = '', rest = ''] = clock.split(/:(.*)/)
  return `${hourOf(Number(hour), period) ?? `${period}${hour}`}:${rest}`
}

/** The conversation that a heading names, '' where it names none; null: it is none. */
function readHeading(lines: readonly string[]): string | null {
  let named = ''
  for (const line of lines) {
    if (line.trim() === '' || RULE.test(line)) continue
    if (!HEADING.test(line)) return null
    if (line.startsWith('消息对象:')) named = line.slice('消息对象:'.length).trim()
  }
  return named
}

function toDraft(start: Start, lines: readonly string[], conversation: string, options: SourceOptions): Draft {
  const body = lines.join('\n').trimEnd()
  const zone = zoneOf(options)
  const sender = start.account || start.name
  const fields: RecordFields = {
    platform: 'qq',
    origin: options.origin,
    sourceId: '',
    conversation,
    sender,
    senderName: start.name,
    recipients: '',
    sourceTs: readTime(start.time, 'local', zone),
    kind: kindOf(start, body),
    refersTo: '',
    extra: canonicalJson({ time: start.time, zone }),
    body,
  }
  return {
    fields,
    identity: identityByContent(fields),
    counted: true,
    conversationTitle: conversation,
    members: [{ account: sender, name: start.name }],
  }
}

function kindOf({ account }: Start, body: string): Kind {
  if (!SYSTEM.includes(account)) return kindOfTranscript(body)
  return body.includes('撤回了一条消息') ? 'recall' : 'system'
}
