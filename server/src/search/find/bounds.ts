import { bigramTokens, escapeCodePoint } from '../folding/tokens.ts'
import { ASCII_WORD_CHARACTERS, isHan, isWordCharacter, WIDER_WORD_CHARACTERS } from '../query/borders.ts'
import { type Asked, isPlain, type Mode, type Node, type Query, type Word } from '../query/query.ts'
import type { CharacterClass } from '../query/sounds.ts'
import type { Ordinals } from '../shards/list-room.ts'
import type { ShardSpan } from '../shards/months.ts'
import {
  ALL_ROWS,
  both,
  complementOf,
  either,
  intersect,
  NO_ROWS,
  type Rows,
  rows,
  subtract,
  union,
} from '../shards/postings.ts'
import { type Bounds, boundsOfWord } from './exact.ts'
import { matching, phraseOf, rowsOfWord } from './match.ts'
import type { NumberSet } from './number-set.ts'
import { rowsAsked, type ScopeColumns } from './scope.ts'
import type { ShardWords } from './words.ts'

// What the index alone can say of each row: yes, no, or "look". Exact mode compares as written what the index knows folded;
// whole words and expansions are looser in the index than they are meant. Only the rows between are opened (verify.ts).

/** A shard at one moment. */
export interface ShardMoment {
  readonly words: ShardWords
  readonly span: ShardSpan
  readonly rows: number
  readonly columns: ScopeColumns
  /** The numbers found for each place of the query's names. */
  readonly names: readonly NumberSet[]
}

export function boundsOf(query: Query, shard: ShardMoment): Bounds {
  return query.root ? bounds(query.root, query.mode, shard) : same(ALL_ROWS)
}

function same(found: Rows): Bounds {
  return { certain: found, possible: found }
}

function bounds(node: Node, mode: Mode, shard: ShardMoment): Bounds {
  const { words } = shard
  if (mode === 'normal' && isPlain(node)) return same(matching(node, words))
  switch (node.what) {
    case 'word':
      return boundsOfWord(node, words, kindsOf(shard))
    case 'whole':
      if (mode === 'normal') return boundsOfWhole(node.word, words)
      return { certain: NO_ROWS, possible: boundsOfWord(node.word, words, kindsOf(shard)).possible }
    case 'edits':
      return { certain: NO_ROWS, possible: rows(words.matching(nearlyExpression(node.letters))) }
    case 'run':
      return boundsOfRun(node.classes, words)
    case 'none': {
      const { certain, possible } = bounds(node.part, mode, shard)
      return { certain: complementOf(possible), possible: complementOf(certain) }
    }
    case 'all':
    case 'any':
      return boundsOfMany(node, mode, shard)
    default:
      return same(rowsAskedOf(node, shard))
  }
}

function boundsOfMany(node: Extract<Node, { what: 'all' | 'any' }>, mode: Mode, shard: ShardMoment): Bounds {
  // Plain parts go to the index as one, and first: where nothing is left, the rest is not looked at.
  const plain = mode === 'normal' ? node.parts.filter(isPlain) : []
  const others = node.parts.filter((part) => !plain.includes(part))
  const merge = node.what === 'all' ? both : either
  let found = plain.length > 0 ? same(matching({ what: node.what, parts: plain }, shard.words)) : null
  for (const part of others) {
    if (node.what === 'all' && found && isNothing(found.possible)) break
    const more = bounds(part, mode, shard)
    found = found
      ? { certain: merge(found.certain, more.certain), possible: merge(found.possible, more.possible) }
      : more
  }
  return found ?? same(NO_ROWS)
}

function rowsAskedOf(asked: Asked, { span, rows: count, columns, names }: ShardMoment): Rows {
  return rows(rowsAsked(asked, span, count, columns, names))
}

function kindsOf({ columns }: ShardMoment): Uint8Array {
  return columns.column('kind', null) as Uint8Array // as newColumn makes it
}

function isNothing({ list, isComplement }: Rows): boolean {
  return list.length === 0 && !isComplement
}

/** Up to this many rows it is cheaper to open the records than to ask the index more. */
const FEW = 500

/**
 * A row surely holds it where the word never stands beside a letter or digit, and no wider letter is there to be beside.
 * Where a Han word ends the index cannot know.
 */
