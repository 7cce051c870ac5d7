import { type RecordNo, Refusal } from '#base'
import { isPlain, type Query, type Word } from '../query/query.ts'
import { dropLists, listsSoFar, type Ordinals } from '../shards/list-room.ts'
import { both, firstAtLeast, type Rows, resolve, rows, subtract, union } from '../shards/postings.ts'
import { readIfThere, type TextSource } from '../shards/source.ts'
import type { ShardState } from '../shards/store.ts'
import { boundsOf } from './bounds.ts'
import { matchingRows, rowsOfWord } from './match.ts'
import type { NumberSet } from './number-set.ts'
import type { HitList } from './page.ts'
import type { ResultMemory } from './result-memory.ts'
import { type Filter, holdsAll, rowsInScope } from './scope.ts'
import type { ShardReader } from './shard-reader.ts'
import { holds } from './verify.ts'
import { ShardWords } from './words.ts'

/** One search, ready for any shard. */
export interface Search {
  readonly query: Query
  readonly filter: Filter
  /** The numbers found for each place of the query's names. */
  readonly names: readonly NumberSet[]
  /** Records that may still be opened to know whether they are hits. */
  readonly budget: { left: number }
  /** Names query and filter in the result memory. */
  readonly key: string
  readonly source: Pick<TextSource, 'read'>
  readonly memory: ResultMemory
}

/** A shard's hits: matched, in scope, and in exact mode verified. Null for a shard that has just been taken away. */
export function hitsOf(search: Search, reader: ShardReader): HitList | null {
  const since = listsSoFar()
  const looked = reader.snapshot((state) => look(search, reader, state))
  if (!looked) return null
  const { state, key } = looked
  const about: Pick<HitList, 'inOrder' | 'span' | 'column' | 'values'> = {
    inOrder: state.inOrder,
    span: reader.span,
    column: (name, at) => reader.column(name, state, at),
    values: (name, at) => reader.values(name, at),
  }
  if ('counted' in looked) return readWhenAsked(search, reader, looked, about)
  const { hits, uncertain } = looked
  const found =
    uncertain === null ? hits : union(hits ?? NONE, verified(search, uncertain, about.values('record', uncertain)))
  search.memory.keep(key, found)
  const rows = dropLists(since, found)
  return { ...about, rows, count: rows?.length ?? state.rows }
}

/** Hits that a list counts: of most months a search wants no more than that. */
function readWhenAsked(
  search: Search,
  reader: ShardReader,
  { counted, state, key }: Counted,
  about: Pick<HitList, 'inOrder' | 'span' | 'column' | 'values'>,
): HitList {
  let read: Ordinals | null = null
  return {
    ...about,
    count: counted.count,
    get rows() {
      if (read) return read
      const found = reader.snapshot(() => rowsOfWord(counted.word, new ShardWords(reader.store, state)).list) ?? NONE
      // the shard may have grown and been settled since it was counted
      read = found.subarray(0, firstAtLeast(found, state.rows, 0))
      search.memory.keep(key, read)
      return read
    },
  }
}

interface Looked {
  /** Certain hits in scope; null: every row. */
  hits: Ordinals | null
  /** Rows in scope that only the text can decide; null: none of that kind. */
  uncertain: Ordinals | null
  state: ShardState
  key: string
}

interface Counted {
  /** The one word that is asked for, and how many rows hold it; all of them are in scope. */
  counted: { word: Word; count: number }
  state: ShardState
  key: string
}

const NONE = new Int32Array(0)

function look(search: Search, reader: ShardReader, state: ShardState): Looked | Counted {
  // Rows of a file never change, so file and row count say what was searched.
  const key = `${search.key}/${reader.store.file}/${state.rows}`
  const known = search.memory.find(key)
  if (known !== undefined) return { hits: known, uncertain: null, state, key }
  const { query } = search
  const words = new ShardWords(reader.store, state)
  const counted = holdsAll(search.filter, reader.span) ? countedWord(query, words) : null
  if (counted) return { counted, state, key }
  const inScope = (found: Rows) => scoped(search.filter, reader, state, found)
  if (!query.root || (query.mode === 'normal' && isPlain(query.root))) {
    return { hits: inScope(matchingRows(query, words)), uncertain: null, state, key }
  }
  const view = { words, span: reader.span, rows: state.rows, columns: reader.columns(state), names: search.names }
  const { certain, possible } = boundsOf(query, view)
  const candidates = inScope(possible) ?? resolve(possible, state.rows)
  const hits = both(rows(candidates), certain).list
  return { hits, uncertain: subtract(candidates, hits), state, key }
}

function countedWord({ root, mode }: Query, words: ShardWords): Counted['counted'] | null {
  if (root?.what !== 'word' || mode !== 'normal') return null
  const count = words.count(root.codePoints)
  return count === null ? null : { word: root, count }
}

/** The scope is applied here, before anything is counted, opened or put in order. */
function scoped(filter: Filter, reader: ShardReader, state: ShardState, found: Rows): Ordinals | null {
  const isEveryRow = found.isComplement && found.list.length === 0
  const candidates = isEveryRow ? null : resolve(found, state.rows)
  if (holdsAll(filter, reader.span)) return candidates
  return rowsInScope(candidates, filter, reader.span, state.rows, reader.columns(state))
}

/**
 * Opens records in order of number, in which neighbours share a block, and keeps those that are hits.
 * @throws Refusal `query_too_broad`: too many would have to be opened. Only records in scope count, so it tells nothing else.
 */
function verified(search: Search, uncertain: Ordinals, numbers: ArrayLike<number>): Ordinals {
  search.budget.left -= uncertain.length
  if (search.budget.left < 0) throw new Refusal('invalid', 'query_too_broad')
  const byNumber = Array.from(uncertain, (row, i) => ({ row, no: (numbers[i] ?? 0) as RecordNo })) // the column holds them
  byNumber.sort((a, b) => a.no - b.no)
  return Int32Array.from(byNumber.filter(({ no }) => isHit(search, no)).map(({ row }) => row)).sort()
}

/** A record whose key was destroyed while it was still indexed has no text any more, so it is no hit. */
function isHit({ source, query, names }: Search, no: RecordNo): boolean {
  const record = readIfThere(source, no)
  return record !== null && query.root !== null && holds(query.root, query.mode, record, names)
}
