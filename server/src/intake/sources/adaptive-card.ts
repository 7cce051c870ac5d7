import { isObject, type Json, type JsonObject, member } from '../syntax/json-value.ts'

// Adaptive Cards (adaptivecards.io/explorer): texts, facts, columns and buttons within each other.

const SHOWN = ['title', 'text', 'value', 'inlines', 'facts', 'columns', 'items', 'rows', 'cells', 'label', 'choices']

export function adaptiveText(card: JsonObject): string[] {
  return [...wordsIn(member(card, 'body')), ...wordsIn(member(card, 'actions'))]
}

/** How deep a value may lie is bounded where JSON is read. */
function wordsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value]
  if (Array.isArray(value)) return value.flatMap(wordsIn)
  if (!isObject(value)) return []
  return SHOWN.flatMap((key) => wordsIn(member(value, key)))
}
