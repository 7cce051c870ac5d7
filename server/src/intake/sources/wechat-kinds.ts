import type { Kind } from '@cunzhen/proof'
import { Unreadable } from '../syntax/json-value.ts'
import { readXml, type XmlElement } from '../syntax/xml-element.ts'
import { label, secondsOf } from './label.ts'
import { describeApp, describeRecords } from './wechat-app.ts'
import type { WechatSaid } from './wechat-said.ts'
import { attributeAt, childOf, deepText, find, textAt } from './xml-find.ts'

// What the XML of one WeChat message says (<msg>, <sysmsg>, <voipmsg>, <recordinfo>). There is no public reference of
// it: the names are those that WeChat's own data shows. The XML itself stays in the record's `extra`.

/** What a plain text is, by the message type of the table it came from. */
const PLAIN: Readonly<Record<string, Kind>> = {
  '1': 'text',
  '3': 'image',
  '34': 'voice',
  '42': 'card',
  '43': 'video',
  '44': 'video',
  '47': 'sticker',
  '48': 'location',
  '50': 'call',
  '62': 'video',
  '10000': 'system',
}

/** Version 4 keeps the <appmsg> type in the upper 32 bits of the column. */
export function describePlain(type: string, text: string): WechatSaid {
  const low = /^\d{1,15}$/.test(type) ? String(Number(type) % 2 ** 32) : type
  const kind = low === '' ? 'text' : Object.hasOwn(PLAIN, low) ? (PLAIN[low] ?? 'unknown') : 'unknown'
  const isRecall = kind === 'system' && text.includes('撤回了一条消息')
  return { kind: isRecall ? 'recall' : kind, body: text, refersTo: '' }
}

/**
 * Strict XML but for two habits of WeChat's senders: a bare `&` in an address counts as the character it is, and white
 * space may stand before the declaration.
 */
export function readWechatXml(text: string): XmlElement | Unreadable {
  const mended = text.trim().replace(/&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)/g, '&amp;')
  return readXml(Buffer.from(mended))
}

export function describeWechat(root: XmlElement): WechatSaid {
  if (root.name === 'sysmsg') return describeSystem(root)
  if (root.name === 'recordinfo') return plain('forwarded', describeRecords(root))
  if (root.name === 'msg') return describeMessage(root)
  const call = describeCall(root)
  return call ?? plain('unknown', '')
}

const MEDIA: readonly (readonly [string, (media: XmlElement) => WechatSaid])[] = [
  ['img', () => plain('image', '[图片]')],
  ['voicemsg', (media) => plain('voice', label('语音', secondsOf(media.attributes.voicelength ?? '', 'ms')))],
  ['videomsg', (media) => plain('video', label('视频', secondsOf(media.attributes.playlength ?? '')))],
  ['emoji', () => plain('sticker', '[表情]')],
  ['location', describeLocation],
]

function describeMessage(msg: XmlElement): WechatSaid {
  const app = childOf(msg, 'appmsg')
  if (app) return describeApp(app)
  for (const [name, describe] of MEDIA) {
    const media = childOf(msg, name)
    if (media) return describe(media)
  }
  const call = describeCall(msg)
  if (call) return call
  // 名片 has no child of its own: everything stands in the attributes of <msg>
  const { nickname, username, alias } = msg.attributes
  if (nickname !== undefined && username !== undefined) return plain('card', label('名片', nickname, alias ?? ''))
  return plain('unknown', '')
}

function describeLocation({ attributes }: XmlElement): WechatSaid {
  const poi = attributes.poiname === '[位置]' ? '' : (attributes.poiname ?? '')
  return plain('location', label('位置', poi, attributes.label ?? ''))
}

const CALLS = ['VoIPBubbleMsg', 'voipmsg', 'voipinvitemsg', 'voipextinfo']

/** `room_type` 0: with pictures, 1: voice only. */
function describeCall(element: XmlElement): WechatSaid | null {
  const found = CALLS.includes(element.name) ? element : CALLS.map((name) => childOf(element, name)).find(Boolean)
  if (!found) return null
  const bubble = found.name === 'VoIPBubbleMsg' ? found : (childOf(found, 'VoIPBubbleMsg') ?? found)
  const room = textAt(bubble, 'room_type')
  const how = room === '0' ? '视频通话' : room === '1' ? '语音通话' : '通话'
  const said = textAt(bubble, 'msg')
  return plain('call', label(how, said === how ? '' : said))
}

function describeSystem(sysmsg: XmlElement): WechatSaid {
  const type = sysmsg.attributes.type ?? ''
  if (type === 'revokemsg') return describeRevoke(sysmsg)
  if (type === 'pat' || type === 'patmsg') return plain('event', label('拍一拍', textAt(sysmsg, 'pat', 'template')))
  if (type.startsWith('voip') || type === 'ilinkvoip') return plain('call', label('通话', deepText(sysmsg)))
  if (type === 'mmchatroomtopmsg') {
    const what = textAt(sysmsg, type, 'op') === '2' ? '移除置顶消息' : '置顶消息'
    return plain('system', label(what, textAt(sysmsg, type, 'nickname')))
  }
  const template = find(sysmsg, 'template')
  const text = template ? template.text.trim() : textAt(sysmsg, type, 'text') || textAt(sysmsg, type, 'plain')
  return plain('system', text || label('系统消息', type))
}

/** `replacemsg` is what stands in the message's place; newer versions wrap it in XML of its own. */
function describeRevoke(sysmsg: XmlElement): WechatSaid {
  const replaced = textAt(sysmsg, 'revokemsg', 'replacemsg') || attributeAt(sysmsg, 'revokemsg', 'replacemsg')
  const inner = replaced.startsWith('<') ? readWechatXml(`<r>${replaced}</r>`) : null
  const body = inner && !(inner instanceof Unreadable) ? textAt(inner, 'content') || deepText(inner) : replaced
  const original = textAt(sysmsg, 'revokemsg', 'newmsgid') || textAt(sysmsg, 'revokemsg', 'msgid')
  return { kind: 'recall', body, refersTo: original }
}

function plain(kind: Kind, body: string): WechatSaid {
  return { kind, body, refersTo: '' }
}
