import { createHash } from 'node:crypto'
import type { Kind } from '@cunzhen/proof'
import type { ResolvedScope } from '#access'
import {
  type ConversationNo,
  DAY,
  HOUSE_OFFSET,
  type Instant,
  invariant,
  type ParticipantNo,
  type RecordNo,
  Refusal,
} from '#base'
import type { KeyRegister } from '#platform/keys'
import { shareRead } from './bounds.ts'
import { kindOf } from './columns.ts'
import { comparePlaces, type Order, type Place, readCursor, writeCursor } from './cursor.ts'
import { type Facet, type Facets, facetsOf } from './facets.ts'
import { hitsOf, type Search } from './hits.ts'
import type { NamesFound } from './names.ts'
import { OpenShards } from './open-shards.ts'
import { firstHits, type HitList, hitCount, type PlacedRow } from './page.ts'
import { columnOf, type Expansion, isPlain, type Mode, type NameAsked, parseQuery } from './query.ts'
import { ResultMemory } from './result-memory.ts'
import { bitsOf, type Filter, filterOf, lifted, members, type Narrowing, type NumberSet, rowsInScope } from './scope.ts'
import { ColumnMemory, type ShardReader } from './shard-reader.ts'
import type { Signals } from './signals.ts'
import type { TextSource } from './source.ts'

export interface SearchInput extends Narrowing {
  readonly scope: ResolvedScope
  /** The query language is told in language.ts; empty: everything in scope. */
  readonly query: string
  readonly mode: Mode
  /** Who is meant by the names in the query, in their order (findNames); needed where there are any. */
  readonly names?: readonly NamesFound[]
  readonly order: Order
  readonly cursor?: string | null
  /** Hits on this page. */
  readonly limit: number
  readonly byDay?: boolean
  /** Also how the hits fall on people, kinds, conversations. */
  readonly facets?: readonly Facet[]
}

export interface Hit {
  readonly record: RecordNo
  readonly time: Instant | null
  readonly conversation: ConversationNo
  /** null: the source names no sender. */
  readonly sender: ParticipantNo | null
  readonly kind: Kind
}

export interface SearchAnswer {
  /** Exact number of records that match and are in scope, among those searchable. */
  readonly total: number
  readonly hits: readonly Hit[]
  readonly next: string | null
  /** How each word and field of the query was read, in order. */
  readonly expansion: readonly Expansion[]
  /** Hits per day of the house's zone, days without any left out, undated records not in it; null unless asked for. */
  readonly days: readonly { readonly day: string; readonly hits: number }[] | null
  readonly facets: Facets
  /** Every record below this number was searched. */
  readonly indexed: number
  /** The query could only be decided on texts; follows from the query alone. */
  readonly isSlow: boolean
}

export interface SearcherParts {
  dir: string
  source: Pick<TextSource, 'read'>
  register: Pick<KeyRegister, 'open'>
  signals: Signals
  /** Memory for columns, in bytes. Default 96 MiB. */
  columnBytes?: number
  /** Memory for recent results, in bytes. Default 16 MiB. */
  resultBytes?: number
}

/** Records that one search in normal mode may open to decide what the index cannot: a few seconds of work. */
const MOST_OPENED = 30_000

/** Rows whose words one search may read to find out which pairs of characters occur: about a second of work. */
const MOST_READ = 300_000

/** Counted over whole shards, so it depends on the query, its months and the size of the house, never on what is in scope. */
function refuseTooBroad(share: number, readers: readonly ShardReader[]): void {
  if (share === 0) return
  const rows = readers.reduce((sum, reader) => sum + (reader.snapshot((state) => state.rows) ?? 0), 0)
  if (rows * share > MOST_READ) throw new Refusal('invalid', 'query_too_broad')
}

/** Answers searches over the shards; synchronous, for a worker thread of its own. */
export class Searcher {
  readonly #source: Pick<TextSource, 'read'>
  readonly #shards: OpenShards
  readonly #results: ResultMemory

  constructor({ dir, source, register, signals, columnBytes, resultBytes }: SearcherParts) {
    this.#source = source
    this.#shards = new OpenShards(dir, register, signals, new ColumnMemory(columnBytes ?? 96 * 1024 * 1024))
    this.#results = new ResultMemory(resultBytes ?? 16 * 1024 * 1024)
  }

  /**
   * @throws Refusal (invalid) of parseQuery, `query_too_broad`, `cursor_malformed`; Fault `shard_damaged`
   */
  run(input: SearchInput): SearchAnswer {
    const query = parseQuery(input.query, input.mode)
    const after = input.cursor ? readCursor(input.cursor, input.order) : null
    const names = this.#sets(input, query.names)
    invariant(names.length === query.names.length, 'whoever searches by name has looked the names up in the scope')
    const { root, filter } = lifted(query.root, filterOf(input.scope, input), names)
    const { readers, position } = this.#shards.view(filter)
    refuseTooBroad(shareRead(root), readers)
    const search: Search = {
      query: { ...query, root },
      filter,
      names,
      budget: { left: input.mode === 'exact' ? Infinity : MOST_OPENED },
      key: searchKey(input, filter, names),
      source: this.#source,
      memory: this.#results,
    }
    const lists = readers.map((reader) => hitsOf(search, reader)).filter((list) => list !== null)
    const page = mergedPage(lists, input.order, after, input.limit + 1)
    const shown = page.slice(0, input.limit)
    const last = shown.at(-1)
    return {
      total: lists.reduce((total, list) => total + hitCount(list), 0),
      hits: shown.map(readHit),
      next: last && page.length > shown.length ? writeCursor(input.order, last) : null,
      expansion: query.expansion,
      days: input.byDay ? hitsPerDay(lists) : null,
      facets: facetsOf(lists, input.facets ?? []),
      indexed: position,
      isSlow: root !== null && (input.mode === 'exact' || !isPlain(root)),
    }
  }

