import { fromUtf8, writeUtf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'

// Canonical record, version 1: formats/canonical-record.md. One record has one byte form; anything else is refused.

export const FIELDS = [
  'platform',
  'origin',
  'sourceId',
  'conversation',
  'sender',
  'senderName',
  'recipients',
  'sourceTs',
  'kind',
  'refersTo',
  'extra',
  'body',
] as const
export type Field = (typeof FIELDS)[number]

export const KINDS = [
  'text',
  'image',
  'voice',
  'video',
  'file',
  'location',
  'card',
  'link',
  'forwarded',
  'recall',
  'edit',
  'reaction',
  'sticker',
  'call',
  'system',
  'event',
  'unknown',
] as const
export type Kind = (typeof KINDS)[number]

export interface RecordFields {
  /** System the message came from: 'slack', 'sms', 'wecom', a mapping's own word. */
  platform: string
  /** Device, workspace or tenant whose export it is. */
  origin: string
  /** The message's id in its source; '' when the source has none. */
  sourceId: string
  /** The conversation's id in its source. */
  conversation: string
  /** The sender's account in its source. */
  sender: string
  /** The sender's name as the source showed it. */
  senderName: string
  /** Canonical JSON array of accounts; '' when the source names none. */
  recipients: string
  /** Milliseconds UTC as the source says; null = undated. */
  sourceTs: number | null
  kind: Kind
  /** Source id of the original of a recall, edit, reply or reaction; ''. */
  refersTo: string
  /** Canonical JSON object of what the source said besides; ''. */
  extra: string
  body: string
}

export const RECORD_VERSION = 1
export const SEED_SIZE = 16
const KIND_SET: ReadonlySet<string> = new Set(KINDS)
/** Four varint bytes: 2^28 - 1. */
const MAX_FIELD = 0x0fffffff

let room = new Uint8Array(64 * 1024)

/**
 * version(1) ‖ seed(16) ‖ per field of FIELDS: varint length ‖ bytes.
 * Throws ProofError 'bad_seed', 'lone_surrogate', 'bad_kind', 'bad_time', 'too_long', 'bad_field'.
 */
export function encodeRecord(seed: Uint8Array, fields: RecordFields): Uint8Array {
  checkFields(seed, fields)
  const most = largestEncoding(fields)
  if (room.length < most) room = new Uint8Array(most)
  room[0] = RECORD_VERSION
  room.set(seed, 1)
  let at = 1 + SEED_SIZE
  for (const field of FIELDS) {
    at = field === 'sourceTs' ? writeTime(fields.sourceTs, at) : writeText(field, fields[field], at)
  }
  return room.slice(0, at)
}

/**
 * The only reader of encodeRecord's bytes. Throws ProofError 'bad_version', 'truncated', 'trailing_bytes', 'bad_length'
 * (a varint that could be shorter), 'bad_utf8' (lone surrogates have no strict UTF-8), 'bad_kind', 'bad_time'.
 */
export function decodeRecord(bytes: Uint8Array): { seed: Uint8Array; fields: RecordFields } {
  if (bytes[0] !== RECORD_VERSION) throw new ProofError('bad_version')
  if (bytes.length < 1 + SEED_SIZE) throw new ProofError('truncated', 'seed')
  const cursor: Cursor = { bytes, at: 1 + SEED_SIZE }
  const fields: RecordFields = {
    platform: readText(cursor, 'platform'),
    origin: readText(cursor, 'origin'),
    sourceId: readText(cursor, 'sourceId'),
    conversation: readText(cursor, 'conversation'),
    sender: readText(cursor, 'sender'),
    senderName: readText(cursor, 'senderName'),
    recipients: readText(cursor, 'recipients'),
    sourceTs: decodeTime(readBytes(cursor, 'sourceTs')),
    kind: checkedKind(readText(cursor, 'kind')),
    refersTo: readText(cursor, 'refersTo'),
    extra: readText(cursor, 'extra'),
    body: readText(cursor, 'body'),
  }
  if (cursor.at !== bytes.length) throw new ProofError('trailing_bytes')
  return { seed: new Uint8Array(bytes.subarray(1, 1 + SEED_SIZE)), fields } // a copy, also where slice gives a view (Buffer)
}

/** What the record's commitment and encoding both demand of their input. */
export function checkFields(seed: Uint8Array, fields: RecordFields): void {
  if (seed.length !== SEED_SIZE) throw new ProofError('bad_seed')
  checkedKind(fields.kind)
  if (fields.sourceTs !== null && !Number.isSafeInteger(fields.sourceTs)) throw new ProofError('bad_time', 'sourceTs')
  for (const field of FIELDS) {
    if (field === 'sourceTs') continue
    const text = fields[field]
    if (typeof text !== 'string') throw new ProofError('bad_field', field)
    if (!text.isWellFormed()) throw new ProofError('lone_surrogate', field)
  }
}

/** Bytes of a source time in record and commitment: empty = undated, else big-endian int64 milliseconds. */
export function timeBytes(time: number | null): Uint8Array {
  if (time === null) return new Uint8Array(0)
  if (!Number.isSafeInteger(time)) throw new ProofError('bad_time', 'sourceTs')
  const high = Math.floor(time / 2 ** 32)
  const bytes = new Uint8Array(8) // every record takes this way twice, and a DataView costs more than the rest of it
  for (let at = 0; at < 4; at++) bytes[at] = high >>> (24 - 8 * at)
  for (let at = 0; at < 4; at++) bytes[4 + at] = time >>> (24 - 8 * at)
  return bytes
}

function decodeTime(bytes: Uint8Array): number | null {
  if (bytes.length === 0) return null
  if (bytes.length !== 8) throw new ProofError('bad_time', 'sourceTs')
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0))
  if (!Number.isSafeInteger(time)) throw new ProofError('bad_time', 'sourceTs')
  return time
}

