import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member } from '../piece.ts'
import { isObject, type JsonObject, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { baseName, mayHoldMessages, objectOf, wordOf } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import { jsonLinesOrElements } from './jsonl.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { heldTime, readTime } from './times.ts'
import { filesOfWechat } from './wechat-files.ts'
import { describePlain, describeWechat, readWechatXml } from './wechat-kinds.ts'
import type { WechatSaid } from './wechat-said.ts'
import { textAt } from './xml-find.ts'

/**
 * Raw WeChat messages, one JSON object each: the text or XML (`<msg>`, `<sysmsg>`) of a row of WeChat's own tables, under
 * the column names of the programs that read them out (versions 3 and 4), as a list or as `messages` of an answer, or under
 * `xml`. XML that is cut off is
 * quarantined as `bad_xml`: what it said cannot be known.
 */
export const wechatXml = {
  name: 'wechat_xml',
  knowsHead: ({ text }) => isRaw(text),
  open: wechatXmlSource,
} as const satisfies SourceFormat<'wechat_xml'>

/** Column names: of version 4's Msg tables, of version 3's MSG table, of callbacks. The first that is there counts. */
const CONTENT = ['xml', 'message_content', 'StrContent', 'msgContent', 'Content', 'content']
const ID = ['server_id', 'MsgSvrID', 'msgSvrId', 'NewMsgId', 'svrid']
const TIME = ['create_time', 'CreateTime', 'createTime']
const TALKER = ['talker', 'StrTalker', 'strTalker', 'session_id']
const SENDER = ['sender_username', 'sender', 'Sender', 'FromUserName']
const OWN = ['IsSender', 'is_sender', 'isSend', 'isSelf']
const TYPE = ['local_type', 'MsgType', 'Type', 'type']

const HEAD = new RegExp(
  `"(?:${CONTENT.join('|')})"\\s*:\\s*"(?:\\s|\\\\n|\\\\t)*(?:[\\w@.-]{1,80}:\\s*(?:\\\\n)?)?(?:<\\?xml[^>]{0,100}>(?:\\s|\\\\n)*)?<(?:msg|sysmsg|voipmsg|recordinfo)[\\s>\\\\]`,
)

function isRaw(text: string): boolean {
  return /^\s*[[{]/.test(text) && HEAD.test(text)
}

function wechatXmlSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader(part) {
      if (!part.alone && !mayHoldMessages(part, isRaw)) return null
      return {
        splitter: jsonLinesOrElements(part.text, ['messages']),
        read(bytes) {
          const row = readJson(bytes)
          if (row instanceof Unreadable) return row
          return isObject(row) ? readRow(row, part, options) : new Unreadable('not_a_message')
        },
      }
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function readRow(row: JsonObject, part: PartHead, options: SourceOptions): Draft | Unreadable {
  const key = CONTENT.find((name) => textIn(row, name) !== null)
  const content = key === undefined ? null : textIn(row, key)
  if (content === null) return new Unreadable('not_a_message')
  const { sender: prefixed, text } = withoutSender(content, first(row, TALKER))
  const isXml = /^\s*<(?:\?xml|msg|sysmsg|voipmsg|recordinfo)[\s>]/.test(text)
  const root = isXml ? readWechatXml(text) : null
  if (root instanceof Unreadable) return root
  const said = root ? describeWechat(root) : describePlain(first(row, TYPE), text)
  const inXml = root ? textAt(root, 'fromusername') : ''
  const sender = prefixed || first(row, SENDER) || inXml || sideOf(row, options.ownAccount)
  const files = root ? filesOfWechat(root, first(row, ID)) : []
  return { ...toDraft(row, { ...said, content }, { account: sender, name: '' }, part, options.origin), files }
}

/** In a chat of two the table only says which side it was; '' where that names nobody. */
function sideOf(row: JsonObject, ownAccount: string): string {
  const talker = first(row, TALKER)
  const own = row.isSelf === true ? '1' : row.isSelf === false ? '0' : first(row, OWN)
  if (own === '' || talker.endsWith('@chatroom')) return ''
  return own === '1' ? ownAccount : talker
}

/** In a group the sender stands before the content: `wxid_a:\n<msg>…`; before a text only where it is known to be a group. */
function withoutSender(content: string, talker: string): { sender: string; text: string } {
  const isRoom = talker.endsWith('@chatroom')
  const found = (isRoom ? /^([\w@.-]{1,80}):\s*\n/ : /^([\w@.-]{1,80}):\s*(?=<)/).exec(content)
  if (!found) return { sender: '', text: content }
  return { sender: found[1] ?? '', text: content.slice(found[0].length) }
}

function toDraft(
  row: JsonObject,
  said: WechatSaid & { content: string },
  sender: Member,
  part: PartHead,
  origin: string,
): Draft {
  const conversation = first(row, TALKER) || baseName(part.name).replace(/\.jsonl?$/i, '')
  const fields: RecordFields = {
    platform: 'wechat',
    origin,
    sourceId: first(row, ID),
    conversation,
    sender: sender.account,
    senderName: '',
    recipients: '',
    sourceTs: readTime(first(row, TIME)),
    kind: said.kind,
    refersTo: said.refersTo,
    extra: canonicalJson(restOf(row, said.body)),
    body: said.body,
  }
  const counted = fields.sourceId === ''
  // by what WeChat wrote: the other columns are of the phone it lay on
  return {
    fields,
    identity: counted ? identityByContent(fields, said.content) : identityById([fields.sourceId], fields, said.content),
    counted,
    conversationTitle: conversation,
    members: sender.account === '' ? [] : [sender],
  }
}

/** What no field holds; the content too unless the body shows it letter for letter. */
function restOf(row: JsonObject, body: string): JsonObject {
  const shown = CONTENT.filter((key) => Object.hasOwn(row, key) && row[key] === body)
  return without(row, [...ID, ...heldTime(readTime(first(row, TIME)), ...TIME), ...TALKER, ...shown])
}

/** The member's text; callbacks wrap theirs as `{"string": …}`. */
function textIn(row: JsonObject, key: string): string | null {
  const value = row[key]
  const inner = Object.hasOwn(row, key) ? (objectOf(row, key)?.string ?? value) : undefined
  return typeof inner === 'string' ? inner : null
}

function first(row: JsonObject, keys: readonly string[]): string {
  for (const key of keys) {
    const word = wordOf(row, key) || (textIn(row, key) ?? '')
    if (word !== '') return word
  }
  return ''
}
