import { invariant } from '#base'
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

/** The same for one part; it must be plain (query.ts, isPlain). */
export function matching(node: Node, store: ShardStore): Rows {
  const expression = phraseExpression(node)
  if (expression !== null) return rows(store.rowsMatching(expression))
  if (node.what === 'word') return rowsOfWord(node, store)
  if (node.what === 'none') return complementOf(matching(node.part, store))
  invariant(node.what === 'all' || node.what === 'any', 'only plain parts of a query go to the index alone')
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

/** Rows whose folded text holds the folded word. */
export function rowsOfWord(word: Word, store: ShardStore): Rows {
  const [only] = word.codePoints
  if (word.codePoints.length > 1) return rows(store.rowsMatching(phraseOf(word.codePoints)))
  return only === undefined ? NO_ROWS : rows(store.rowsWithCharacter(escapeCodePoint(only)))
}

/** An FTS5 expression for a part of a query that consists of phrases only (FTS5 skips ahead in them); else null. */
function phraseExpression(node: Node): string | null {
  if (node.what === 'word') return node.codePoints.length > 1 ? phraseOf(node.codePoints) : null
  if (node.what !== 'all' && node.what !== 'any') return null
  const parts: string[] = []
  for (const part of node.parts) {
    const expression = phraseExpression(part)
    if (expression === null) return null
    parts.push(`(${expression})`)
  }
  return parts.join(node.what === 'all' ? ' AND ' : ' OR ')
}

// Escaped tokens hold no quote and no ASCII but [0-9a-z] (tokens.ts): nothing in a query can leave the quotes.
/** At least two code points in a row. */
export function phraseOf(codePoints: readonly number[]): string {
  return `"${bigramTokens(codePoints)}"`
}

function oneOrMany(what: 'all' | 'any', parts: readonly Node[]): Node {
  const [first] = parts
  return first && parts.length === 1 ? first : { what, parts }
}

function isEmpty({ list, isComplement }: Rows): boolean {
  return list.length === 0 && !isComplement
}
