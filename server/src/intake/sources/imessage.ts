import { canonicalJson, type Kind, type RecordFields } from '@cunzhen/proof'
import { SECOND } from '#base'
import type { Draft, NamedFile } from '../piece.ts'
import { type Plist, readBinaryPlist } from '../syntax/binary-plist.ts'
import { Unreadable } from '../syntax/json-value.ts'
import { wholeItem } from '../syntax/whole-item.ts'
import { identityByContent } from './identity.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'

// What iMessage keeps of a message's words in its database, saved as files: the column `attributedBody`, an
// NSAttributedString in Apple's typedstream (gnustep, typedstream.h; format described by ReagentX/imessage-exporter), and
// `message_summary_info`, a binary property list with the versions of an edited message and what of it was unsent. Who
// wrote it to whom stands elsewhere in that database: such a message has no sender, and no time but that of its edits.

const STREAM = Buffer.from('\x04\x0bstreamtyped', 'latin1')
const PLIST = Buffer.from('bplist00', 'latin1')
/** Type `+`, a string of bytes; the first of a stream is the text. */
const TEXT = Buffer.from([0x84, 0x01, 0x2b])
/** Stands in a text for what was attached there. */
const ATTACHMENT = '\ufffc'
/** Apple counts from 2001-01-01. */
const EPOCH = Date.UTC(2001, 0, 1)

export const imessage = {
  name: 'imessage',
  knowsHead: headLooksLikeImessage,
  open: imessageSource,
} as const satisfies SourceFormat<'imessage'>

function headLooksLikeImessage({ text }: PartHead): boolean {
  if (text.startsWith(STREAM.toString('latin1'))) return true
  return text.startsWith('bplist00') && /otr/.test(text) && /(amc|ust)/.test(text) && /(ec|rp)/.test(text)
}

function imessageSource(options: SourceOptions): Source {
  return {
    rank: () => 0,
    reader(part) {
      if (!part.alone && !headLooksLikeImessage(part)) return null
      const name = part.name.slice(part.alone ? part.name.lastIndexOf('/') + 1 : 0).replace(/\.[^./]*$/, '')
      return { splitter: wholeItem(), isBinary: true, read: (bytes) => readBlob(bytes, name, options.origin) }
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function readBlob(bytes: Buffer, name: string, origin: string): readonly Draft[] | Unreadable {
  if (bytes.subarray(0, STREAM.length).equals(STREAM)) {
    const text = streamText(bytes)
    if (text instanceof Unreadable) return text
    const draft = toDraft({ kind: kindOf(text), text, at: null, id: '', refersTo: '' }, name, origin, bytes)
    return [{ ...draft, files: filesOf(bytes) }]
  }
  if (!bytes.subarray(0, PLIST.length).equals(PLIST)) return new Unreadable('not_a_message')
  const summary = readBinaryPlist(bytes)
  if (summary === null) return new Unreadable('wrong_shape')
  return readSummary(summary, bytes, name, origin)
}

/** The text of an NSAttributedString. */
function streamText(stream: Buffer): string | Unreadable {
  const mark = stream.indexOf(TEXT)
  if (mark < 0) return new Unreadable('wrong_shape')
  const length = lengthAt(stream, mark + TEXT.length)
  if (length === null || length.start + length.count > stream.length) return new Unreadable('truncated')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      stream.subarray(length.start, length.start + length.count),
    )
  } catch {
    return new Unreadable('bad_encoding')
  }
}

/** Stands before the id under which Messages keeps an attachment: Attachments/…/ID/name. */
const TRANSFER = '__kIMFileTransferGUIDAttributeName'
const TRANSFER_ID = /^[\s\S]{1,12}?((?:at_\d{1,4}_)?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})/

function filesOf(stream: Buffer): NamedFile[] {
  const ids = new Set<string>()
  for (let at = stream.indexOf(TRANSFER); at >= 0; at = stream.indexOf(TRANSFER, at + TRANSFER.length)) {
    const start = at + TRANSFER.length
    const id = TRANSFER_ID.exec(stream.toString('latin1', start, start + 64))?.[1]
    if (id !== undefined) ids.add(id)
  }
  return [...ids].map((id) => ({ paths: [], name: '', type: '', keys: [id] }))
}

/** One byte; or 0x81 and two, or 0x82 and four, the lowest first. */
function lengthAt(stream: Buffer, at: number): { count: number; start: number } | null {
  const first = stream[at]
  if (first === undefined) return null
  if (first < 0x80) return { count: first, start: at + 1 }
  const size = first === 0x81 ? 2 : first === 0x82 ? 4 : 0
  return size === 0 || at + 1 + size > stream.length
    ? null
    : { count: stream.readUIntLE(at + 1, size), start: at + 1 + size }
}

interface Said {
  kind: Kind
  text: string
  at: number | null
  id: string
  refersTo: string
}

/** `ec`: per part of the message its versions, the first of them the original; `rp`: the parts that were unsent. */
function readSummary(summary: Plist, bytes: Buffer, name: string, origin: string): readonly Draft[] | Unreadable {
  if (!isDict(summary)) return new Unreadable('wrong_shape')
  const edits = isDict(summary.ec) ? summary.ec : {}
  const all: Said[] = []
  for (const [part, versions] of Object.entries(edits)) {
    if (!Array.isArray(versions)) return new Unreadable('wrong_shape')
    for (const [no, version] of versions.entries()) {
      const said = versionOf(version, part, no)
      if (said instanceof Unreadable) return new Unreadable(said.reason, versions.length)
      all.push(said)
    }
  }
  for (const part of Array.isArray(summary.rp) ? summary.rp : []) {
    all.push({ kind: 'recall', text: '', at: null, id: `${part}/unsent`, refersTo: `${part}/0` })
  }
  if (all.length === 0) return new Unreadable('not_a_message')
  return all.map((said, no) => toDraft(said, name, origin, no === 0 ? bytes : null))
}

function versionOf(version: Plist, part: string, no: number): Said | Unreadable {
  const text = isDict(version) && Buffer.isBuffer(version.t) ? streamText(version.t) : new Unreadable('wrong_shape')
  if (text instanceof Unreadable || !isDict(version)) return new Unreadable('wrong_shape')
  const seconds = typeof version.d === 'number' && Number.isFinite(version.d) ? version.d : null
  const at = seconds === null ? null : EPOCH + Math.round(seconds * SECOND)
  return {
    kind: no === 0 ? kindOf(text) : 'edit',
    text,
    at,
    id: `${part}/${no}`,
    refersTo: no === 0 ? '' : `${part}/0`,
  }
}

function kindOf(text: string): Kind {
  const words = text.replaceAll(ATTACHMENT, '').trim()
  if (words === '' && text !== '') return 'file'
  return /^https?:\/\/\S+$/.test(words) ? 'link' : 'text'
}

/** @param bytes the blob, kept with the first record that was read from it */
function toDraft(said: Said, name: string, origin: string, bytes: Buffer | null): Draft {
  const fields: RecordFields = {
    platform: 'imessage',
    origin,
    sourceId: said.id,
    conversation: name,
    sender: '',
    senderName: '',
    recipients: '',
    sourceTs: said.at,
    kind: said.kind,
    refersTo: said.refersTo,
    extra: bytes ? canonicalJson({ blob: bytes.toString('base64') }) : '',
    body: said.text.replaceAll(ATTACHMENT, '[附件]'),
  }
  return {
    fields,
    identity: identityByContent(fields, canonicalJson([said.id, said.text])),
    counted: true,
    conversationTitle: name,
    members: [],
  }
}

function isDict(value: Plist | undefined): value is { [key: string]: Plist } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)
}
