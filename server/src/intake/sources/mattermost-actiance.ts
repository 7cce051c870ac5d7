import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import type { Draft } from '../piece.ts'
import type { PartReader } from '../read-part.ts'
import { Unreadable } from '../syntax/json-value.ts'
import { readXml, type XmlElement } from '../syntax/xml-element.ts'
import { xmlSplitter } from '../syntax/xml-elements.ts'
import { attachedFile } from './attached.ts'
import { identityByContent, identityById } from './identity.ts'
import { readTime } from './times.ts'

// The compliance export for Actiance (Smarsh) Vantage: <FileDump> of <Conversation>, each with its room and what
// happened in it. Times are milliseconds since 1970.

const ITEMS = ['ParticipantEntered', 'ParticipantLeft', 'Message', 'FileTransferStarted', 'FileTransferEnded']
const EXPLAINING = ['RoomID', 'StartTimeUTC', 'EndTimeUTC']

interface Said {
  kind: Kind
  body: string
}

export function actianceReader(origin: string): PartReader {
  let room = ''
  let title = ''
  const splitter = xmlSplitter({
    records: [...ITEMS, ...EXPLAINING],
    containers: ['Conversation'],
    onRoot: () => undefined,
    onContainer(tag) {
      room = ''
      const whole = readXml(Buffer.concat([tag.subarray(0, -1), Buffer.from('/>')]))
      title = whole instanceof Unreadable ? '' : (whole.attributes.Perspective ?? '')
    },
  })
  return {
    splitter,
    read(bytes) {
      const element = readXml(bytes)
      if (element instanceof Unreadable) return element
      if (element.name === 'RoomID') room = element.text.trim()
      if (EXPLAINING.includes(element.name)) return null
      if (!ITEMS.includes(element.name)) return new Unreadable('not_a_message')
      return toDraft(element, { room: room || title, title }, origin)
    },
  }
}

function toDraft(element: XmlElement, place: { room: string; title: string }, origin: string): Draft | Unreadable {
  const values = new Map(element.children.map((child) => [child.name, child.text]))
  const sender = values.get('LoginName')
  const written = values.get('DateTimeUTC')
  const said = describe(element.name, values)
  if (sender === undefined || written === undefined || said === null) return new Unreadable('wrong_shape')
  const sourceTs = readTime(written.trim(), 'ms')
  const held = ['LoginName', 'MessageId', 'Content', ...(String(sourceTs) === written ? ['DateTimeUTC'] : [])]
  const rest = Object.fromEntries([...values].filter(([name]) => !held.includes(name)))
  const fields: RecordFields = {
    platform: 'mattermost',
    origin,
    sourceId: values.get('MessageId') ?? '',
    conversation: place.room,
    sender,
    senderName: '',
    recipients: '',
    sourceTs,
    kind: said.kind,
    refersTo: '',
    extra: canonicalJson({ element: element.name, ...rest }),
    body: said.body,
  }
  const counted = fields.sourceId === ''
  const content = canonicalJson([element.name, said.body, written, rest])
  return {
    fields,
    identity: counted ? identityByContent(fields, content) : identityById([fields.sourceId], fields, content),
    counted,
    conversationTitle: place.title,
    members: [{ account: sender, name: '' }],
  }
}

function describe(element: string, values: ReadonlyMap<string, string>): Said | null {
  if (element === 'ParticipantEntered') return { kind: 'system', body: '[加入会话]' }
  if (element === 'ParticipantLeft') return { kind: 'system', body: '[离开会话]' }
  if (element === 'Message') {
    const body = values.get('Content')
    return body === undefined ? null : { kind: 'text', body }
  }
  const { kind, line } = attachedFile(values.get('UserFileName') ?? values.get('FileName') ?? '')
  // the end of a transfer says how it went; the file itself was said at its start
  return element === 'FileTransferStarted' ? { kind, body: line } : { kind: 'event', body: `[传输结束] ${line}` }
}
