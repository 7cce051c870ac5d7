import { canonicalJson } from '@cunzhen/proof'
import type { Draft, NamedFile } from '../piece.ts'
import { isObject, type JsonObject, readJson, Unreadable, without } from '../syntax/json-value.ts'
import { baseName, namedFile, objectOf, objectsOf, wordOf } from './attached.ts'
import { jsonLinesOrElements } from './jsonl.ts'
import { callBody, mediaOf, numberOf, type Said, smsDraft } from './sms-draft.ts'
import type { PartHead, Source, SourceFormat, SourceOptions } from './source.ts'

// SMS Import / Export (github.com/tmo1/sms-ie, README "(ND)JSON Structure"): rows of Android's own tables as JSON. Since
// 2.0 messages are `messages.ndjson` in a zip beside the files of multimedia messages in `data/`, with its own members
// under two underscores; before, one JSON array. Calls are an array. Row numbers (`_id`) change when a phone is
// restored, so a message is known by what it says, as in other phones' exports.

export const smsIe = {
  name: 'sms_ie',
  knowsNames: (names) => names.some((name) => baseName(name) === 'messages.ndjson'),
  knowsHead: headLooksLikeSmsIe,
  open: smsIeSource,
} as const satisfies SourceFormat<'sms_ie'>

function headLooksLikeSmsIe({ text }: PartHead): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  const has = (...keys: string[]) => keys.every((key) => new RegExp(`"${key}"\\s*:`).test(text))
  const isMessage = has('thread_id', 'date') && (has('address', 'body', 'type') || has('msg_box'))
  const isCall =
    has('number', 'duration', 'date', 'type') &&
    /"(phone_account_hidden|subscription_component_name|presentation|geocoded_location|countryiso)"\s*:/.test(text)
  return isMessage || isCall
}

function smsIeSource(options: SourceOptions): Source {
  return {
    rank: (name) => (baseName(name) === 'messages.ndjson' ? 0 : 1),
    reader(part) {
      // pictures and sounds of multimedia messages, by the names that the phone gave them
      if (!part.alone && /(^|\/)data\/[^/]+$/.test(part.name)) return null
      return {
        splitter: jsonLinesOrElements(part.text, []),
        read(bytes) {
          const row = readJson(bytes)
          if (row instanceof Unreadable) return row
          return isObject(row) ? readRow(row, options) : new Unreadable('not_a_message')
        },
      }
    },
    gaps: () => ({ knowable: false, gaps: [] }),
  }
}

function readRow(row: JsonObject, options: SourceOptions): Draft | Unreadable {
  if (own(row, 'parts') || 'msg_box' in row) return readMms(row, options)
  if ('number' in row && 'duration' in row) return readCall(row, options)
  if ('address' in row || 'body' in row) return readSms(row, options)
  return new Unreadable('not_a_message')
}

/** A member that the app added: with two underscores since 2.0, without them before. */
function own(row: JsonObject, key: string): string | null {
  if (Object.hasOwn(row, `__${key}`)) return `__${key}`
  return Object.hasOwn(row, key) ? key : null
}

function readSms(sms: JsonObject, options: SourceOptions): Draft | Unreadable {
  const type = wordOf(sms, 'type')
  const date = wordOf(sms, 'date')
  if (typeof sms.body !== 'string' || type === '' || date === '') return new Unreadable('wrong_shape')
  const address = wordOf(sms, 'address')
  const said: Said = { kind: 'text', body: sms.body, date, written: date, extra: restOf(sms, ['date', 'body']) }
  return numbered(smsDraft(said, [address], nameOf(sms), type === '1', options), 'sms', sms)
}

