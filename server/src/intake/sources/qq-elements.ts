import type { Kind } from '@cunzhen/proof'
import type { NamedFile } from '../piece.ts'
import { isObject, type JsonObject, readJson, Unreadable } from '../syntax/json-value.ts'
import { baseName, fetchedFile, joinLines, objectOf, objectsOf, wordOf } from './attached.ts'
import { label, secondsOf } from './label.ts'

// What a message of QQ NT says, by the elements it is made of (NapCat's RawMessage: one member named after its type in
// each element). The elements themselves stay in the record's `extra`.

export interface QqSaid {
  kind: Kind
  body: string
  /** Id of the message that this one answers; ''. */
  refersTo: string
  files: NamedFile[]
}

interface Part {
  kind: Kind
  body: string
}

/** A forwarded record can hold forwarded records. */
const MOST_NESTED = 5

const PARTS: readonly (readonly [string, (element: JsonObject) => Part])[] = [
  ['textElement', (e) => ({ kind: 'text', body: wordOf(e, 'content') })],
  ['picElement', (e) => ({ kind: 'image', body: label('图片', wordOf(e, 'fileName')) })],
  ['fileElement', (e) => ({ kind: 'file', body: label('文件', wordOf(e, 'fileName')) })],
  ['pttElement', (e) => ({ kind: 'voice', body: label('语音', secondsOf(wordOf(e, 'duration')), wordOf(e, 'text')) })],
  ['videoElement', (e) => ({ kind: 'video', body: label('视频', wordOf(e, 'fileName')) })],
  ['faceElement', (e) => ({ kind: 'sticker', body: faceOf(wordOf(e, 'faceText')) })],
  ['marketFaceElement', (e) => ({ kind: 'sticker', body: faceOf(wordOf(e, 'faceName')) })],
  ['markdownElement', (e) => ({ kind: 'text', body: wordOf(e, 'content') })],
  ['arkElement', (e) => ({ kind: 'card', body: arkOf(wordOf(e, 'bytesData')) })],
  ['structMsgElement', (e) => ({ kind: 'card', body: label('卡片', briefOf(wordOf(e, 'xmlContent'))) })],
  ['multiForwardMsgElement', (e) => ({ kind: 'forwarded', body: briefOf(wordOf(e, 'xmlContent')) || '[聊天记录]' })],
  ['shareLocationElement', (e) => ({ kind: 'location', body: label('位置', wordOf(e, 'text')) })],
  ['walletElement', () => ({ kind: 'card', body: '[红包]' })],
  ['avRecordElement', (e) => ({ kind: 'call', body: label('通话', wordOf(e, 'text')) })],
  ['calendarElement', (e) => ({ kind: 'event', body: label('日程', wordOf(e, 'summary')) })],
  ['grayTipElement', grayTip],
]

export function describeQq(message: JsonObject, depth = 0): QqSaid {
  const elements = objectsOf(message, 'elements')
  const parts = elements.flatMap(partsOf)
  const records = depth < MOST_NESTED ? objectsOf(message, 'records') : []
  const forwarded = records.map((one) => recordLine(one, depth + 1))
  const inline = parts.map(({ body }) => body).join('')
  const reply = elements.map((element) => objectOf(element, 'replyElement')).find((found) => found !== null)
  return {
    kind: kindOf(parts),
    body: joinLines(inline.trim() === '' ? '' : inline, ...forwarded),
    refersTo: reply ? repliedTo(reply) : '',
    files: [
      ...elements.flatMap(filesOf),
      ...(depth < MOST_NESTED ? records.flatMap((one) => describeQq(one, depth + 1).files) : []),
    ],
  }
}

/** Elements that carry a file, and the folder in which the exporters put what they fetched of them. */
const FILES = [
  ['picElement', 'images'],
  ['fileElement', 'files'],
  ['pttElement', 'audios'],
  ['videoElement', 'videos'],
] as const

/** QQ keeps files on the device or fetches them; by name, or by the hash that is part of the device's names. */
function filesOf(element: JsonObject): NamedFile[] {
  for (const [name, folder] of FILES) {
    const inner = objectOf(element, name)
    if (!inner) continue
    const hashes = ['md5HexStr', 'fileMd5', 'videoMd5'].map((key) => wordOf(inner, key))
    const stored = baseName((wordOf(inner, 'sourcePath') || wordOf(inner, 'filePath')).replaceAll('\\', '/'))
    return [qqFile(wordOf(inner, 'fileName'), folder, hashes, stored)]
  }
  return []
}

/** @param stored the file's name on the device; '' */
export function qqFile(name: string, folder: string, keys: readonly string[], stored = ''): NamedFile {
  const file = fetchedFile(name, keys)
  const names = [stored, /[/\\]/.test(name) ? '' : name].filter((one) => one !== '')
  const paths = names.flatMap((one) => [`resources/${folder}/${one}`, `${folder}/${one}`])
  return { ...file, paths: [...paths, ...file.paths] }
}

function partsOf(element: JsonObject): Part[] {
  for (const [name, describe] of PARTS) {
    const inner = objectOf(element, name)
    if (inner) return [describe(inner)]
  }
  // a quote is told by the message it answers
  return objectOf(element, 'replyElement') ? [] : [{ kind: 'unknown', body: '' }]
}

/** A text where anything of it is text; otherwise what its first part is. */
function kindOf(parts: readonly Part[]): Kind {
  if (parts.some(({ kind, body }) => kind === 'text' && body.trim() !== '')) return 'text'
  return parts[0]?.kind ?? 'unknown'
}

function repliedTo(reply: JsonObject): string {
  const ids = ['sourceMsgIdInRecords', 'replayMsgId', 'replyMsgId'].map((key) => wordOf(reply, key))
  return ids.find((id) => id !== '' && id !== '0') ?? ''
}

function recordLine(message: JsonObject, depth: number): string {
  const { body } = describeQq(message, depth)
  const name = wordOf(message, 'sendMemberName') || wordOf(message, 'sendNickName')
  return name === '' ? body : `${name}：${body}`
}

/** 灰条: what the application itself says; taking a message back is one. */
function grayTip(tip: JsonObject): Part {
  const revoke = objectOf(tip, 'revokeElement')
  if (revoke) {
    const who =
      wordOf(revoke, 'operatorMemRemark') || wordOf(revoke, 'operatorRemark') || wordOf(revoke, 'operatorNick')
    return { kind: 'recall', body: `${who} 撤回了一条消息`.trim() }
  }
  const json = objectOf(tip, 'jsonGrayTipElement')
  const xml = objectOf(tip, 'xmlElement')
  const said = json ? wordOf(json, 'recentAbstract') : xml ? briefOf(wordOf(xml, 'content')) : ''
  return { kind: 'system', body: said || '[系统消息]' }
}

function faceOf(text: string): string {
  return text.startsWith('[') ? text : label('表情', text.replace(/^\//, ''))
}

/** A card is JSON in a string; its `prompt` is what a list of chats shows of it. */
export function arkOf(written: string): string {
  const ark = readJson(Buffer.from(written))
  if (ark instanceof Unreadable || !isObject(ark)) return '[卡片]'
  const prompt = wordOf(ark, 'prompt') || wordOf(ark, 'desc')
  return prompt.startsWith('[') ? prompt : label('卡片', prompt)
}

/** The `brief` of the XML of older messages: `<msg brief="[聊天记录]">`. */
function briefOf(xml: string): string {
  const brief = /\bbrief="([^"<]{0,500})"/.exec(xml)?.[1] ?? ''
  return brief.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
