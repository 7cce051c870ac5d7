import { isObject, type Json, type JsonObject, member } from '../syntax/json-value.ts'
import { joinLines, objectOf, objectsOf, wordOf, wordsOf } from './attached.ts'
import { label } from './label.ts'

// Rich text (open.feishu.cn, 富文本 post): paragraphs of tagged pieces.

/** A title, and paragraphs of tagged pieces; once more below a language where it is as it was sent. */
export function postText(content: JsonObject): string {
  const inner = innerOf(content)
  return joinLines(wordOf(inner, 'title'), ...linesOf(member(inner, 'content')))
}

function innerOf(content: JsonObject): JsonObject {
  if (Array.isArray(member(content, 'content'))) return content
  const post = objectOf(content, 'post') ?? content
  const languages = ['zh_cn', 'zh_hk', 'zh_tw', ...Object.keys(post)].map((name) => objectOf(post, name))
  return languages.find((one) => one !== null && Array.isArray(member(one, 'content'))) ?? content
}

export function piecesOf(content: JsonObject): JsonObject[] {
  const paragraphs = member(innerOf(content), 'content')
  if (!Array.isArray(paragraphs)) return []
  return paragraphs.flatMap((pieces) => (Array.isArray(pieces) ? pieces.filter(isObject) : []))
}

/** One line per paragraph. */
export function linesOf(paragraphs: Json | undefined): string[] {
  if (!Array.isArray(paragraphs)) return []
  return paragraphs.map((pieces) => (Array.isArray(pieces) ? pieces.filter(isObject).map(pieceText).join('') : ''))
}

const PIECES: Readonly<Record<string, (piece: JsonObject) => string>> = {
  a: (p) => joinWords(wordOf(p, 'text'), wordOf(p, 'href')),
  at: (p) => `@${wordOf(p, 'user_name') || wordOf(p, 'user_id').replace(/^@/, '')}`,
  img: () => '[图片]',
  media: () => '[视频]',
  emotion: (p) => label('表情', wordOf(p, 'emoji_type')),
  hr: () => '---',
  button: (p) => `[${wordOf(p, 'text')}]`,
  note: (p) => objectsOf(p, 'elements').map(pieceText).join(''),
  select_static: (p) => [wordOf(p, 'placeholder'), ...wordsOf(p, 'options')].join(' '),
  date_picker: (p) => joinWords(wordOf(p, 'placeholder'), wordOf(p, 'initial_date')),
}

function pieceText(piece: JsonObject): string {
  const tag = wordOf(piece, 'tag')
  const describe = Object.hasOwn(PIECES, tag) ? PIECES[tag] : undefined
  return describe ? describe(piece) : wordOf(piece, 'text')
}

function joinWords(...words: string[]): string {
  return words.filter((word) => word !== '').join(' ')
}
