import { ZipWriter } from '../containers/zip.ts'
import type { ChatDay } from './documents.ts'
import { cell, type ShownRow } from './shown-rows.ts'

// Relativity Short Message Format 2.0.0: an e-mail (RFC 5322) with the text that is indexed as its body and one attachment, rsmf.zip,
// that holds rsmf_manifest.json and nothing else. Field reference: help.relativity.com, "RSMF short message fields" (2026-06-24);
// schema: relativitydev/rsmf-validator-samples, rsmf_schema_2_0_0.json. Text and manifest are made of the same masked cells.

export interface RsmfContext {
  /** Of the export. */
  number: string
  house: string
  language: 'zh' | 'en'
  /** Name of the mask policy. */
  policy: string
}

export interface RsmfFile {
  /** The .rsmf file, seven bits a byte. */
  eml: Buffer
  /** The text that is indexed. */
  text: string
  participants: readonly string[]
  /** As the header has them; null where every row is undated. */
  begin: string | null
  end: string | null
}

interface Participant {
  id: string
  display: string
  account_id?: string
}

export async function rsmfFile(day: ChatDay, context: RsmfContext): Promise<RsmfFile> {
  const people = participantsOf(day, context)
  const times = day.rows.flatMap((row) => isoTime(cell(row, 'time')) ?? [])
  const [begin = null] = times
  const end = times.at(-1) ?? null
  const manifest = manifestOf(day, context, people)
  const zip = await zipped('rsmf_manifest.json', JSON.stringify(manifest))
  const text = textOf(day, context)
  const displays = [...people.values()].map(({ display }) => display)
  const eml = emailOf({ day, context, people: [...people.values()], begin, end, zip, text })
  return { eml, text, participants: displays, begin, end }
}

const UNKNOWN = { zh: '〖发送人不明〗', en: '〖sender unknown〗' }
const NO_TEXT = { zh: '〖无文字〗', en: '〖no text〗' }

/** One for each account and name that sent something in these rows. */
function participantsOf(day: ChatDay, { language }: RsmfContext): Map<string, Participant> {
  const people = new Map<string, Participant>()
  for (const row of day.rows) {
    const key = senderKey(row)
    if (people.has(key)) continue
    const account = cell(row, 'sender')
    const display = cell(row, 'senderName') || account || UNKNOWN[language]
    people.set(key, { id: `P${people.size + 1}`, display, ...(account === '' ? {} : { account_id: account }) })
  }
  return people
}

function senderKey(row: ShownRow): string {
  return `${cell(row, 'sender')}\n${cell(row, 'senderName')}`
}

function manifestOf(day: ChatDay, context: RsmfContext, people: ReadonlyMap<string, Participant>): object {
  const [first] = day.rows
  const id = `C${day.conv}`
  const events = new Map<string, string>() // a source's number of a message, to its event here
  for (const row of day.rows) if (isShown(cell(row, 'sourceId'))) events.set(cell(row, 'sourceId'), eventId(row))
  const participants = [...people.values()]
  return {
    version: '2.0.0',
    eventcollectionid: collectionOf(day, context),
    participants,
    conversations: [
      {
        id,
        display: (first && cell(first, 'conversation')) || id,
        platform: (first && cell(first, 'platform')) || 'unknown',
        // who wrote in these rows; nobody joins or leaves by what is shown
        type: participants.length > 2 ? 'channel' : 'direct',
        participants: participants.map((each) => each.id),
        custom: [
          { name: 'export', value: context.number },
          { name: 'issued_by', value: context.house || 'unknown' },
        ],
      },
    ],
    events: day.rows.map((row) => eventOf(row, id, context, people, events)),
  }
}

function eventOf(
  row: ShownRow,
  conversation: string,
  context: RsmfContext,
  people: ReadonlyMap<string, Participant>,
  events: ReadonlyMap<string, string>,
): object {
  const id = eventId(row)
  const timestamp = isoTime(cell(row, 'time'))
  const refersTo = cell(row, 'refersTo')
  const parent = isShown(refersTo) ? events.get(refersTo) : undefined
  return {
    id,
    type: 'message',
    conversation,
    participant: people.get(senderKey(row))?.id ?? 'P1',
    ...(timestamp === null ? {} : { timestamp }),
    body: cell(row, 'body') || NO_TEXT[context.language],
    // only an earlier event of this file can be its parent: a thread never closes on itself
    ...(parent !== undefined && numberOf(parent) < numberOf(id) ? { parent } : {}),
    custom: customOf(row, context).map(([name, value]) => ({ name, value: value || '-' })),
  }
}

