import type { Kind } from '@cunzhen/proof'
import type { NamedFile } from '../piece.ts'
import type { JsonObject } from '../syntax/json-value.ts'
import { baseName, namedFile, objectOf, objectsOf, wordOf } from './attached.ts'
import { type QqSaid, qqFile } from './qq-elements.ts'

// A message as QQ Chat Exporter writes it (github.com/shuakami/qq-chat-exporter): content.text as a person reads it,
// content.elements of {type, data}. The elements stay in the record's `extra`.

const KINDS: Readonly<Record<string, Kind>> = {
  text: 'text',
  at: 'text',
  markdown: 'text',
  image: 'image',
  audio: 'voice',
  voice: 'voice',
  ptt: 'voice',
  video: 'video',
  file: 'file',
  face: 'sticker',
  market_face: 'sticker',
  location: 'location',
  json: 'card',
  card: 'card',
  wallet: 'card',
  forward: 'forwarded',
  multi_forward: 'forwarded',
  calendar: 'event',
  call: 'call',
  system: 'system',
}

export function describeExported(message: JsonObject): QqSaid {
  const content = objectOf(message, 'content') ?? {}
  const elements = objectsOf(content, 'elements')
  const reply = elements.find((element) => wordOf(element, 'type') === 'reply')
  const data = reply ? (objectOf(reply, 'data') ?? {}) : {}
  return {
    kind: message.system === true ? 'system' : kindOf(elements, wordOf(content, 'text')),
    body: wordOf(content, 'text'),
    refersTo: wordOf(data, 'referencedMessageId') || wordOf(data, 'messageId'),
    files: elements.flatMap(filesOf),
  }
}

const FOLDERS: Readonly<Record<string, string>> = {
  image: 'images',
  audio: 'audios',
  voice: 'audios',
  ptt: 'audios',
  video: 'videos',
  file: 'files',
}

/** Where the exporter put it is said (`localPath`, or `url` without a host), or follows from its type and name. */
function filesOf(element: JsonObject): NamedFile[] {
  const type = wordOf(element, 'type')
  const data = objectOf(element, 'data')
  if (!data || !Object.hasOwn(FOLDERS, type)) return []
  const name = ['filename', 'fileName', 'name'].map((key) => wordOf(data, key)).find((word) => word !== '') ?? ''
  const file = qqFile(
    name,
    FOLDERS[type] ?? '',
    [wordOf(data, 'md5')],
    baseName(wordOf(data, 'localPath').replaceAll('\\', '/')),
  )
  const said = [wordOf(data, 'localPath'), wordOf(data, 'url')].flatMap((path) => namedFile(path).paths)
  return [{ ...file, paths: [...said, ...said.map((path) => `resources/${path}`), ...file.paths] }]
}

/** A text where anything of it is text; otherwise what its first element is; without elements, the text it shows. */
function kindOf(elements: readonly JsonObject[], text: string): Kind {
  const types = elements.map((element) => wordOf(element, 'type')).filter((type) => type !== 'reply')
  const kinds = types.map((type): Kind => (Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'unknown') : 'unknown'))
  if (kinds.includes('text')) return 'text'
  return kinds[0] ?? (text === '' ? 'unknown' : 'text')
}
