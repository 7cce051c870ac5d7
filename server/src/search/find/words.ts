import { bigramTokens, escapeCodePoint } from '../folding/tokens.ts'
import { newList, type Ordinals } from '../shards/list-room.ts'
import { intersect, union } from '../shards/postings.ts'
import { LONGEST_RUN, type ShardState, type ShardStore, type WordPart } from '../shards/store.ts'

// What words the rows of one shard hold, at one moment. Settled rows have a list for each character and each frequent bigram;
// FTS5 knows rare bigrams, in which order the characters of a longer phrase stand, and everything of the rows since.

const NONE: Ordinals = new Int32Array(0)

export class ShardWords {
  readonly #store: ShardStore
  readonly #state: ShardState

  /** @param state read in the same transaction as what is asked here */
  constructor(store: ShardStore, state: ShardState) {
    this.#store = store
    this.#state = state
  }

  /** False: everything is asked of FTS5, and an expression at once is better than its parts. */
  get isSettled(): boolean {
    return this.#state.settledRows > 0
  }

  /** Ordinals, ascending, that hold a character (escaped) or are marked by a token of origins.ts. */
  character(token: string): Ordinals {
    return this.#token('single', token)
  }

  /** Ordinals, ascending, that hold at least one of the characters (escaped). */
  anyCharacter(tokens: readonly string[]): Ordinals {
    const holds = new Uint8Array(this.#state.rows)
    let size = 0
    for (const token of tokens) {
      for (const row of this.character(token)) {
        if (holds[row] === 0) size++
        holds[row] = 1
      }
    }
    const found = newList(size)
    for (let row = 0, at = 0; at < size; row++) if (holds[row] === 1) found[at++] = row
    return found
  }

  /**
   * Ordinals, ascending, that hold these code points in a row. @param codePoints at least two
   * @param within only these are asked about
   */
  phrase(codePoints: readonly number[], within: Ordinals | null = null): Ordinals {
    const tokens = bigramTokens(codePoints)
    if (codePoints.length === 2 || isRun(codePoints)) return narrowed(this.#token('bigram', tokens), within)
    // FTS5 skips from the rarest pair to where the others stand; lists of the pairs would cost more than they save it.
    if (within?.length === 0) return NONE
    return narrowed(this.#store.matching('bigram', `"${tokens}"`, within?.[0], within?.at(-1)), within)
  }

  /**
   * How many rows hold one or two code points in a row, or a run of one, where a list says it: its rows need not be read then. null: they do.
   */
  count(codePoints: readonly number[]): number | null {
    const { settledRows, rows } = this.#state
    if (settledRows === 0 || settledRows < rows) return null
    const [first, second] = codePoints
    if (first === undefined || (codePoints.length > 2 && !isRun(codePoints))) return null
    if (second !== undefined) return this.#store.listedCount('bigram', bigramTokens(codePoints))
    return this.#store.listedCount('single', escapeCodePoint(first)) ?? 0
  }

  /** Ordinals, ascending, whose bigrams satisfy an FTS5 expression of escaped tokens (match.ts). */
  matching(expression: string): Ordinals {
    return this.#store.matching('bigram', expression)
  }

  /** The bigram tokens of this shard that begin with an escaped character. Reads as much as a search for each of them. */
  pairsFrom(start: string): string[] {
    return this.#store.bigramsFrom(start)
  }

  #token(part: WordPart, token: string): Ordinals {
    const { settledRows, rows } = this.#state
    const listed = settledRows > 0 ? this.#store.listed(part, token) : null
    if (!listed && part === 'bigram') return this.#store.matching(part, `"${token}"`)
    if (settledRows === rows) return listed ?? NONE
    return union(listed ?? NONE, this.#store.matching(part, `"${token}"`, settledRows))
  }
}

/** As long a run of one character as lists are made of. */
function isRun(codePoints: readonly number[]): boolean {
  return codePoints.length <= LONGEST_RUN && codePoints.every((point) => point === codePoints[0])
}

function narrowed(found: Ordinals, within: Ordinals | null): Ordinals {
  return within ? intersect(found, within) : found
}
