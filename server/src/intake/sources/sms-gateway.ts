import { canonicalJson } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import { jsonSplitter } from '../syntax/json-elements.ts'
import { isObject, type JsonObject, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { wordOf } from './attached.ts'
import { identityById } from './identity.ts'
import { type KnownRow, type KnownTable, knownRows, knownTable, type Roles } from './known-columns.ts'
import { zoneAssumed, zoneOf } from './local-time.ts'
import { smsDraft } from './sms-draft.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

// What an SMS gateway or carrier says it sent and received: Aliyun's QuerySendDetails (help.aliyun.com/document_detail/
// 419277) as JSON, one answer or one per line, and tables whose header names number, text and time, in Chinese or
// English. The gateway's own number is seldom told: messages sent are then the owner's.

type Role = 'phone' | 'text' | 'time' | 'from' | 'id' | 'direction' | 'received' | 'receivedAt'

const ROLES: Roles<Role> = {
  phone: words(
    '手机号 手机号码 接收号码 接收手机号 接收手机号码 接收手机 接收人手机号 目标号码 电话号码 客户手机号 用户手机号 上行号码 发送手机号',
    'phone phonenumber phonenum phonenumbers mobile mobilenumber mobilephone msisdn to tonumber recipient destination destaddr receiver',
  ),
  text: words(
    '短信内容 内容 消息内容 发送内容 信息内容 短信正文',
    'content smscontent message messagebody messagetext messagecontent body text msg smstext smsbody',
  ),
  time: words(
    '发送时间 提交时间 短信发送时间 发送日期 下发时间 时间',
    'sendtime senddate sentdate sentat sent datesent sendat submittime createdat datecreated timestamp time datetime date',
  ),
  from: words(
    '发送号码 主叫号码 接入号 端口号 发送端口',
    'from fromnumber sender senderid source sourceaddr originator',
  ),
  id: words('消息id 短信id 流水号 回执id 消息编号 短信编号', 'id msgid messageid smsid sid bizid messagesid'),
  direction: words('方向 收发 收发类型 短信方向', 'direction'),
  received: words('上行内容 回复内容', 'replycontent replytext'),
  receivedAt: words('上行时间 回复时间', 'replytime replydate'),
}

function words(...lists: string[]): string[] {
  return lists.flatMap((list) => list.split(' '))
}

export const smsGateway = {
  name: 'sms_gateway',
  knowsHead: (part) => isAliyun(part) || tableOf(part) !== null,
  open: gatewaySource,
} as const satisfies SourceFormat<'sms_gateway'>

function isAliyun({ text }: PartHead): boolean {
  return /^\s*[[{]/.test(text) && /"SmsSendDetailDTO"\s*:\s*\[/.test(text) && /"PhoneNum"\s*:/.test(text)
}

/** null: the header could be that of some other table. */
function tableOf({ text }: PartHead): KnownTable<Role> | null {
  const table = knownTable(text, ROLES, ['phone'])
  // a number and a text are in any chat's table; these words are not
  const isOfSms = /短信|手机|上行|sms|mobile|msisdn|phone|num_?segments|sender_?id/i.test(table?.columns.join() ?? '')
  const isSent = table?.roles.has('text') && table.roles.has('time')
  const isReply = table?.roles.has('received') && (table.roles.has('receivedAt') || table.roles.has('time'))
  return table && isOfSms && (isSent || isReply) ? table : null
}

function gatewaySource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader(part) {
      const table = tableOf(part)
      if (table) return knownRows(table, (row) => readCells(row, options))
      if (!isAliyun(part) && !part.alone) return null
      return {
        splitter: jsonSplitter(['SmsSendDetailDTOs.SmsSendDetailDTO', 'SmsSendDetailDTO']),
        read(bytes) {
          const detail = readJson(bytes)
          if (detail instanceof Unreadable) return detail
          return isObject(detail) ? readDetail(detail, options) : new Unreadable('not_a_message')
        },
      }
    },
    // neither numbers what it sent
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

/** Aliyun: times are China's, whatever the zone of who asks. */
function readDetail(detail: JsonObject, options: SourceOptions): Draft | Unreadable {
  const phone = wordOf(detail, 'PhoneNum')
  if (phone === '') return new Unreadable('not_a_message')
  if (typeof detail.Content !== 'string') return new Unreadable('wrong_shape')
  const sent = wordOf(detail, 'SendDate')
  const date = readTime(sent, 'auto', 480)
  const extra = without(detail, ['PhoneNum', 'Content'])
  return smsDraft({ kind: 'text', body: detail.Content, date: String(date ?? ''), extra }, [phone], '', false, options)
}

function readCells(row: KnownRow<Role>, options: SourceOptions): Draft | Unreadable {
  const phone = row.cell('phone')
  const reply = row.cell('received')
  const body = reply || row.cell('text')
  const isReply = reply !== '' || /^(inbound|in|received|接收|上行|收)/i.test(row.cell('direction'))
  const written = (isReply && row.cell('receivedAt')) || row.cell('time') || row.cell('receivedAt')
  const customer = isReply && row.cell('from') !== '' && row.cell('direction') !== '' ? row.cell('from') : phone
  if (customer === '') return new Unreadable('wrong_shape')
  const zone = zoneOf(options)
  const date = readTime(written, 'auto', zone)
  // the time stays as written: it is the gateway's, in a zone that the table does not name
  const extra = { ...row.rest(['phone', reply === '' ? 'text' : 'received']), ...zoneAssumed(zone) }
  const own = isReply ? phone : row.cell('from')
  const draft = smsDraft({ kind: 'text', body, date: String(date ?? ''), extra }, [customer], '', isReply, {
    ...options,
    ownAccount: (own !== customer && own) || options.ownAccount,
  })
  return withId(draft, row.cell('id'))
}

function withId(draft: Draft, id: string): Draft {
  if (id === '') return draft
  draft.fields.sourceId = id
  return { ...draft, identity: identityById([id], draft.fields, canonicalJson([draft.fields.body])), counted: false }
}