  /** The numbers of each name as a set. Where people took part is read from the records in scope, never from outside it. */
  #sets({ names = [], scope }: SearchInput, asked: readonly NameAsked[]): NumberSet[] {
    return names.map(({ numbers, spokenIn }, at) => {
      const field = asked[at]?.field
      if (field && columnOf(field) === 'record') return bitsOf(numbers)
      const known = new Set<number>(numbers)
      if (spokenIn.length > 0) for (const no of this.#conversationsOf(spokenIn, scope)) known.add(no)
      return members(known)
    })
  }

  #conversationsOf(senders: readonly ParticipantNo[], scope: ResolvedScope): Set<number> {
    const filter = filterOf(scope, { senders })
    const found = new Set<number>()
    for (const reader of this.#shards.view(filter).readers) {
      reader.snapshot((state) => {
        const rows = rowsInScope(null, filter, reader.span, state.rows, (name) => reader.column(name, state))
        const conversations = reader.column('conversation', state, rows)
        for (const row of rows) found.add(conversations[row] ?? 0)
      })
    }
    return found
  }

  close(): void {
    this.#shards.close()
  }
}

type ListedRow = PlacedRow & { readonly list: HitList }

/** The first `limit` of all shards' hits. Month shards do not overlap, so later ones are left alone once it is full. */
function mergedPage(lists: readonly HitList[], order: Order, after: Place | null, limit: number): ListedRow[] {
  const page: ListedRow[] = []
  const take = (list: HitList) => {
    for (const placed of firstHits(list, order, after, limit)) page.push({ ...placed, list })
  }
  let fromMonths = 0
  for (const list of lists.filter(isMonth).sort((a, b) => compareSpans(order, a, b))) {
    if (fromMonths >= limit) break
    if (liesBefore(list, order, after)) continue
    take(list)
    fromMonths = page.length
  }
  for (const list of lists) {
    const isUndated = list.span.form === 'none'
    if (!isMonth(list) && !(isUndated && fromMonths >= limit)) take(list)
  }
  return page.sort((a, b) => comparePlaces(order, a, b)).slice(0, limit)
}

function isMonth(list: HitList): boolean {
  return list.span.form === 'offset'
}

function compareSpans(order: Order, a: HitList, b: HitList): number {
  return order === 'newest' ? b.span.base - a.span.base : a.span.base - b.span.base
}

/** All of the month comes before the place the cursor says. */
function liesBefore({ span }: HitList, order: Order, after: Place | null): boolean {
  if (!after || span.from === null || span.to === null) return false
  if (after.time === null) return true
  return order === 'newest' ? span.from > after.time : span.to <= after.time
}

function readHit({ row, time, record, list }: ListedRow): Hit {
  const here = Int32Array.of(row)
  const sender = list.column('sender', here)[row] ?? 0
  return {
    record,
    time,
    conversation: (list.column('conversation', here)[row] ?? 0) as ConversationNo, // the column holds conversation numbers
    sender: sender === 0 ? null : (sender as ParticipantNo), // and this one participant numbers
    kind: kindOf(list.column('kind', here)[row] ?? 0),
  }
}

function hitsPerDay(lists: readonly HitList[]): { day: string; hits: number }[] {
  const days = new Map<number, number>()
  for (const list of lists) {
    if (list.span.form === 'none') continue
    const times = list.column('time', list.rows)
    const start = list.span.base + HOUSE_OFFSET
    const count = hitCount(list)
    let day = Number.NaN
    let hits = 0
    for (let i = 0; i < count; i++) {
      const at = Math.floor(((times[list.rows ? (list.rows[i] ?? 0) : i] ?? 0) + start) / DAY)
      if (at !== day) {
        if (hits > 0) days.set(day, (days.get(day) ?? 0) + hits)
        day = at
        hits = 0
      }
      hits++
    }
    if (hits > 0) days.set(day, (days.get(day) ?? 0) + hits)
  }
  return [...days].sort(([a], [b]) => a - b).map(([day, hits]) => ({ day: dayName(day), hits }))
}

function dayName(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** Names what is asked for by its content: a scope's own digest would not change when a person joins a conversation. */
function searchKey({ query, mode }: SearchInput, filter: Filter, names: readonly NumberSet[]): string {
  const { from, to, undated, kinds, conversations, senders, records } = filter
  const hash = createHash('sha256')
  hash.update(JSON.stringify([query, mode, String(from), String(to), undated, kinds]))
  for (const numbers of [conversations, senders, records, ...names])
    hash.update(numbers ? `\n${numbers.length}\n` : '\nall\n').update(numbers ?? '')
  return hash.digest('base64')
}