function checkedKind(text: string): Kind {
  if (!KIND_SET.has(text)) throw new ProofError('bad_kind')
  return text as Kind // just found in the set
}

function largestEncoding(fields: RecordFields): number {
  let most = 1 + SEED_SIZE + FIELDS.length * 4 + 8
  for (const field of FIELDS) if (field !== 'sourceTs') most += fields[field].length * 3
  return most
}

function writeTime(time: number | null, at: number): number {
  const bytes = timeBytes(time)
  room[at] = bytes.length
  room.set(bytes, at + 1)
  return at + 1 + bytes.length
}

function writeText(field: Field, text: string, at: number): number {
  // the length's own size depends on the length: guess one byte, move the text when it needs more
  const length = writeUtf8(room, text, at + 1)
  if (length < 0x80) {
    room[at] = length
    return at + 1 + length
  }
  if (length > MAX_FIELD) throw new ProofError('too_long', field)
  const size = length < 0x4000 ? 2 : length < 0x200000 ? 3 : 4
  room.copyWithin(at + size, at + 1, at + 1 + length)
  let rest = length
  for (let i = 0; i < size - 1; i++) {
    room[at + i] = (rest & 0x7f) | 0x80
    rest >>= 7
  }
  room[at + size - 1] = rest
  return at + size + length
}

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

function readText(cursor: Cursor, field: Field): string {
  return fromUtf8(readBytes(cursor, field))
}

function readBytes(cursor: Cursor, field: Field): Uint8Array {
  const length = readLength(cursor, field)
  const end = cursor.at + length
  if (end > cursor.bytes.length) throw new ProofError('truncated', field)
  const bytes = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return bytes
}

/** LEB128, at most four bytes, no byte more than needed. */
function readLength(cursor: Cursor, field: Field): number {
  let length = 0
  for (let size = 0; size < 4; size++) {
    const byte = cursor.bytes[cursor.at++]
    if (byte === undefined) throw new ProofError('truncated', field)
    length |= (byte & 0x7f) << (7 * size)
    if (byte < 0x80) {
      if (byte === 0 && size > 0) throw new ProofError('bad_length', field)
      return length
    }
  }
  throw new ProofError('bad_length', field)
}