function boundsOfWhole(word: Word, words: ShardWords): Bounds {
  const found = rowsOfWord(word, words).list
  const first = word.codePoints[0] ?? 0
  const last = word.codePoints.at(-1) ?? 0
  if (isHan(first) || isHan(last)) return { certain: NO_ROWS, possible: rows(found) }
  if (!isWordCharacter(first) && !isWordCharacter(last)) return same(rows(found))
  if (found.length <= FEW) return { certain: NO_ROWS, possible: rows(found) }
  const joined: string[] = []
  for (const other of ASCII_WORD_CHARACTERS) {
    if (isWordCharacter(first)) joined.push(phraseOf([other, ...word.codePoints]))
    if (isWordCharacter(last)) joined.push(phraseOf([...word.codePoints, other]))
  }
  const wider = words.anyCharacter(WIDER_WORD_CHARACTERS.map(escapeCodePoint))
  const certain = subtract(subtract(found, anyPhrase(joined, words)), wider)
  return { certain: rows(certain), possible: rows(found) }
}

/**
 * Every text with a word one edit away from the letters (seek.ts, isOneEdit) satisfies it, and some others. What an edit
 * leaves whole on both sides stands in the text, at most a letter apart; where a side is a single letter the edited one is
 * written out. @param letters at least four of [0-9a-z]
 */
function nearlyExpression(letters: string): string {
  const points = Array.from(letters, (letter) => letter.charCodeAt(0))
  const n = points.length
  const head = (end: number) => points.slice(0, end)
  const tail = (start: number) => points.slice(start)
  const near = (left: number[], right: number[]) => `NEAR("${bigramTokens(left)}" "${bigramTokens(right)}", 2)` // the edited letter makes two pairs at most
  const ways: string[] = [phraseOf(tail(1)), phraseOf(head(n - 1))]
  for (let at = 2; at <= n - 2; at++) ways.push(near(head(at), tail(at))) // a letter added
  for (let at = 2; at <= n - 3; at++) ways.push(near(head(at), tail(at + 1))) // changed or left out
  for (const at of [1, n - 2]) {
    ways.push(phraseOf([...head(at), ...tail(at + 1)]))
    for (const other of ASCII_WORD_CHARACTERS) ways.push(phraseOf([...head(at), other, ...tail(at + 1)]))
  }
  for (let at = 0; at < n - 1; at++) {
    ways.push(phraseOf([...head(at), points[at + 1] ?? 0, points[at] ?? 0, ...tail(at + 2)]))
  }
  return ways.join(' OR ')
}

/** Terms in one question to the index. */
const TERMS = 256

function anyPhrase(phrases: readonly string[], words: ShardWords): Ordinals {
  let found: Ordinals = new Int32Array(0)
  for (let at = 0; at < phrases.length; at += TERMS) {
    found = union(found, words.matching(phrases.slice(at, at + TERMS).join(' OR ')))
  }
  return found
}

/** One or two in a row the index knows exactly; of more it knows that every two neighbours stand somewhere in the text. */
function boundsOfRun(classes: readonly CharacterClass[], words: ShardWords): Bounds {
  const [only] = classes
  if (classes.length === 1 && only) return same(rows(words.anyCharacter([...only].map(escapeCodePoint))))
  let found: Ordinals | null = null
  for (let at = 1; at < classes.length; at++) {
    const left = classes[at - 1]
    const right = classes[at]
    if (!left || !right) break
    const pair = anyPhrase(pairsOf(left, right, words), words)
    found = found ? intersect(found, pair) : pair
    if (found.length === 0) break
  }
  const possible = rows(found ?? new Int32Array(0))
  return classes.length === 2 ? same(possible) : { certain: NO_ROWS, possible }
}

/** Up to this many pairs are asked for as they are; of more, those that occur in the shard are looked up first. */
const MOST_PAIRS = 1024

/**
 * How much of a shard's words must be read to look pairs up, as a share of them: about what share of all characters may
 * begin a pair. Follows from the query alone.
 */
export function shareRead(node: Node | null): number {
  if (!node) return 0
  if (node.what === 'none') return shareRead(node.part)
  if (node.what === 'all' || node.what === 'any') return node.parts.reduce((sum, part) => sum + shareRead(part), 0)
  if (node.what !== 'run') return 0
  const wide = node.classes.filter((left, at) => left.size * (node.classes[at + 1]?.size ?? 0) > MOST_PAIRS)
  return wide.reduce((sum, left) => sum + left.size, 0) / CHARACTERS
}

const CHARACTERS = 17_748 // of the table of sounds

function pairsOf(left: CharacterClass, right: CharacterClass, words: ShardWords): string[] {
  if (left.size * right.size <= MOST_PAIRS) {
    return [...left].flatMap((first) => [...right].map((second) => phraseOf([first, second])))
  }
  const ends = new Set([...right].map(escapeCodePoint))
  return [...left].flatMap((first) => {
    const start = escapeCodePoint(first)
    const pairs = words.pairsFrom(start).filter((token) => ends.has(token.slice(start.length)))
    return pairs.map((token) => `"${token}"`) // as the words holds it: escaped already
  })
}