function customOf(row: ShownRow, { number, policy }: RsmfContext): [name: string, value: string][] {
  const custom: [string, string][] = [
    ['record', `${number}/${cell(row, 'row')}`],
    ['digest', cell(row, 'digest')],
    ['ledger_index', cell(row, 'entry')],
    ['kind', cell(row, 'kind')],
    ['archived', cell(row, 'archived')],
    ['redaction', row.kinds.length === 0 ? 'none' : `${policy}: ${row.kinds.join(', ')}`],
    ['masked_characters', cell(row, 'masked')],
  ]
  for (const name of ['recipients', 'sourceId', 'refersTo'] as const) {
    const value = cell(row, name)
    if (value !== '') custom.push([name, value])
  }
  if (isoTime(cell(row, 'time')) === null) custom.push(['time', cell(row, 'time') || 'undated'])
  return custom
}

function eventId(row: ShownRow): string {
  return `E${cell(row, 'row')}`
}

function numberOf(event: string): number {
  return Number(event.slice(1))
}

/** Neither empty nor withheld. */
function isShown(text: string): boolean {
  return text !== '' && !text.startsWith('〖')
}

/** `2026-01-02T10:00:00+08:00` of a time cell; null of any other text. */
function isoTime(time: string): string | null {
  const found = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{3})?) ([+-]\d{2}:\d{2})$/.exec(time)
  return found === null ? null : `${found[1]}T${found[2]}${found[3]}`
}

/** The same over all days of a conversation, so that a platform puts them together. */
function collectionOf({ conv }: ChatDay, { number }: RsmfContext): string {
  return `${number}-C${conv}`
}

function textOf(day: ChatDay, { language }: RsmfContext): string {
  const lines = day.rows.map((row) => {
    const who = cell(row, 'senderName') || cell(row, 'sender') || UNKNOWN[language]
    return `[${cell(row, 'time')}] ${who}: ${cell(row, 'body') || NO_TEXT[language]}`
  })
  return `${lines.join('\r\n')}\r\n`
}

async function zipped(name: string, content: string): Promise<Buffer> {
  const parts: Buffer[] = []
  const zip = new ZipWriter(async (bytes) => void parts.push(Buffer.from(bytes)), null)
  await zip.add(name, content)
  await zip.end()
  return Buffer.concat(parts)
}

interface Email {
  day: ChatDay
  context: RsmfContext
  people: readonly Participant[]
  begin: string | null
  end: string | null
  zip: Buffer
  text: string
}

const BOUNDARY = 'cunzhen-rsmf-2'

function emailOf({ day, context, people, begin, end, zip, text }: Email): Buffer {
  const [first] = day.rows
  const conversation = (first && cell(first, 'conversation')) || `C${day.conv}`
  const headers: (string | null)[] = [
    'X-RSMF-Version: 2.0.0',
    'X-RSMF-Generator: Cunzhen',
    begin && `X-RSMF-BeginDate: ${begin}`,
    end && `X-RSMF-EndDate: ${end}`,
    `X-RSMF-EventCount: ${day.rows.length}`,
    'X-RSMF-AttachmentCount: 0',
    folded('X-RSMF-Application', [(first && cell(first, 'platform')) || 'unknown']),
    folded('X-RSMF-Custodian', [context.house || 'unknown']),
    folded(
      'X-RSMF-Participants',
      people.map(({ display }) => display),
    ),
    folded('X-RSMF-EventCollectionID', [collectionOf(day, context)]),
    mailboxes('From', [[context.house || 'unknown', 'house']]),
    mailboxes(
      'To',
      people.map(({ display, id }) => [display, id.toLowerCase()]),
    ),
    folded('Subject', [`${context.number} ${conversation} ${day.day}`]),
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
  ]
  const parts = [
    headers.filter((each) => each !== null).join('\r\n'),
    '',
    `--${BOUNDARY}`,
    'Content-Type: text/plain; charset="utf-8"',
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(Buffer.from(text)),
    `--${BOUNDARY}`,
    'Content-Type: application/zip; name="rsmf.zip"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="rsmf.zip"',
    '',
    base64Lines(zip),
    `--${BOUNDARY}--`,
    '',
  ]
  return Buffer.from(parts.join('\r\n'), 'latin1')
}

function base64Lines(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
}

/** A header of words, each encoded where it must be (RFC 2047), on as many lines as it takes. */
function folded(name: string, words: readonly string[]): string {
  return `${name}: ${words.map(encoded).join(',\r\n ')}`
}

function mailboxes(name: string, people: readonly (readonly [display: string, local: string])[]): string {
  return `${name}: ${people.map(([display, local]) => `${encoded(display)}\r\n <${local}@records.invalid>`).join(',\r\n ')}`
}

/** RFC 2047 section 2: an encoded word has at most 75 characters, and no character is cut in two. */
function encoded(text: string): string {
  if (/^[A-Za-z0-9 _.#/-]{1,60}$/.test(text) && text.trim() === text) return text
  const words: string[] = []
  let piece = ''
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > 42) {
      words.push(piece)
      piece = ''
    }
    piece += character
  }
  words.push(piece)
  return words.map((each) => `=?utf-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ')
}
