import type { Kind } from '@cunzhen/proof'
import { Unreadable } from '../syntax/json-value.ts'
import { readXml, type XmlElement } from '../syntax/xml-element.ts'
import { joinLines } from './attached.ts'
import { label } from './label.ts'
import type { WechatSaid } from './wechat-said.ts'
import { childOf, childrenOf, find, textAt } from './xml-find.ts'

// <appmsg>: links, files, forwarded records, quotes, money, mini programs, by <type>.

type Describe = (app: XmlElement) => { kind: Kind; body: string }

const link =
  (name: string): Describe =>
  (app) => ({ kind: 'link', body: linkBody(name, app) })
const card =
  (name: string): Describe =>
  (app) => ({ kind: 'card', body: label(name, textAt(app, 'title'), textAt(app, 'des')) })
const file: Describe = (app) => ({ kind: 'file', body: label('文件', textAt(app, 'title')) })
const video: Describe = (app) => ({ kind: 'video', body: label('视频', textAt(app, 'title')) })
const sticker: Describe = (app) => ({ kind: 'sticker', body: label('表情', textAt(app, 'title')) })
const miniProgram: Describe = (app) => ({
  kind: 'link',
  body: joinLines(label('小程序', textAt(app, 'sourcedisplayname')), textAt(app, 'title'), textAt(app, 'des')),
})
const channel: Describe = (app) => {
  const feed = childOf(app, 'finderFeed') ?? childOf(app, 'finderLive') ?? app
  return { kind: 'link', body: joinLines(label('视频号', textAt(feed, 'nickname')), textAt(feed, 'desc')) }
}

const BY_TYPE: Readonly<Record<string, Describe>> = {
  '1': (app) => ({ kind: 'text', body: textAt(app, 'title') }),
  '2': () => ({ kind: 'image', body: '[图片]' }),
  '3': link('音乐'),
  '4': link('视频链接'),
  '5': link('链接'),
  '6': file,
  '8': sticker,
  '15': sticker,
  '16': card('卡券'),
  '17': () => ({ kind: 'event', body: '[位置共享]' }),
  '19': (app) => ({ kind: 'forwarded', body: joinLines(label('聊天记录', textAt(app, 'title')), recordsIn(app)) }),
  '24': card('笔记'),
  '33': miniProgram,
  '36': miniProgram,
  '43': video,
  '49': link('链接'),
  '50': card('视频号名片'),
  '51': channel,
  '53': card('接龙'),
  '62': (app) => ({ kind: 'event', body: label('拍一拍', textAt(app, 'title')) }),
  '63': channel,
  '74': file,
  '76': link('音乐'),
  '87': (app) => ({ kind: 'system', body: label('群公告', textAt(app, 'textannouncement')) }),
  '88': channel,
  '92': link('音乐'),
  '2000': describeTransfer,
  '2001': describeRedPacket,
}

/** A type that nobody knows is a link where it leads somewhere, otherwise kind `unknown` under its title. */
export function describeApp(app: XmlElement): WechatSaid {
  const type = typeOf(app)
  if (type === '57') return describeQuote(app)
  const describe = Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : undefined
  if (describe) return { ...describe(app), refersTo: '' }
  if (textAt(app, 'url') !== '') return { kind: 'link', body: linkBody('链接', app), refersTo: '' }
  return { kind: 'unknown', body: textAt(app, 'title'), refersTo: '' }
}

/** Its own child: a mini program carries a <type> of its own further down. */
function typeOf(app: XmlElement): string {
  return textAt(app, 'type')
}

/** The words are the title; what is quoted has its server id in `svrid`, and stays in `extra` with the rest. */
function describeQuote(app: XmlElement): WechatSaid {
  return { kind: 'text', body: textAt(app, 'title'), refersTo: textAt(app, 'refermsg', 'svrid') }
}

function describeTransfer(app: XmlElement) {
  const pay = childOf(app, 'wcpayinfo') ?? app
  const body = label('转账', textAt(pay, 'feedesc') || textAt(app, 'des'), textAt(pay, 'pay_memo'))
  return { kind: 'card' as const, body }
}

function describeRedPacket(app: XmlElement) {
  const pay = childOf(app, 'wcpayinfo') ?? app
  return { kind: 'card' as const, body: label('红包', textAt(pay, 'sendertitle') || textAt(app, 'des')) }
}

function linkBody(name: string, app: XmlElement): string {
  return joinLines(label(name, textAt(app, 'title')), textAt(app, 'des'), textAt(app, 'url'))
}

/** A forwarded record is XML inside the XML (<recorditem>), as text or as elements; its preview is <des>. */
function recordsIn(app: XmlElement): string {
  const item = childOf(app, 'recorditem')
  const written = item?.text.trim() ?? ''
  const inner = written.startsWith('<') ? readXml(Buffer.from(written)) : null
  const list = inner && !(inner instanceof Unreadable) ? inner : (item ?? null)
  return (list && describeRecords(list)) || textAt(app, 'des')
}

/** One line per item of a <datalist>: who, what. */
export function describeRecords(record: XmlElement): string {
  const list = find(record, 'datalist')
  if (!list) return find(record, 'desc')?.text.trim() ?? ''
  return childrenOf(list, 'dataitem').map(recordLine).join('\n')
}

const RECORD_TYPES: Readonly<Record<string, string>> = {
  '2': '[图片]',
  '3': '[语音]',
  '4': '[视频]',
  '5': '[链接]',
  '6': '[位置]',
  '8': '[文件]',
  '17': '[聊天记录]',
}

function recordLine(item: XmlElement): string {
  const name = textAt(item, 'sourcename')
  const kind = RECORD_TYPES[item.attributes.datatype ?? ''] ?? ''
  const said = [kind, textAt(item, 'datatitle'), textAt(item, 'datadesc')].filter((word) => word !== '').join(' ')
  return name === '' ? said : `${name}：${said}`
}
