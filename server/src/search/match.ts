import { FOLDS_TO_ITSELF, HAS_INVISIBLE } from './columns.ts'
import { ALL_ROWS, both, complementOf, either, NO_ROWS, type Rows, rows } from './postings.ts'
import type { Node, Query, Word } from './query.ts'
import type { ShardStore } from './store.ts'
import { bigramTokens, escapeCodePoint } from './tokens.ts'

// A query against one shard's words. Positions of bigrams make a phrase of them exactly "this run of folded code points
// is in the text", so in normal mode the index decides alone.

/** The rows that match in normal mode. */
export function matchingRows(query: Query, store: ShardStore): Rows {
  return query.root ? matching(query.root, store) : ALL_ROWS
}

function matching(node: Node, store: ShardStore): Rows {
  const expression = phraseExpression(node)
  if (expression !== null) return rows(store.rowsMatching(expression))
  if (node.what === 'word') return rowsOfWord(node, store)
  if (node.what === 'none') return complementOf(matching(node.part, store))
  const phrases = node.parts.filter((part) => phraseExpression(part) !== null)
  const others = node.parts.filter((part) => phraseExpression(part) === null)
  const merge = node.what === 'all' ? both : either
  let found: Rows | null = phrases.length > 0 ? matching(oneOrMany(node.what, phrases), store) : null
  for (const part of others) {
    if (node.what === 'all' && found && isEmpty(found)) break
    const more = matching(part, store)
    found = found ? merge(found, more) : more
  }
  return found ?? NO_ROWS
}

/** What a record must be opened for in exact mode. `certain` match, `possible` are those and the ones to be looked at. */
export interface Bounds {
  readonly certain: Rows
  readonly possible: Rows
}

/**
 * Exact mode: the text as written must hold the words as written. A text that folds to itself holds a word exactly if
 * the word folds to itself and the index finds it; for any other text the index only says where it could be.
 */
export function boundsOf(query: Query, store: ShardStore, kinds: Uint8Array): Bounds {
  return query.root ? bounds(query.root, store, kinds) : { certain: ALL_ROWS, possible: ALL_ROWS }
}

function bounds(node: Node, store: ShardStore, kinds: Uint8Array): Bounds {
  if (node.what === 'word') return boundsOfWord(node, store, kinds)
  if (node.what === 'none') {
    const { certain, possible } = bounds(node.part, store, kinds)
    return { certain: complementOf(possible), possible: complementOf(certain) }
  }
  const merge = node.what === 'all' ? both : either
  return node.parts
    .map((part) => bounds(part, store, kinds))
    .reduce((a, b) => ({ certain: merge(a.certain, b.certain), possible: merge(a.possible, b.possible) }))
}

function boundsOfWord(word: Word, store: ShardStore, kinds: Uint8Array): Bounds {
  // A word of invisible characters only is in no index, but whoever holds one is marked.
  if (word.codePoints.length === 0) return { certain: NO_ROWS, possible: rows(marked(kinds, HAS_INVISIBLE)) }
  const found = rowsOfWord(word, store).list
  const own = found.filter((row) => ((kinds[row] ?? 0) & FOLDS_TO_ITSELF) !== 0)
  if (word.toItself) return { certain: rows(own), possible: rows(found) }
  return { certain: NO_ROWS, possible: rows(found.filter((row) => ((kinds[row] ?? 0) & FOLDS_TO_ITSELF) === 0)) }
}

/** Whether a text as written satisfies the query as written. */
export function holdsExactly(node: Node, text: string): boolean {
  if (node.what === 'word') return text.includes(node.text)
  if (node.what === 'none') return !holdsExactly(node.part, text)
  return node.what === 'all'
    ? node.parts.every((part) => holdsExactly(part, text))
    : node.parts.some((part) => holdsExactly(part, text))
}

function rowsOfWord(word: Word, store: ShardStore): Rows {
  const [only] = word.codePoints
  if (word.codePoints.length > 1) return rows(store.rowsMatching(phrase(word)))
  return only === undefined ? NO_ROWS : rows(store.rowsWithCharacter(escapeCodePoint(only)))
}

/** An FTS5 expression for a part of a query that consists of phrases only (FTS5 skips ahead in them); else null. */
function phraseExpression(node: Node): string | null {
  if (node.what === 'word') return node.codePoints.length > 1 ? phrase(node) : null
  if (node.what === 'none') return null
  const parts: string[] = []
  for (const part of node.parts) {
    const expression = phraseExpression(part)
    if (expression === null) return null
    parts.push(`(${expression})`)
  }
  return parts.join(node.what === 'all' ? ' AND ' : ' OR ')
}

// Escaped tokens hold no quote and no ASCII but [0-9a-z] (tokens.ts): nothing in a query can leave the quotes.
function phrase(word: Word): string {
  return `"${bigramTokens(word.codePoints)}"`
}

function oneOrMany(what: 'all' | 'any', parts: readonly Node[]): Node {
  const [first] = parts
  return first && parts.length === 1 ? first : { what, parts }
}

function isEmpty({ list, isComplement }: Rows): boolean {
  return list.length === 0 && !isComplement
}

function marked(kinds: Uint8Array, mark: number): Int32Array {
  const out = new Int32Array(kinds.length)
  let size = 0
  for (let row = 0; row < kinds.length; row++) if (((kinds[row] ?? 0) & mark) !== 0) out[size++] = row
  return out.subarray(0, size)
}
