import { isObject, type Json, type JsonObject, member } from '../syntax/json-value.ts'

// Slack's layout blocks (docs.slack.dev/reference/block-kit): what they show, for messages that have no text beside them.

/** Members that hold words, or blocks that do. */
const SHOWN = ['title', 'label', 'text', 'fields', 'elements', 'accessory', 'description', 'alt_text', 'placeholder']

/** One line per block. */
export function blocksText(message: JsonObject): string {
  const blocks = member(message, 'blocks')
  if (!Array.isArray(blocks)) return ''
  return blocks
    .map((block) => wordsIn(block).join(' '))
    .filter((line) => line !== '')
    .join('\n')
}

/** In Slack's markup, as texts are. How deep a value may lie is bounded where JSON is read. */
function wordsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value]
  if (Array.isArray(value)) return value.flatMap((one) => (isObject(one) ? wordsIn(one) : []))
  if (!isObject(value)) return []
  return [...namedIn(value), ...SHOWN.flatMap((key) => wordsIn(member(value, key)))]
}

/** A person, a channel, an address or a picture in rich text stands there by name or number. */
function namedIn(element: JsonObject): string[] {
  const word = (key: string) => {
    const value = member(element, key)
    return typeof value === 'string' ? value : ''
  }
  const type = word('type')
  if (type === 'user') return [`<@${word('user_id')}>`]
  if (type === 'channel') return [`<#${word('channel_id')}>`]
  if (type === 'emoji') return [`:${word('name')}:`]
  return type === 'link' ? [word('url')] : []
}
