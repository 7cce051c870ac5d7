import type { Kind } from '@cunzhen/proof'
import type { NamedFile } from '../piece.ts'
import type { Json, JsonObject } from '../syntax/json-value.ts'
import { isObject, member } from '../syntax/json-value.ts'
import { attachedFile, baseName, joinLines, namedFile, objectOf, objectsOf, wordOf, wordsOf } from './attached.ts'
import { label, secondsOf } from './label.ts'

export interface TelegramSaid {
  kind: Kind
  body: string
  /** Id of the message that this one answers or pins. */
  refersTo: string
}

const MEDIA: Readonly<Record<string, readonly [Kind, string]>> = {
  sticker: ['sticker', '贴纸'],
  voice_message: ['voice', '语音'],
  audio_file: ['voice', '音频'],
  video_message: ['video', '视频'],
  video_file: ['video', '视频'],
  animation: ['image', '动图'],
}
const CALLS = ['phone_call', 'group_call', 'group_call_scheduled', 'invite_to_group_call', 'conference_call']

/** What a message of an export says, by the members that only its type has. */
export function describeTelegram(message: JsonObject): TelegramSaid {
  const type = wordOf(message, 'type')
  if (type === 'service') return describeService(message)
  const text = textOf(member(message, 'text'))
  const shown = attachmentOf(message)
  // an answer to a message of another chat names an id that means something else here
  const refersTo = 'reply_to_peer_id' in message ? '' : wordOf(message, 'reply_to_message_id')
  const plain: Kind = type !== 'message' ? 'unknown' : 'forwarded_from' in message ? 'forwarded' : 'text'
  return { kind: shown?.kind ?? plain, body: joinLines(text, shown?.line ?? ''), refersTo }
}

/** `text` is a string, or a list of strings and entities ({type, text, …}). */
export function textOf(text: Json | undefined): string {
  if (!Array.isArray(text)) return typeof text === 'string' ? text : isObject(text) ? wordOf(text, 'text') : ''
  return text
    .map((piece) => (isObject(piece) ? wordOf(piece, 'text') : typeof piece === 'string' ? piece : ''))
    .join('')
}

function describeService(message: JsonObject): TelegramSaid {
  const action = wordOf(message, 'action')
  const words = [
    wordOf(message, 'title'),
    wordsOf(message, 'members').join('、'),
    wordOf(message, 'inviter'),
    wordOf(message, 'discard_reason'),
    secondsOf(wordOf(message, 'duration_seconds') || wordOf(message, 'duration')),
  ]
  return {
    kind: CALLS.includes(action) ? 'call' : 'system',
    body: joinLines(label(action, ...words), textOf(member(message, 'text'))),
    refersTo: wordOf(message, action === 'pin_message' ? 'message_id' : 'reply_to_message_id'),
  }
}

function attachmentOf(message: JsonObject): { kind: Kind; line: string } | null {
  const type = wordOf(message, 'media_type')
  const media = Object.hasOwn(MEDIA, type) ? MEDIA[type] : undefined
  const named = wordOf(message, 'file_name') || pathName(wordOf(message, 'file'))
  if (media) {
    const about = [wordOf(message, 'sticker_emoji'), wordOf(message, 'performer'), wordOf(message, 'title')]
    const length = secondsOf(wordOf(message, 'duration_seconds'))
    return { kind: media[0], line: label(media[1], ...about, about.every((word) => word === '') ? named : '', length) }
  }
  if ('photo' in message) return { kind: 'image', line: label('图片', pathName(wordOf(message, 'photo'))) }
  if ('file' in message) return attachedFile(named, wordOf(message, 'mime_type'))
  return shared(message)
}

/** Telegram writes a sentence instead of a path where it left a file out: "(File not included. …)". */
export function filesOf(message: JsonObject): NamedFile[] {
  const path = (key: string) => (wordOf(message, key).startsWith('(') ? '' : wordOf(message, key))
  const files: NamedFile[] = []
  if ('photo' in message) files.push(namedFile(path('photo')))
  if ('file' in message) files.push(namedFile(path('file'), wordOf(message, 'file_name'), wordOf(message, 'mime_type')))
  if ('contact_vcard' in message) files.push(namedFile(path('contact_vcard')))
  // a smaller picture of the file, made by Telegram
  if (path('thumbnail') !== '') files.push(namedFile(path('thumbnail')))
  return files
}

function shared(message: JsonObject): { kind: Kind; line: string } | null {
  const contact = objectOf(message, 'contact_information')
  if (contact) {
    const words = ['first_name', 'last_name', 'phone_number'].map((key) => wordOf(contact, key))
    return { kind: 'card', line: label('名片', ...words) }
  }
  const place = objectOf(message, 'location_information')
  if (place) {
    const at = [wordOf(place, 'latitude'), wordOf(place, 'longitude')].join(',')
    return { kind: 'location', line: label('位置', wordOf(message, 'place_name'), wordOf(message, 'address'), at) }
  }
  const poll = objectOf(message, 'poll')
  if (poll) {
    const answers = objectsOf(poll, 'answers').map((answer) => textOf(member(answer, 'text')))
    return { kind: 'card', line: joinLines(label('投票', textOf(member(poll, 'question'))), ...answers) }
  }
  const todo = objectOf(message, 'todo_list')
  if (todo) {
    const items = ['answers', 'items'].flatMap((key) => objectsOf(todo, key))
    const lines = items.map((item) => textOf(member(item, 'text')))
    return { kind: 'card', line: joinLines(label('待办', textOf(member(todo, 'title'))), ...lines) }
  }
  const dice = objectOf(message, 'dice')
  if (dice) return { kind: 'sticker', line: label('骰子', wordOf(dice, 'emoji'), wordOf(dice, 'value')) }
  if ('giveaway_information' in message) return { kind: 'card', line: '[抽奖]' }
  if ('game_title' in message) return { kind: 'card', line: label('游戏', wordOf(message, 'game_title')) }
  const invoice = objectOf(message, 'invoice_information')
  if (invoice) return { kind: 'card', line: label('账单', wordOf(invoice, 'title'), wordOf(invoice, 'description')) }
  return null
}

/** The name at the end of a path in the export; '' where Telegram wrote a sentence instead ("(File not included. …)"). */
function pathName(path: string): string {
  return path.startsWith('(') ? '' : baseName(path)
}
