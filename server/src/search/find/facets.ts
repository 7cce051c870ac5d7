import type { Kind } from '@cunzhen/proof/keeping'
import type { ConversationNo, ParticipantNo } from '#base'
import { kindOf } from '../shards/columns.ts'
import type { HitList } from './page.ts'

// How the hits of a search fall on people, kinds and conversations: counted over the hits, so inside the scope only.

export const FACETS = ['sender', 'kind', 'conversation'] as const
export type Facet = (typeof FACETS)[number]

/** Values told one by one; the others are counted together. */
export const MOST_VALUES = 50

interface Counted<T> {
  /** Most hits first, then the smaller number (kinds: the order of KINDS). */
  readonly top: readonly { readonly value: T; readonly hits: number }[]
  /** What is not in `top`. */
  readonly rest: { readonly values: number; readonly hits: number }
}

export interface Facets {
  /** null: the source names no sender. */
  readonly sender?: Counted<ParticipantNo | null>
  readonly kind?: Counted<Kind>
  readonly conversation?: Counted<ConversationNo>
}

/** Hits by value, of the facets that were asked for. */
export type FacetCounts = Readonly<Partial<Record<Facet, Uint32Array>>>

export function countsOf(lists: readonly HitList[], wanted: readonly Facet[]): FacetCounts {
  return Object.fromEntries(wanted.map((facet) => [facet, counted(lists, facet)]))
}

/** The counts of all parts of an answer, told by value. */
export function facetsOf(parts: readonly FacetCounts[], wanted: readonly Facet[]): Facets {
  const of = (facet: Facet) => (wanted.includes(facet) ? added(parts.map((part) => part[facet])) : null)
  const [sender, kind, conversation] = [of('sender'), of('kind'), of('conversation')]
  return {
    // the columns hold participant numbers (0: none), kind bytes and conversation numbers
    ...(sender && { sender: valued(sender, (no) => (no === 0 ? null : (no as ParticipantNo))) }),
    ...(kind && { kind: valued(kind, kindOf) }),
    ...(conversation && { conversation: valued(conversation, (no) => no as ConversationNo) }),
  }
}

function added(parts: readonly (Uint32Array | undefined)[]): Uint32Array {
  const counts = new Uint32Array(Math.max(...parts.map((part) => part?.length ?? 0)))
  for (const part of parts)
    part?.forEach((hits, value) => {
      counts[value] = (counts[value] ?? 0) + hits
    })
  return counts
}

function counted(lists: readonly HitList[], facet: Facet): Uint32Array {
  let counts = new Uint32Array(1024)
  for (const list of lists) {
    const values = list.column(facet, list.rows)
    const mask = facet === 'kind' ? 0x1f : 0xffffffff // the upper bits of a kind byte say something else
    const { rows, count } = list
    for (let i = 0; i < count; i++) {
      const value = ((values[rows ? (rows[i] ?? 0) : i] ?? 0) & mask) >>> 0
      if (value >= counts.length) {
        const larger = new Uint32Array(Math.max(value + 1, counts.length * 2))
        larger.set(counts)
        counts = larger
      }
      counts[value] = (counts[value] ?? 0) + 1
    }
  }
  return counts
}

function valued<T>(counts: Uint32Array, toValue: (no: number) => T): Counted<T> {
  const numbers: number[] = []
  let total = 0
  counts.forEach((hits, no) => {
    if (hits === 0) return
    numbers.push(no)
    total += hits
  })
  numbers.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
  const top = numbers.slice(0, MOST_VALUES).map((no) => ({ value: toValue(no), hits: counts[no] ?? 0 }))
  const told = top.reduce((sum, { hits }) => sum + hits, 0)
  return { top, rest: { values: numbers.length - top.length, hits: total - told } }
}
