import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import { readText, Unreadable } from '../syntax/json-value.ts'
import { lineSplitter } from '../syntax/lines.ts'
import { identityByContent } from './identity.ts'
import { type KnownRow, knownRows, knownTable, type Roles } from './known-columns.ts'
import { label } from './label.ts'
import { zoneAssumed, zoneOf } from './local-time.ts'
import { callBody, smsDraft } from './sms-draft.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

// Call logs as tables: apps' exports and carriers' 通话详单, whose header names number, time and duration. And the phone
// log that Memacs reads (github.com/novoid/Memacs, phonecalls: `2012-11-20 # 11.56 # boot # 89 # 6692`: day, time, what
// happened, battery in per cent, uptime in seconds), which has no header and is known by its lines.

type Role = 'number' | 'day' | 'time' | 'type' | 'reach' | 'duration' | 'name' | 'own'

const ROLES: Roles<Role> = {
  number: words('对方号码 对端号码 号码 电话号码 通话号码 手机号码', 'number phone phonenumber callednumber caller'),
  day: words('日期 通话日期 起始日期', 'date calldate day'),
  time: words('时间 起始时间 开始时间 通话时间 通话起始时间 通话开始时间 呼叫时间', 'time datetime starttime calltime'),
  type: words('通信方式 呼叫类型 主被叫 主叫被叫 呼叫方式', 'type calltype direction'),
  // 本地, 国内长途 where another column says who called; otherwise it may be that
  reach: words('通话类型 通信类型 类型'),
  duration: words(
    '通信时长 通话时长 时长 时长秒 通话时长秒',
    'duration durationseconds durationsec durations callduration',
  ),
  name: words('姓名 联系人 对方姓名', 'name contact contactname'),
  own: words('本机号码 我方号码', 'ownnumber mynumber'),
}

const EVENT =
  /^(\d{4}-\d{2}-\d{2})\s*#\s*(\d{1,2})\.(\d{2})\s*#\s*([^#]{1,200}?)\s*#\s*([^#]{0,50}?)\s*#\s*([^#]{0,50}?)\s*$/

function words(...lists: string[]): string[] {
  return lists.flatMap((list) => list.split(' '))
}

export const callsCsv = {
  name: 'calls_csv',
  knowsHead: (part) => tableOf(part) !== null || isPhoneLog(part),
  open: callsSource,
} as const satisfies SourceFormat<'calls_csv'>

function tableOf({ text }: PartHead) {
  const table = knownTable(text, ROLES, ['number', 'duration'])
  // a number, a length and a day are in many tables: how the call went, or the word for it, is only in this one
  const isOfCalls =
    table?.roles.has('type') ||
    table?.roles.has('reach') ||
    /通话|呼叫|主叫|被叫|通信|对方|call/i.test(table?.columns.join() ?? '')
  return table && isOfCalls && (table.roles.has('time') || table.roles.has('day')) ? table : null
}

function isPhoneLog({ text }: PartHead): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const whole = text.endsWith('\n') ? lines : lines.slice(0, Math.max(1, lines.length - 1))
  return whole.length > 0 && whole.slice(0, 20).every((line) => EVENT.test(line))
}

function callsSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader(part) {
      const table = tableOf(part)
      if (table) return knownRows(table, (row) => readCall(row, options))
      if (!isPhoneLog(part) && !part.alone) return null
      return { splitter: lineSplitter(), read: (bytes) => readEvent(bytes, options) }
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function readCall(row: KnownRow<Role>, options: SourceOptions): Draft | Unreadable {
  const number = row.cell('number')
  if (number === '') return new Unreadable('wrong_shape')
  const zone = zoneOf(options)
  const written = [row.cell('day'), row.cell('time')].filter((part) => part !== '').join(' ')
  const date = readTime(written, 'auto', zone)
  const type = row.cell('type') || row.cell('reach')
  const length = row.cell('duration')
  const isOwn = /主叫|去电|呼出|拨出|拨打|outgoing|outbound|dialed|^2$/i.test(type)
  const body =
    /^\d+$/.test(length) && /^\d?$/.test(type) ? callBody(type, length) : label('通话', type, duration(length))
  const extra = { ...row.rest(['number', 'name']), ...zoneAssumed(zone) }
  return smsDraft(
    { kind: 'call', body, date: String(date ?? ''), extra, content: canonicalJson([body, written]) },
    [number],
    row.cell('name'),
    !isOwn,
    { ...options, ownAccount: options.ownAccount || row.cell('own') },
  )
}

function duration(written: string): string {
  return /^\d+$/.test(written) ? `${written} 秒` : written
}

function readEvent(bytes: Buffer, options: SourceOptions): Draft | Unreadable {
  const text = readText(bytes)
  if (text instanceof Unreadable) return text
  const found = EVENT.exec(text.trim())
  if (!found) return new Unreadable('not_a_message')
  const [, day = '', hour = '', minute = '', body = '', battery = '', uptime = ''] = found
  const zone = zoneOf(options)
  const owner = options.ownAccount || (options.origin === '' ? 'owner' : `owner@${options.origin}`)
  const fields: RecordFields = {
    platform: 'phone',
    origin: options.origin,
    sourceId: '',
    conversation: 'phone-log',
    sender: owner,
    senderName: '',
    recipients: '',
    sourceTs: readTime(`${day} ${hour}:${minute}`, 'auto', zone),
    kind: 'event',
    refersTo: '',
    extra: canonicalJson({ battery, uptime, ...zoneAssumed(zone) }),
    body,
  }
  // two events of one minute are told apart by how long the phone had been on
  const identity = identityByContent(fields, canonicalJson([body, battery, uptime]))
  return { fields, identity, counted: true, conversationTitle: '', members: [{ account: owner, name: '' }] }
}
