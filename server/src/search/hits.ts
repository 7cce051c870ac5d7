import type { RecordNo } from '#base'
import type { ColumnName } from './columns.ts'
import { boundsOf, holdsExactly } from './exact.ts'
import { matchingRows } from './match.ts'
import type { HitList } from './page.ts'
import { both, type Ordinals, type Rows, resolve, rows, subtract, union } from './postings.ts'
import type { Node, Query } from './query.ts'
import type { ResultMemory } from './result-memory.ts'
import { type Filter, holdsAll, rowsInScope } from './scope.ts'
import type { ShardReader } from './shard-reader.ts'
import { readIfThere, type TextSource } from './source.ts'
import type { ShardState } from './store.ts'

/** One search, ready for any shard. */
export interface Search {
  readonly query: Query
  readonly filter: Filter
  /** Names query and filter in the result memory. */
  readonly key: string
  readonly source: Pick<TextSource, 'read'>
  readonly memory: ResultMemory
}

/** A shard's hits: matched, in scope, and in exact mode verified. Null for a shard that has just been taken away. */
export function hitsOf(search: Search, reader: ShardReader): HitList | null {
  const looked = reader.snapshot((state) => look(search, reader, state))
  if (!looked) return null
  const { hits, uncertain, state, key } = looked
  const column = (name: ColumnName) => reader.column(name, state)
  const found = uncertain === null ? hits : union(hits ?? NONE, verified(search, uncertain, column('record')))
  search.memory.keep(key, found)
  return { rows: found, count: state.rows, inOrder: state.inOrder, span: reader.span, column }
}

interface Looked {
  /** Certain hits in scope; null: every row. */
  hits: Ordinals | null
  /** Rows in scope that only the text can decide; null: none of that kind. */
  uncertain: Ordinals | null
  state: ShardState
  key: string
}

const NONE = new Int32Array(0)

function look(search: Search, reader: ShardReader, state: ShardState): Looked {
  // Rows of a file never change, so file and row count say what was searched.
  const key = `${search.key}/${reader.store.file}/${state.rows}`
  const known = search.memory.find(key)
  if (known !== undefined) return { hits: known, uncertain: null, state, key }
  const { query } = search
  const inScope = (found: Rows) => scoped(search.filter, reader, state, found)
  if (query.mode === 'normal' || !query.root) {
    return { hits: inScope(matchingRows(query, reader.store)), uncertain: null, state, key }
  }
  const kinds = reader.column('kind', state) as Uint8Array // as newColumn makes it
  const { certain, possible } = boundsOf(query, reader.store, kinds)
  const candidates = inScope(possible) ?? resolve(possible, state.rows)
  const hits = both(rows(candidates), certain).list
  return { hits, uncertain: subtract(candidates, hits), state, key }
}

/** The scope is applied here, before anything is counted, opened or put in order. */
function scoped(filter: Filter, reader: ShardReader, state: ShardState, found: Rows): Ordinals | null {
  const isEveryRow = found.isComplement && found.list.length === 0
  const candidates = isEveryRow ? null : resolve(found, state.rows)
  if (holdsAll(filter, reader.span)) return candidates
  return rowsInScope(candidates, filter, reader.span, state.rows, (name) => reader.column(name, state))
}

/** Opens records in order of number, in which neighbours share a block, and keeps those whose text holds the query. */
function verified(search: Search, uncertain: Ordinals, numbers: ArrayLike<number>): Ordinals {
  const { root } = search.query
  if (!root) return uncertain
  const byNumber = uncertain.toSorted((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0))
  return byNumber.filter((row) => textHolds(search.source, (numbers[row] ?? 0) as RecordNo, root)).sort()
}

/** A record whose key was destroyed while it was still indexed has no text any more, so it is no hit. */
function textHolds(source: Pick<TextSource, 'read'>, no: RecordNo, root: Node): boolean {
  const record = readIfThere(source, no)
  return record !== null && holdsExactly(root, record.text)
}
