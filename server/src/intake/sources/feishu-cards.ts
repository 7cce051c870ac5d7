import { isObject, type Json, type JsonObject, member, readJson, Unreadable } from '../syntax/json-value.ts'
import { joinLines, objectOf, wordOf } from './attached.ts'
import { linesOf } from './feishu-post.ts'
import { label } from './label.ts'

// Cards (open.feishu.cn, 卡片结构): as they are received, a title and lines of pieces; as they are sent, a header and
// elements within elements, in version 2.0 below `body`; or the values that go into a template.

export function describeCard(content: JsonObject): { kind: 'card'; body: string } {
  const card = cardIn(content)
  const elements = member(card, 'elements')
  const isReceived = Array.isArray(elements) && elements.every(Array.isArray)
  const header = objectOf(card, 'header') ?? {}
  const title = wordOf(card, 'title') || wordsIn(member(header, 'title')).join(' ')
  const lines = isReceived ? linesOf(elements) : [...wordsIn(member(header, 'subtitle')), ...wordsOfCard(card)]
  return { kind: 'card', body: joinLines(label('卡片', title), ...lines) }
}

/** The card itself where it stands as JSON in a string. */
function cardIn(content: JsonObject): JsonObject {
  const written = wordOf(content, 'json_card')
  const card = written === '' ? content : readJson(Buffer.from(written))
  return card instanceof Unreadable || !isObject(card) ? content : card
}

/** Members that hold words, or elements that do, in the order in which a card shows them. */
const SHOWN =
  'property header title text content fields columns display_name elements extra actions options rows confirm placeholder'.split(
    ' ',
  )

function wordsOfCard(card: JsonObject): string[] {
  const body = objectOf(card, 'body') ?? card
  const translated = objectOf(card, 'i18n_elements') ?? objectOf(body, 'i18n_elements') ?? {}
  const elements = member(body, 'elements') ?? member(translated, 'zh_cn') ?? Object.values(translated)[0]
  const values = objectOf(objectOf(card, 'data') ?? {}, 'template_variable') ?? {}
  return [...wordsIn(elements), ...Object.values(values).flatMap(wordsIn)]
}

/** How deep a value may lie is bounded where JSON is read. */
function wordsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value]
  if (Array.isArray(value)) return value.flatMap((one) => (typeof one === 'string' ? [] : wordsIn(one)))
  if (!isObject(value)) return []
  return SHOWN.flatMap((key) => wordsIn(member(value, key)))
}
