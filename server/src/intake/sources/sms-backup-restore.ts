import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Gaps } from '../gaps.ts'
import type { Draft, Member } from '../piece.ts'
import { Unreadable } from '../syntax/json-value.ts'
import { readXml, type XmlElement } from '../syntax/xml-element.ts'
import { xmlSplitter } from '../syntax/xml-elements.ts'
import { identityByContent } from './identity.ts'
import type { Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

// SMS Backup & Restore (synctech.com.au, "Fields in XML backup files"): <smses> of <sms> and <mms>, <calls> of <call>.
// Super Backup writes its call log as <alllogs> of <log>. None of them carries ids.

const RECORDS = ['sms', 'mms', 'call', 'log']
const CALL_TYPES = ['', '来电', '去电', '未接', '语音信箱', '拒接', '拦截']

export const smsBackupRestore = {
  name: 'sms_backup_restore',
  knowsHead: ({ text }) => /^\s*</.test(text) && /<(smses|calls|alllogs)[\s>/]/.test(text),
  open: smsSource,
} as const satisfies SourceFormat<'sms_backup_restore'>

function smsSource(options: SourceOptions): Source {
  const counts: { said: number; met: number }[] = []
  return {
    rank: () => 0,
    reader() {
      let count: { said: number; met: number } | null = null
      const splitter = xmlSplitter({
        records: RECORDS,
        onRoot(tag) {
          const said = /\bcount\s*=\s*["'](\d{1,12})["']/.exec(tag.toString('latin1'))?.[1]
          count = said === undefined ? null : { said: Number(said), met: 0 }
          if (count) counts.push(count)
        },
      })
      return {
        splitter,
        read(bytes) {
          if (count) count.met += 1
          const element = readXml(bytes)
          return element instanceof Unreadable ? element : readElement(element, options)
        },
      }
    },
    gaps: () => gapsOf(counts),
  }
}

function gapsOf(counts: readonly { said: number; met: number }[]): Gaps {
  const missing = counts.reduce((sum, count) => sum + Math.max(0, count.said - count.met), 0)
  return { knowable: counts.length > 0, gaps: missing > 0 ? [{ what: 'count', missing }] : [] }
}

function readElement(element: XmlElement, options: SourceOptions): Draft | Unreadable {
  if (element.name === 'sms') return readSms(element, options)
  if (element.name === 'mms') return readMms(element, options)
  if (element.name === 'call' || element.name === 'log') return readCall(element, options)
  return new Unreadable('not_a_message')
}

function readSms(sms: XmlElement, options: SourceOptions): Draft | Unreadable {
  const { address, date, type, body } = sms.attributes
  if (address === undefined || date === undefined || type === undefined || body === undefined) return wrongShape()
  const said: Said = { kind: 'text', body, date, extra: rest(sms, ['date', 'body', 'contact_name']) }
  return draft(said, [address], nameOf(sms), type === '1', options)
}

function readMms(mms: XmlElement, options: SourceOptions): Draft | Unreadable {
  const { date, msg_box: box } = mms.attributes
  const parts = mms.children.filter((child) => child.name === 'parts').flatMap((parts) => parts.children)
  const listed = mms.children.filter((child) => child.name === 'addrs').flatMap((addrs) => addrs.children)
  const own = options.ownAccount === '' ? '' : numberOf(options.ownAccount)
  const addresses = addressesOf(mms, listed).filter((address) => numberOf(address) !== own)
  if (date === undefined || box === undefined || addresses.length === 0) return wrongShape()
  const texts = parts.filter((part) => part.attributes.ct === 'text/plain').map((part) => part.attributes.text ?? '')
  const media = parts.flatMap((part) => mediaOf(part.attributes.ct ?? ''))
  const subject = mms.attributes.sub ?? 'null'
  const lines = [subject === 'null' ? '' : subject, ...texts, ...media.map((one) => one.body)]
  const extra = { ...rest(mms, ['date', 'contact_name']), parts: parts.map(plain), addrs: listed.map(plain) }
  const body = lines.filter((line) => line !== '' && line !== 'null').join('\n')
  // two pictures sent at one moment look alike but for their data
  const content = parts.map(({ attributes: at }) => [at.ct, at.text, at.data].map((one) => one ?? ''))
  const said: Said = { kind: media[0]?.kind ?? 'text', body, date, extra, content: canonicalJson(content) }
  // type 137 = from (OMA MMS, PduHeaders.FROM)
  const from = listed.find((addr) => addr.attributes.type === '137')?.attributes.address
  return draft(said, addresses, nameOf(mms), box === '1', options, from)
}

function readCall(call: XmlElement, options: SourceOptions): Draft | Unreadable {
  const { number, date, type } = call.attributes
  const length = call.attributes.duration ?? call.attributes.dur
  if (number === undefined || date === undefined || type === undefined || length === undefined) return wrongShape()
  const how = CALL_TYPES[/^\d$/.test(type) ? Number(type) : 0] ?? ''
  const body = ['[通话]', how, `${length} 秒`].filter((word) => word !== '').join(' ')
  const said: Said = { kind: 'call', body, date, extra: rest(call, ['date', 'contact_name', 'name']) }
  return draft(said, [number], nameOf(call), type !== '2', options)
}

interface Said {
  kind: Kind
  body: string
  date: string
  extra: object
  /** What tells it from its equals, where that is more than the body. */
  content?: string
}

function draft(
  said: Said,
  addresses: string[],
  name: string,
  received: boolean,
  options: SourceOptions,
  from?: string,
): Draft {
  const others = [...new Set(addresses.map(numberOf))].sort()
  // the owner's number is often not known; the origin keeps two phones' owners apart
  const owner = numberOf(options.ownAccount) || (options.origin === '' ? 'owner' : `owner@${options.origin}`)
  const names = others.length === 1 ? [name] : name.split(/,\s*/)
  const members: Member[] = others.map((account, at) => ({
    account,
    name: names.length === others.length ? (names[at] ?? '') : '',
  }))
  const sender = received ? senderOf(others, from) : owner
  const recipients = received ? [owner, ...others.filter((other) => other !== sender)] : others
  const fields: RecordFields = {
    platform: 'sms',
    origin: options.origin,
    sourceId: '',
    conversation: others.join('~'),
    sender,
    senderName: members.find((member) => member.account === sender)?.name ?? '',
    recipients: canonicalJson(recipients),
    sourceTs: readTime(said.date, 'ms'),
    kind: said.kind,
    refersTo: '',
    extra: canonicalJson(said.extra),
    body: said.body,
  }
  return {
    fields,
    identity: identityByContent(fields, said.content),
    counted: true,
    conversationTitle: members.map((member) => member.name || member.account).join('、'),
    members: [...members, { account: owner, name: '' }],
  }
}

function senderOf(others: readonly string[], from: string | undefined): string {
  const named = from === undefined ? undefined : numberOf(from)
  return named !== undefined && others.includes(named) ? named : (others[0] ?? '')
}

/** One number is written in several ways in one phone: without its separators, Chinese mobiles without +86. */
export function numberOf(address: string): string {
  const bare = /^[+\d][\d\s().-]*$/.test(address) ? address.replace(/[\s().-]/g, '') : address
  return /^(?:\+86|0086)(1[3-9]\d{9})$/.exec(bare)?.[1] ?? bare
}

function addressesOf(mms: XmlElement, listed: readonly XmlElement[]): string[] {
  const { address } = mms.attributes
  if (address !== undefined && address !== '' && address !== 'null') return address.split('~')
  return listed
    .map((addr) => addr.attributes.address ?? '')
    .filter((one) => one !== '' && one !== 'insert-address-token')
}

function nameOf(element: XmlElement): string {
  const name = element.attributes.contact_name ?? element.attributes.name ?? ''
  return name === 'null' || name === '(Unknown)' ? '' : name
}

const MEDIA: readonly (readonly [string, Kind, string])[] = [
  ['image/', 'image', '[图片]'],
  ['audio/', 'voice', '[语音]'],
  ['video/', 'video', '[视频]'],
]

function mediaOf(contentType: string): { kind: Kind; body: string }[] {
  if (contentType === 'text/plain' || contentType === 'application/smil') return []
  const known = MEDIA.find(([prefix]) => contentType.startsWith(prefix))
  return [known ? { kind: known[1], body: known[2] } : { kind: 'file', body: '[文件]' }]
}

function rest(element: XmlElement, held: readonly string[]): object {
  return Object.fromEntries(Object.entries(element.attributes).filter(([key]) => !held.includes(key)))
}

function plain(element: XmlElement): object {
  return Object.fromEntries(Object.entries(element.attributes))
}

function wrongShape(): Unreadable {
  return new Unreadable('wrong_shape')
}
