import type { Kind } from '@cunzhen/proof/keeping'
import type { ResolvedScope } from '#access'
import type { ConversationNo, Instant, ParticipantNo } from '#base'
import type { Asked, Node } from '../query/query.ts'
import { type ColumnArray, type ColumnName, kindsMask } from '../shards/columns.ts'
import type { Ordinals } from '../shards/list-room.ts'
import { newList, trimmed } from '../shards/list-room.ts'
import type { ShardSpan } from '../shards/months.ts'
import { hasBit, members, type NumberSet } from './number-set.ts'
import type { NumberColumn } from './packed-columns.ts'

/** What the asker wants of it: narrows, never widens. A time range here leaves undated records out. */
export interface Narrowing {
  readonly from?: Instant | null
  readonly to?: Instant | null
  readonly senders?: readonly ParticipantNo[] | null
  readonly conversations?: readonly ConversationNo[] | null
  readonly kinds?: readonly Kind[] | null
}

/** Scope and narrowing as one test, made once per search. */
export interface Filter {
  /** Half-open; ±Infinity where there is no bound. */
  readonly from: number
  readonly to: number
  readonly undated: boolean
  /** Null = all. */
  readonly conversations: NumberSet | null
  readonly senders: NumberSet | null
  /** Record numbers, a bit each (bitsOf); null = all. */
  readonly records: Uint8Array | null
  /** A bit per kind; null = all. */
  readonly kinds: number | null
}

export function filterOf(scope: ResolvedScope, narrowing: Narrowing): Filter {
  const { from, to, senders, conversations, kinds } = narrowing
  const allowed = scope.conversations === 'all' ? null : members(scope.conversations)
  const wanted = conversations ? members(conversations) : null
  const scopeKinds = scope.kinds ? kindsMask(scope.kinds) : null
  const wantedKinds = kinds ? kindsMask(kinds) : null
  return {
    from: Math.max(scope.from ?? -Infinity, from ?? -Infinity),
    to: Math.min(scope.to ?? Infinity, to ?? Infinity),
    undated: scope.undated && (from ?? null) === null && (to ?? null) === null,
    conversations: allowed && wanted ? common(allowed, wanted) : (allowed ?? wanted),
    senders: senders ? members(senders) : null,
    records: null,
    kinds: scopeKinds !== null && wantedKinds !== null ? scopeKinds & wantedKinds : (scopeKinds ?? wantedKinds),
  }
}

/**
 * Takes what a query asks of every hit besides its text into the filter, where it costs least; the query keeps the rest.
 * @param names the numbers found for each place of the query's names
 */
export function lifted(
  root: Node | null,
  filter: Filter,
  names: readonly NumberSet[],
): { root: Node | null; filter: Filter } {
  const kept: Node[] = []
  let narrowed = filter
  for (const part of root ? partsOfAll(root) : []) {
    if (part.what === 'names' || part.what === 'kinds' || part.what === 'times')
      narrowed = narrow(narrowed, part, names)
    else kept.push(part)
  }
  const [only] = kept
  return { root: kept.length > 1 ? { what: 'all', parts: kept } : (only ?? null), filter: narrowed }
}

function partsOfAll(node: Node): Node[] {
  return node.what === 'all' ? node.parts.flatMap(partsOfAll) : [node]
}

function narrow(filter: Filter, asked: Asked, names: readonly NumberSet[]): Filter {
  if (asked.what === 'kinds')
    return { ...filter, kinds: filter.kinds === null ? asked.mask : filter.kinds & asked.mask }
  if (asked.what === 'times') {
    const from = Math.max(filter.from, asked.from ?? -Infinity)
    return { ...filter, from, to: Math.min(filter.to, asked.to ?? Infinity), undated: false }
  }
  const found = names[asked.place] ?? NOBODY
  if (asked.column === 'record') return { ...filter, records: filter.records ? common(filter.records, found) : found }
  if (asked.column === 'sender') return { ...filter, senders: filter.senders ? common(filter.senders, found) : found }
  return { ...filter, conversations: filter.conversations ? common(filter.conversations, found) : found }
}