function readCall(call: JsonObject, options: SourceOptions): Draft | Unreadable {
  const type = wordOf(call, 'type')
  const date = wordOf(call, 'date')
  if (type === '' || date === '') return new Unreadable('wrong_shape')
  const body = callBody(type, wordOf(call, 'duration'))
  const said: Said = { kind: 'call', body, date, written: date, extra: restOf(call, ['date']) }
  const name = nameOf(call) || wordOf(call, 'name')
  return numbered(smsDraft(said, [wordOf(call, 'number')], name, type !== '2', options), 'call', call)
}

function readMms(mms: JsonObject, options: SourceOptions): Draft | Unreadable {
  const box = wordOf(mms, 'msg_box')
  const date = wordOf(mms, 'date')
  const sender = addressOf(mms, 'sender_address')
  const recipients = objectsOf(mms, own(mms, 'recipient_addresses') ?? '')
  const received = box === '1'
  const from = wordOf(sender ?? {}, 'address')
  const addresses = peopleOf(from, recipients, received, options.ownAccount)
  if (box === '' || date === '' || addresses.length === 0) return new Unreadable('wrong_shape')
  const parts = objectsOf(mms, own(mms, 'parts') ?? '')
  const texts = parts.filter((part) => wordOf(part, 'ct') === 'text/plain').map((part) => wordOf(part, 'text'))
  const media = parts.flatMap((part) => mediaOf(wordOf(part, 'ct')))
  const lines = [wordOf(mms, 'sub'), ...texts, ...media.map((one) => one.body)]
  const said: Said = {
    kind: media[0]?.kind ?? 'text',
    body: lines.filter((line) => line !== '').join('\n'),
    // seconds, unlike everywhere else in Android's tables
    date: /^\d{1,11}$/.test(date) ? `${date}000` : date,
    written: date,
    extra: restOf(mms, ['date']),
    // two pictures sent at one moment look alike but for their files
    content: canonicalJson(parts.map((part) => [wordOf(part, 'ct'), wordOf(part, 'text'), wordOf(part, '_data')])),
  }
  const name = addresses.length === 1 ? nameOf((received ? sender : recipients[0]) ?? {}) || nameOf(mms) : ''
  return { ...numbered(smsDraft(said, addresses, name, received, options, from), 'mms', mms), files: filesOf(parts) }
}

/** A part's `_data` is a path on the phone; the file of that name lies in the archive's folder `data`. */
function filesOf(parts: readonly JsonObject[]): NamedFile[] {
  return parts
    .filter((part) => mediaOf(wordOf(part, 'ct')).length > 0)
    .map((part) => {
      const stored = baseName(wordOf(part, '_data'))
      const file = namedFile(
        stored,
        wordOf(part, 'name') || wordOf(part, 'fn') || wordOf(part, 'cl'),
        wordOf(part, 'ct'),
      )
      return { ...file, paths: stored === '' ? [] : [`data/${stored}`] }
    })
}

/** All but the phone's owner: the only recipient of what was received, or the one of several whose number is told. */
function peopleOf(from: string, recipients: readonly JsonObject[], received: boolean, ownAccount: string): string[] {
  const owner = numberOf(ownAccount)
  const to = recipients.map((one) => wordOf(one, 'address'))
  const others = received && to.length === 1 ? [] : to.filter((one) => owner === '' || numberOf(one) !== owner)
  return [...(received ? [from] : []), ...others].filter((one) => one !== '' && one !== 'insert-address-token')
}

function addressOf(mms: JsonObject, key: string): JsonObject | null {
  return objectOf(mms, own(mms, key) ?? '')
}

function nameOf(row: JsonObject): string {
  return wordOf(row, '__display_name') || wordOf(row, 'display_name') || wordOf(row, 'display-name')
}

function numbered(draft: Draft, table: string, row: JsonObject): Draft {
  const id = wordOf(row, '_id')
  if (id !== '') draft.fields.sourceId = `${table}/${id}`
  return draft
}

/** What no field holds; columns that are null say nothing. */
function restOf(row: JsonObject, held: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(without(row, held)).filter(([, value]) => value !== null))
}
