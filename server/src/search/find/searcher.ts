import { createHash } from 'node:crypto'
import type { ResolvedScope } from '#access'
import { type ConversationNo, invariant, type ParticipantNo, Refusal } from '#base'
import type { KeyRegister } from '#platform/keys'
import { columnOf, type NameAsked, parseQuery } from '../query/query.ts'
import { kindOf } from '../shards/columns.ts'
import { inListRoom } from '../shards/list-room.ts'
import type { Signals } from '../shards/signals.ts'
import type { TextSource } from '../shards/source.ts'
import {
  type Hit,
  type HitAbout,
  mergedAnswer,
  type PartAnswer,
  type SearchAnswer,
  type SearchInput,
  withSpoken,
} from './answer.ts'
import { shareRead } from './bounds.ts'
import { comparePlaces, type Order, type Place, readCursor } from './cursor.ts'
import { daysOf } from './days.ts'
import { countsOf } from './facets.ts'
import { hitsOf, type Search } from './hits.ts'
import { bitsOf, members, type NumberSet } from './number-set.ts'
import { ALL_MONTHS, OpenShards, type Share } from './open-shards.ts'
import { firstHits, type HitList, type PlacedRow } from './page.ts'
import { ResultMemory } from './result-memory.ts'
import { type Filter, filterOf, lifted, rowsInScope } from './scope.ts'
import { ShardMemory } from './shard-reader.ts'

export interface SearcherParts {
  dir: string
  source: Pick<TextSource, 'read'>
  register: Pick<KeyRegister, 'open'>
  signals: Signals
  /** Which months are its own, where several answer together. Default all. */
  share?: Share
  /** Memory for columns, in bytes. Default 96 MiB. */
  columnBytes?: number
  /** Memory for recent results, in bytes. Default 16 MiB. */
  resultBytes?: number
}

/** Records that one search in normal mode may open in a searcher's months to decide what the index cannot: a few seconds. */
const MOST_OPENED = 30_000

/** Rows whose words one search may read to find out which pairs of characters occur: about a second of work. */
const MOST_READ = 300_000

/** Answers searches over the shards; synchronous, for a worker thread of its own. */
export class Searcher {
  readonly #source: Pick<TextSource, 'read'>
  readonly #memory: ShardMemory
  readonly #shards: OpenShards
  readonly #results: ResultMemory
  readonly #share: Share

  constructor({ dir, source, register, signals, share, columnBytes, resultBytes }: SearcherParts) {
    this.#source = source
    this.#memory = new ShardMemory(columnBytes ?? 96 * 1024 * 1024)
    this.#shards = new OpenShards(dir, register, signals, this.#memory)
    this.#results = new ResultMemory(resultBytes ?? 16 * 1024 * 1024)
    this.#share = share ?? ALL_MONTHS
  }

  /** The whole answer of a searcher to whom all months belong. @throws as part */
  run(input: SearchInput): SearchAnswer {
    const spoken = (input.names ?? []).map(({ spokenIn }) => this.conversationsOf(spokenIn, input.scope))
    const named = withSpoken(input, spoken)
    return mergedAnswer(named, [this.part(named)])
  }

  /**
   * What is found in the searcher's own months.
   *
   * @param input its names have no `spokenIn` left (withSpoken)
   * @throws Refusal (invalid) of parseQuery, `query_too_broad`, `cursor_malformed`; Fault `shard_damaged`
   */
  part(input: SearchInput): PartAnswer {
    return this.#searching(() => this.#part(input))
  }

  /** What a search made on its way is gone when it ends. */
  #searching<T>(search: () => T): T {
    try {
      return inListRoom(search)
    } finally {
      this.#memory.letGo()
    }
  }

  #part(input: SearchInput): PartAnswer {
    const query = parseQuery(input.query, input.mode, input.classes)
    const after = input.cursor ? readCursor(input.cursor, input.order) : null
    const names = setsOf(input, query.names)
    invariant(names.length === query.names.length, 'whoever searches by name has looked the names up in the scope')
    const { root, filter } = lifted(query.root, filterOf(input.scope, input), names)
    this.#refuseTooBroad(shareRead(root), filter)
    const { readers, position } = this.#shards.view(filter, this.#share)
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
    return {
      total: lists.reduce((total, { count }) => total + count, 0),
      page: mergedPage(lists, input.order, after, input.limit + 1).map((listed) =>
        readHit(listed, input.placesOnly ?? false),
      ),
      days: input.byDay ? daysOf(lists) : null,
      facets: countsOf(lists, input.facets ?? []),
      indexed: position,
    }
  }

  /** Conversations in which one of them speaks, read from the records in scope, never from outside it; own months only. */
  conversationsOf(senders: readonly ParticipantNo[], scope: ResolvedScope): ConversationNo[] {
    return senders.length === 0 ? [] : this.#searching(() => this.#spokenIn(senders, scope))
  }

  #spokenIn(senders: readonly ParticipantNo[], scope: ResolvedScope): ConversationNo[] {
    const filter = filterOf(scope, { senders })
    const found = new Set<number>()
    for (const reader of this.#shards.view(filter, this.#share).readers) {
      reader.snapshot((state) => {
        const rows = rowsInScope(null, filter, reader.span, state.rows, reader.columns(state))
        const conversations = reader.column('conversation', state, rows)
        for (const row of rows) found.add(conversations[row] ?? 0)
      })
    }
    return [...found] as ConversationNo[] // the column holds conversation numbers
  }

  /** Counted over whole shards, so it depends on the query, its months and the size of the house, never on what is in scope. */
  #refuseTooBroad(share: number, filter: Filter): void {
    if (share === 0) return
    const { readers } = this.#shards.view(filter, ALL_MONTHS)
    const rows = readers.reduce((sum, reader) => sum + (reader.snapshot((state) => state.rows) ?? 0), 0)
    if (rows * share > MOST_READ) throw new Refusal('invalid', 'query_too_broad')
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

function readHit(listed: ListedRow, placesOnly: boolean): Hit {
  const { record, time } = listed
  return { record, time, about: placesOnly ? null : readAbout(listed) }
}

function readAbout({ row, list }: ListedRow): HitAbout {
  const here = Int32Array.of(row)
  const [sender = 0] = list.values('sender', here)
  return {
    conversation: (list.values('conversation', here)[0] ?? 0) as ConversationNo, // the column holds conversation numbers
    sender: sender === 0 ? null : (sender as ParticipantNo), // and this one participant numbers
    kind: kindOf(list.values('kind', here)[0] ?? 0),
  }
}

/** The numbers of each name as a set. */
function setsOf({ names = [] }: SearchInput, asked: readonly NameAsked[]): NumberSet[] {
  return names.map(({ numbers, spokenIn }, at) => {
    invariant(spokenIn.length === 0, 'where people speak has been looked up in all months')
    const field = asked[at]?.field
    return field && columnOf(field) === 'record' ? bitsOf(numbers) : members(numbers)
  })
}

/** Names what is asked for by its content: a scope's own digest would not change when a person joins a conversation. */
function searchKey({ query, mode, classes }: SearchInput, filter: Filter, names: readonly NumberSet[]): string {
  const { from, to, undated, kinds, conversations, senders, records } = filter
  const hash = createHash('sha256')
  hash.update(JSON.stringify([query, mode, classes, String(from), String(to), undated, kinds]))
  for (const numbers of [conversations, senders, records, ...names])
    hash.update(numbers ? `\n${numbers.length}\n` : '\nall\n').update(numbers ?? '')
  return hash.digest('base64')
}
