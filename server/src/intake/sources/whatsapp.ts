import { canonicalJson, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { readText, Unreadable } from '../syntax/json-value.ts'
import { lineGroupSplitter } from '../syntax/line-groups.ts'
import { baseName } from './attached.ts'
import { identityByContent } from './identity.ts'
import { LineFronts } from './line-fronts.ts'
import { zoneAssumed, zoneOf } from './local-time.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { DateOrders, readFront, type Written } from './whatsapp-dates.ts'
import { describeWhatsapp } from './whatsapp-kinds.ts'

/**
 * WhatsApp's "export chat" (faq.whatsapp.com/1180414079177245): one text per chat, alone or as `_chat.txt` in a zip with
 * its media. Each message starts a line with its time, `20/01/19, 11:23 - name: text` on Android, `[20/01/19, 11:23:45]
 * name: text` on iPhones, in the phone's locale and local time; lines without such a front go on with the message
 * before. How day and month are told apart: DateOrders. A time that stays unknown leaves its message undated, with the
 * written form in `extra`. There are no ids; names are those of the phone's address book.
 */
export const whatsapp = {
  name: 'whatsapp',
  knowsNames: (names) => names.some((name) => TITLES.some((title) => title.test(baseName(name)))),
  knowsHead: ({ text }) => isExport(text),
  open: whatsappSource,
} as const satisfies SourceFormat<'whatsapp'>

/** The name of an exported file around the name of the chat. */
const TITLES: readonly RegExp[] = [
  /^WhatsApp[ -]Chat (?:with|mit|con|-) ?(.+)\.txt$/i,
  /^(?:与|與|和) ?(.+?) ?的 ?WhatsApp ?(?:聊天|对话|對話)(?:记录|記錄|紀錄)?.*\.txt$/i,
  /^WhatsApp ?(?:对话|聊天|對話)(?:记录|記錄|紀錄)? ?- ?(.+)\.txt$/i,
  /^(?:Chat de WhatsApp con|Conversa do WhatsApp com|Discussion WhatsApp avec|Chat WhatsApp con) (.+)\.txt$/i,
]
/** Marks of writing direction that WhatsApp puts around names, numbers and its own words. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const LEADING_MARKS = /^[\u200e\u200f\u202a-\u202e\u2066-\u2069]+/
/** Sentences of WhatsApp itself that may hold a colon further on. */
const SYSTEM = /created (this )?group|changed (the|this)|创建了|更改了|变更了|建立了|變更了|end-to-end/i
/** On iPhones the chat itself "says" this; the mark of direction in front is WhatsApp's, no keyboard has it. */
const OWN_WORDS = /^\u200e[^\n]{0,80}(?:end-to-end|端到端|端對端)/i

function isExport(text: string): boolean {
  const lines = text.split('\n', 40)
  const fronts = lines.map((line) => [line, readFront(line)] as const).filter(([, front]) => front !== null)
  return fronts.some(([line, front]) => splitSender(line.slice(front?.length).replace(/\r$/, '')).sender !== '')
}

function whatsappSource(options: SourceOptions): Source {
  let watched: { name: string; orders: DateOrders; fronts: LineFronts } | null = null
  return {
    // before a chat that somebody sent as a file, which is theirs and no chat of this export
    rank: (name) => (isChatName(baseName(name)) ? 0 : 1),
    watch(name) {
      const orders = new DateOrders()
      const fronts = new LineFronts((line) => see(orders, line))
      watched = { name, orders, fronts }
      return (chunk) => fronts.add(chunk)
    },
    reader(part) {
      // media of the chat; an attached text file has no fronts either
      if (!part.text.split('\n').some((line) => readFront(line))) return null
      const orders = watched?.name === part.name ? watched.orders : ordersOf(part.text)
      if (watched?.name === part.name) watched.fronts.end()
      return chatReader(part, orders, options)
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function isChatName(name: string): boolean {
  return /^_chat\.txt$/i.test(name) || TITLES.some((title) => title.test(name))
}

function see(orders: DateOrders, line: string): void {
  const front = readFront(line)
  if (front) orders.see(front.written)
}

function ordersOf(text: string): DateOrders {
  const orders = new DateOrders()
  for (const line of text.split('\n')) see(orders, line)
  return orders
}

function chatReader(part: PartHead, orders: DateOrders, options: SourceOptions): PartReader {
  const chat = chatOf(part)
  return {
    splitter: lineGroupSplitter((line) => (readFront(line) ? 'start' : 'more')),
    read(bytes) {
      const text = readText(bytes)
      if (text instanceof Unreadable) return text
      const whole = text.replace(/\r\n/g, '\n').replace(/\n$/, '')
      const front = readFront(whole)
      if (!front) return new Unreadable('not_a_message')
      return toDraft(front.written, whole.slice(front.length), chat, orders, options)
    },
  }
}

function toDraft(written: Written, rest: string, chat: string, orders: DateOrders, options: SourceOptions): Draft {
  const { sender, text, isOwn } = splitSender(rest)
  const said = isOwn ? { kind: 'system' as const, body: text, edited: '', files: [] } : describeWhatsapp(text)
  const zone = zoneOf(options)
  const sourceTs = orders.timeOf(written, zone)
  const extra = {
    written: written.text,
    ...(sourceTs === null ? {} : zoneAssumed(zone)),
    ...(said.edited === '' ? {} : { edited: said.edited }),
  }
  const fields: RecordFields = {
    platform: 'whatsapp',
    origin: options.origin,
    sourceId: '',
    conversation: chat,
    sender,
    senderName: sender,
    recipients: '',
    sourceTs,
    kind: said.kind,
    refersTo: '',
    extra: canonicalJson(extra),
    body: said.body,
  }
  return {
    fields,
    // by the time as written: a longer export of the chat may tell what this one leaves open
    identity: identityByContent({ ...fields, sourceTs: null }, JSON.stringify([written.text, said.edited, said.body])),
    counted: true,
    conversationTitle: chat,
    members: sender === '' ? [] : [{ account: sender, name: sender }],
    files: said.files,
  }
}

/** A line of WhatsApp itself names no sender: '' then. */
function splitSender(rest: string): { sender: string; text: string; isOwn: boolean } {
  const found = /^([^:\n]{1,100}):(?: |(?=[^\s/\d])|\n|$)/.exec(rest)
  const name = found?.[1] ?? ''
  const isSystem = !found || SYSTEM.test(name) || endsInQuote(name)
  if (isSystem) return { sender: '', text: rest.replace(LEADING_MARKS, ''), isOwn: true }
  const text = rest.slice(found[0].length)
  const sender = name.replace(MARKS, '').trim()
  return { sender, text: text.replace(LEADING_MARKS, ''), isOwn: sender === '' || OWN_WORDS.test(text) }
}

/** The colon stands in a quoted name: `Alice created group "A: B"`. */
function endsInQuote(text: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1
  return count('"') % 2 === 1 || count('“') > count('”') || count('「') > count('」')
}

/**
 * The chat's name: from the file's name; else, on iPhones, who "says" that messages are encrypted; else whoever speaks
 * at its beginning. Two chats exported as `_chat.txt` must not become one.
 */
function chatOf(part: PartHead): string {
  const file = baseName(part.name)
  for (const title of TITLES) {
    const name = title.exec(file)?.[1]
    if (name !== undefined) return name
  }
  const senders: string[] = []
  for (const line of part.text.split('\n')) {
    const front = readFront(line)
    const { sender, text } = splitSender(front ? line.slice(front.length) : '')
    if (/end-to-end|端到端|端對端/.test(text.slice(0, 200)) && senders.length === 0 && sender !== '') return sender
    if (sender !== '' && !senders.includes(sender)) senders.push(sender)
  }
  return senders.slice(0, 20).sort().join('、')
}