const NOBODY: NumberSet = new Uint8Array(1)

/** The rows of a shard that are what is asked for, where it is not asked of every hit. */
export function rowsAsked(
  asked: Asked,
  span: ShardSpan,
  count: number,
  columns: ScopeColumns,
  names: readonly NumberSet[],
): Ordinals {
  const everything: Filter = {
    from: -Infinity,
    to: Infinity,
    undated: true,
    conversations: null,
    senders: null,
    records: null,
    kinds: null,
  }
  const filter = narrow(everything, asked, names)
  if (span.form === 'none' && asked.what === 'times') return new Int32Array(0)
  return rowsInScope(null, filter, span, count, columns)
}

/** False: no row of the shard can pass, so it is not even opened. */
export function mayHold(filter: Filter, span: ShardSpan): boolean {
  if (span.form === 'none') return filter.undated
  if (filter.from >= filter.to) return false
  return span.from === null || span.to === null || (filter.from < span.to && filter.to > span.from)
}

/** True: every row of the shard passes, so nothing has to be looked at. */
export function holdsAll(filter: Filter, span: ShardSpan): boolean {
  if (filter.conversations || filter.senders || filter.records || filter.kinds !== null) return false
  return span.form === 'none' || timeTest(filter, span) === null
}

/** What a scope is held against: the columns of a shard at one moment. */
export interface ScopeColumns {
  readonly column: (name: ColumnName, at: Ordinals | null) => ColumnArray
  /** The rows whose time, as the shard keeps it, is in the half-open range. */
  readonly between: (from: number, to: number, at: Ordinals | null) => Ordinals
  /** The rows whose number in the column is one of the set. */
  readonly among: (name: NumberColumn, numbers: NumberSet, at: Ordinals | null) => Ordinals
}

/** Keeps the rows that pass, before anything is counted. `candidates` null: every row. */
export function rowsInScope(
  candidates: Ordinals | null,
  filter: Filter,
  span: ShardSpan,
  count: number,
  columns: ScopeColumns,
): Ordinals {
  const { conversations, senders, records, kinds } = filter
  const time = span.form === 'none' ? null : timeTest(filter, span)
  let rows = candidates
  if (time) rows = columns.between(time.from, time.to, rows)
  if (conversations) rows = columns.among('conversation', conversations, rows)
  if (senders) rows = columns.among('sender', senders, rows)
  if (records) {
    const recordOf = columns.column('record', rows)
    rows = passing(rows, count, (row) => hasBit(records, recordOf[row] ?? 0))
  }
  if (kinds !== null) {
    const kindOf = columns.column('kind', rows)
    rows = passing(rows, count, (row) => ((kinds >>> ((kindOf[row] ?? 0) & 31)) & 1) === 1)
  }
  return rows ?? passing(null, count, () => true)
}

/** Of these rows, ascending, those that pass. `rows` null: every row. */
export function passing(rows: Ordinals | null, count: number, passes: (row: number) => boolean): Ordinals {
  const length = rows?.length ?? count
  const kept = newList(length)
  let size = 0
  for (let i = 0; i < length; i++) {
    const row = rows ? (rows[i] ?? 0) : i
    if (passes(row)) kept[size++] = row
  }
  return trimmed(kept, size)
}

/** Bounds in the shard's own times; null where they cut nothing off. */
function timeTest(filter: Filter, span: ShardSpan): { from: number; to: number } | null {
  const from = filter.from - span.base
  const to = filter.to - span.base
  if (span.from !== null && span.to !== null) {
    return filter.from <= span.from && filter.to >= span.to ? null : { from, to }
  }
  return from === -Infinity && to === Infinity ? null : { from, to }
}

function common(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.min(a.length, b.length))
  for (let no = 0; no < bytes.length; no++) bytes[no] = (a[no] ?? 0) & (b[no] ?? 0)
  return bytes
}
