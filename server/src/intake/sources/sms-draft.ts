import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft, Member } from '../piece.ts'
import { identityByContent } from './identity.ts'
import type { SourceOptions } from './source.ts'
import { readTime } from './times.ts'

// What every phone's text messages and calls have in common, whichever app wrote them down: who they are between, so
// that two apps' exports of one phone make one conversation.

export interface Said {
  kind: Kind
  body: string
  /** Milliseconds since 1970. */
  date: string
  /** The date as written, where `extra` does not hold it: kept where it is no time. */
  written?: string
  extra: object
  /** What tells it from its equals, where that is more than the body. */
  content?: string
}

export function smsDraft(
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
  const sourceTs = readTime(said.date, 'ms')
  const unread = sourceTs === null && said.written !== undefined ? { date: said.written } : {}
  const fields: RecordFields = {
    platform: 'sms',
    origin: options.origin,
    sourceId: '',
    conversation: others.join('~'),
    sender,
    senderName: members.find((member) => member.account === sender)?.name ?? '',
    recipients: canonicalJson(recipients),
    sourceTs,
    kind: said.kind,
    refersTo: '',
    extra: canonicalJson({ ...said.extra, ...unread }),
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

/**
 * One number is written in several ways in one phone: without its separators and marks of direction, Chinese mobiles
 * without +86. Backups write `null` where there was none.
 */
export function numberOf(address: string): string {
  const plain = address.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  const bare = /^[+\d][\d\s().\-\u2010-\u2012]*$/.test(plain) ? plain.replace(/[\s().\-\u2010-\u2012]/g, '') : plain
  return bare === 'null' ? '' : (/^(?:\+?86|0086)(1[3-9]\d{9})$/.exec(bare)?.[1] ?? bare)
}

const MEDIA: readonly (readonly [string, Kind, string])[] = [
  ['image/', 'image', '[图片]'],
  ['audio/', 'voice', '[语音]'],
  ['video/', 'video', '[视频]'],
]

/** Parts of a multimedia message that are neither its text nor its layout. */
export function mediaOf(contentType: string): { kind: Kind; body: string }[] {
  if (contentType === 'text/plain' || contentType === 'application/smil') return []
  const known = MEDIA.find(([prefix]) => contentType.startsWith(prefix))
  return [known ? { kind: known[1], body: known[2] } : { kind: 'file', body: '[文件]' }]
}

const CALL_TYPES = ['', '来电', '去电', '未接', '语音信箱', '拒接', '拦截', '他机接听']

/** @param type Android's CallLog.Calls.TYPE: 1 incoming, 2 outgoing, 3 missed, 4 voicemail, 5 rejected, 6 blocked */
export function callBody(type: string, seconds: string): string {
  const how = CALL_TYPES[/^\d$/.test(type) ? Number(type) : 0] ?? ''
  return ['[通话]', how, `${seconds} 秒`].filter((word) => word !== '').join(' ')
}
