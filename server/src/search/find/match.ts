import { invariant } from '#base'
import { bigramTokens, escapeCodePoint } from '../folding/tokens.ts'
import type { Node, Query, Word } from '../query/query.ts'
import type { Ordinals } from '../shards/list-room.ts'
import { ALL_ROWS, both, complementOf, either, NO_ROWS, type Rows, rows } from '../shards/postings.ts'
import type { ShardWords } from './words.ts'

// A query against one shard's words. Positions of bigrams make a phrase of them exactly "this run of folded code points
// is in the text", so in normal mode the index decides alone.

/** The rows that match in normal mode. */
export function matchingRows(query: Query, words: ShardWords): Rows {
  return query.root ? matching(query.root, words) : ALL_ROWS
}

/** The same for one part; it must be plain (query.ts, isPlain). */
export function matching(node: Node, words: ShardWords): Rows {
  const expression = words.isSettled ? null : phraseExpression(node)
  if (expression !== null) return rows(words.matching(expression))
  if (node.what === 'word') return rowsOfWord(node, words)
  if (node.what === 'none') return complementOf(matching(node.part, words))
  invariant(node.what === 'all' || node.what === 'any', 'only plain parts of a query go to the index alone')
  return node.what === 'all' ? holdingAll(node.parts, words) : holdingAny(node.parts, words)
}

/** Rows whose folded text holds the folded word. */
export function rowsOfWord(word: Word, words: ShardWords): Rows {
  const [only] = word.codePoints
  if (word.codePoints.length > 1) return rows(words.phrase(word.codePoints))
  return only === undefined ? NO_ROWS : rows(words.character(escapeCodePoint(only)))
}

/** What is cheap to know first: where nothing is left, the rest is not looked at, and where little is left, less of it. */
function holdingAll(parts: readonly Node[], words: ShardWords): Rows {
  const [pairs, phrases, others] = [parts.filter(isPair), parts.filter(isPhrase), parts.filter(isOther)]
  let held: Ordinals | null = null
  for (const { codePoints } of [...pairs, ...phrases]) {
    if (held?.length === 0) return NO_ROWS
    held = words.phrase(codePoints, held)
  }
  let found: Rows | null = held && rows(held)
  for (const part of others) {
    if (found && isEmpty(found)) break
    const more = matching(part, words)
    found = found ? both(found, more) : more
  }
  return found ?? NO_ROWS
}

function holdingAny(parts: readonly Node[], words: ShardWords): Rows {
  return parts.map((part) => matching(part, words)).reduce(either, NO_ROWS)
}

function isPair(node: Node): node is Word {
  return node.what === 'word' && node.codePoints.length === 2
}

function isPhrase(node: Node): node is Word {
  return node.what === 'word' && node.codePoints.length > 2
}

function isOther(node: Node): boolean {
  return !isPair(node) && !isPhrase(node)
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

function isEmpty({ list, isComplement }: Rows): boolean {
  return list.length === 0 && !isComplement
}
