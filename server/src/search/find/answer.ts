import type { Kind } from '@cunzhen/proof/keeping'
import type { ResolvedScope } from '#access'
import { type ConversationNo, type Instant, invariant, type ParticipantNo, type RecordNo } from '#base'
import type { RetentionClasses } from '#policy'
import type { NamesFound } from '../query/names.ts'
import { type Expansion, isPlain, type Mode, parseQuery } from '../query/query.ts'
import { comparePlaces, type Order, writeCursor } from './cursor.ts'
import { type Days, namedDays } from './days.ts'
import { type Facet, type FacetCounts, type Facets, facetsOf } from './facets.ts'
import type { Narrowing } from './scope.ts'

// What is asked and answered, and how the parts of an answer become one. Each searcher looks at the months that are its own
// (open-shards.ts), so a search takes as long as the longest part, and no month is held in memory twice.

export interface SearchInput extends Narrowing {
  readonly scope: ResolvedScope
  /** The query language is told in language.ts; empty: everything in scope. */
  readonly query: string
  readonly mode: Mode
  /** What `class:` may name. Default none. */
  readonly classes?: RetentionClasses
  /** Who is meant by the names in the query, in their order (findNames); needed where there are any. */
  readonly names?: readonly NamesFound[]
  readonly order: Order
  readonly cursor?: string | null
  /** Hits on this page. */
  readonly limit: number
  /** Who opens the hits reads there what each is about; looking it up here too would be most of a page's reads. */
  readonly placesOnly?: boolean
  readonly byDay?: boolean
  /** Also how the hits fall on people, kinds, conversations. */
  readonly facets?: readonly Facet[]
}

export interface Hit {
  readonly record: RecordNo
  readonly time: Instant | null
  /** null where the search asked for places only. */
  readonly about: HitAbout | null
}

export interface HitAbout {
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

/** What one searcher found in its months. */
export interface PartAnswer {
  readonly total: number
  /** Its first `limit` and one more, in order. */
  readonly page: readonly Hit[]
  /** null unless asked for. */
  readonly days: Days | null
  readonly facets: FacetCounts
  readonly indexed: number
}

/**
 * Names as plain numbers: the conversations in which somebody speaks are known only to all searchers together.
 *
 * @param spoken per name, the conversations in scope in which one of its `spokenIn` speaks
 */
export function withSpoken(input: SearchInput, spoken: readonly (readonly ConversationNo[])[]): SearchInput {
  const names = (input.names ?? []).map(({ numbers }, at) => ({
    numbers: [...numbers, ...(spoken[at] ?? [])],
    spokenIn: [],
  }))
  return { ...input, names }
}

/** @param parts of all searchers, for this input */
export function mergedAnswer(input: SearchInput, parts: readonly PartAnswer[]): SearchAnswer {
  invariant(parts.length > 0, 'there is a searcher')
  const query = parseQuery(input.query, input.mode, input.classes)
  const page = parts.flatMap((part) => part.page).sort((a, b) => comparePlaces(input.order, a, b))
  const hits = page.slice(0, input.limit)
  const last = hits.at(-1)
  return {
    total: parts.reduce((total, part) => total + part.total, 0),
    hits,
    next: last && page.length > hits.length ? writeCursor(input.order, last) : null,
    expansion: query.expansion,
    days: input.byDay ? namedDays(parts.map(({ days }) => days ?? new Map())) : null,
    facets: facetsOf(
      parts.map(({ facets }) => facets),
      input.facets ?? [],
    ),
    indexed: Math.min(...parts.map(({ indexed }) => indexed)),
    isSlow: query.root !== null && (input.mode === 'exact' || !isPlain(query.root)),
  }
}
