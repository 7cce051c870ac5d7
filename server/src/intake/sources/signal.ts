import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft, NamedFile } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { readText, Unreadable } from '../syntax/json-value.ts'
import { lineGroupSplitter } from '../syntax/line-groups.ts'
import { attachedFile, baseName, namedFile } from './attached.ts'
import { identityByContent } from './identity.ts'
import { zoneAssumed, zoneOf } from './local-time.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'
import { readTime } from './times.ts'

/**
 * signal-export's text (github.com/carderne/signal-export): one `chat.md` per conversation in a folder of its name, or
 * that text by itself. `[2019-12-24, 12:23] name: text` starts a message, in local time; attachments are written
 * `![name](path)`. There are no ids.
 */
export const signal = {
  name: 'signal',
  knowsHead: ({ name, text }) => text.split('\n', 20).some((line) => isOwn(line, name)),
  open: signalSource,
} as const satisfies SourceFormat<'signal'>

const FRONT = /^\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d)(?::\d\d)?\] ([^:\n]{1,100}): ?/
const TIME = /^\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d(?::\d\d)?)\]/

/** WhatsApp on an iPhone that writes dates as Signal does writes seconds too. */
function isOwn(line: string, name: string): boolean {
  return FRONT.test(line) && (/\.md$/i.test(name) || TIME.exec(line)?.[2]?.length === 5)
}

function signalSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader: (part) => (/\.(md|txt)$/i.test(part.name) || part.alone ? chatReader(part, options) : null),
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function chatReader(part: PartHead, options: SourceOptions): PartReader | null {
  if (!part.text.split('\n').some((line) => FRONT.test(line))) return null
  const chat = chatOf(part.name)
  return {
    splitter: lineGroupSplitter((line) => (FRONT.test(line) ? 'start' : 'more')),
    read(bytes) {
      const text = readText(bytes)
      return text instanceof Unreadable ? text : toDraft(text.replace(/\r\n/g, '\n').trimEnd(), chat, options)
    },
  }
}

function toDraft(text: string, chat: string, options: SourceOptions): Draft | Unreadable {
  const front = FRONT.exec(text)
  const written = TIME.exec(text)
  if (!front || !written) return new Unreadable('not_a_message')
  const zone = zoneOf(options)
  const body = text.slice(front[0].length)
  const name = front[3] ?? ''
  // what Signal itself says of a conversation has no sender
  const sender = name === 'No-Sender' ? '' : name
  const sourceTs = readTime(`${written[1]} ${written[2]}`, 'local', zone)
  const fields: RecordFields = {
    platform: 'signal',
    origin: options.origin,
    sourceId: '',
    conversation: chat,
    sender,
    senderName: sender,
    recipients: '',
    sourceTs,
    kind: sender === '' ? 'system' : kindOf(body),
    refersTo: '',
    extra: canonicalJson({ written: written[0], ...(sourceTs === null ? {} : zoneAssumed(zone)) }),
    body,
  }
  return {
    fields,
    identity: identityByContent(fields),
    counted: true,
    conversationTitle: chat,
    members: sender === '' ? [] : [{ account: sender, name: sender }],
    files: filesOf(body),
  }
}

const ATTACHED = /!?\[([^[\]\n]{0,200})\]\((?:\.\/)?(media\/[^)\n]{1,300})\)/g

function filesOf(body: string): NamedFile[] {
  return Array.from(body.matchAll(ATTACHED), ([, name = '', path = '']) => namedFile(path, name))
}

/** By the first attachment: `![a.jpg](media/a.jpg)` is shown, `[a.pdf](media/a.pdf)` is not. */
function kindOf(body: string): Kind {
  const found = /(!?)\[[^[\]\n]{0,200}\]\((?:\.\/)?media\/([^)\n]{1,300})\)/.exec(body)
  if (!found) return 'text'
  const { kind } = attachedFile(found[2] ?? '')
  return kind === 'file' && found[1] === '!' ? 'image' : kind
}

function chatOf(path: string): string {
  const base = baseName(path)
  const folder = baseName(path.slice(0, Math.max(0, path.length - base.length - 1)))
  return /^(chat|index)\.(md|txt)$/i.test(base) && folder !== '' ? folder : base.replace(/\.(md|txt)$/i, '')
}
