import { foldCodePoint } from '../folding/folding.ts'
import { foreignToken, mixedToken, writtenToken } from '../folding/origins.ts'
import type { Word } from '../query/query.ts'
import { FOLDS_TO_ITSELF, HAS_INVISIBLE } from '../shards/columns.ts'
import type { Ordinals } from '../shards/list-room.ts'
import { intersect, NO_ROWS, type Rows, rows, subtract, union } from '../shards/postings.ts'
import { rowsOfWord } from './match.ts'
import type { ShardWords } from './words.ts'

// Exact mode: the text as written must hold the words as written. The index knows folded texts, so it says of each row
// yes, no, or "look": and only those are opened.

/** What the index can say of a question. */
export interface Bounds {
  /** Rows that match. */
  readonly certain: Rows
  /** Those, and the rows that must be opened to know. */
  readonly possible: Rows
}

/** Up to this many rows it is cheaper to open the records than to ask the index more. */
const FEW = 32

export function boundsOfWord(word: Word, words: ShardWords, kinds: Uint8Array): Bounds {
  const characters = [...new Set(Array.from(word.text, (character) => character.codePointAt(0) ?? 0))]
  const [first = 0] = characters
  if (!word.toItself && [...word.text].length === 1) {
    // One character that folds to something else: the index holds it as written.
    const found = rows(words.character(writtenToken(first)))
    return { certain: found, possible: found }
  }
  if (word.codePoints.length === 0) {
    const holdAll = characters.map((each) => words.character(writtenToken(each))).reduce(intersect)
    return { certain: NO_ROWS, possible: rows(holdAll) }
  }
  const found = rowsOfWord(word, words).list
  const isOwn = (row: number) => ((kinds[row] ?? 0) & FOLDS_TO_ITSELF) !== 0
  // A text that folds to itself holds the word exactly if the word does too.
  const own = word.toItself ? found.filter(isOwn) : NONE
  const rest = boundsOfRest(
    found.filter((row) => !isOwn(row)),
    characters,
    word,
    words,
    kinds,
  )
  return { certain: rows(union(own, rest.certain)), possible: rows(union(own, rest.possible)) }
}

const NONE = new Int32Array(0)

/**
 * Of rows whose text does not fold to itself and holds the folded word: it holds the word as written
 * - only if each character could be where it is needed;
 * - surely if nothing else in the text folds to what the word's characters fold to, one to one, and nothing invisible
 *   could stand between them.
 */
function boundsOfRest(
  found: Ordinals,
  characters: readonly number[],
  word: Word,
  words: ShardWords,
  kinds: Uint8Array,
): { certain: Ordinals; possible: Ordinals } {
  if (found.length <= FEW) return { certain: NONE, possible: found }
  const isOneCharacter = word.codePoints.length === 1 && word.toItself
  let possible = found
  let certain = isOneCharacter ? found : found.filter((row) => ((kinds[row] ?? 0) & HAS_INVISIBLE) === 0)
  for (const character of characters) {
    const folded = foldCodePoint(character)
    const [target = 0] = folded
    const mixed = () => words.character(mixedToken(target))
    if (folded.length === 1 && target === character) {
      const foreign = words.character(foreignToken(character))
      possible = subtract(possible, subtract(foreign, mixed()))
      certain = subtract(certain, foreign)
    } else {
      const written = words.character(writtenToken(character))
      possible = intersect(possible, written)
      certain = folded.length === 1 ? subtract(intersect(certain, written), mixed()) : NONE
    }
  }
  return { certain, possible }
}
