import { createHash } from 'node:crypto'
import { canonicalJson, type Kind } from '@cunzhen/proof/keeping'
import { type ConversationNo, type Instant, type ParticipantNo, Refusal, type SubjectId } from '#base'

export interface Scope {
  readonly v: 1
  /** Whose matter it is. Names the customers whose consent counts; selects nothing by itself. */
  readonly subjects: readonly SubjectId[]
  /** Every conversation that one of these takes part in. */
  readonly people: readonly ParticipantNo[]
  /** These conversations too; `all`: every one, and `people` narrows nothing. */
  readonly conversations: readonly ConversationNo[] | 'all'
  /** Half-open [from, to) on the source's time; null: open on that side. */
  readonly from: Instant | null
  readonly to: Instant | null
  /** Null: all kinds. */
  readonly kinds: readonly Kind[] | null
  /** Whether records without a time are inside; they are never given a borrowed one. */
  readonly undated: boolean
}

/** A scope with its conversations looked up: what search and archive compare each record with. */
export interface ResolvedScope {
  readonly conversations: ReadonlySet<ConversationNo> | 'all'
  readonly from: Instant | null
  readonly to: Instant | null
  readonly kinds: ReadonlySet<Kind> | null
  readonly undated: boolean
}

/**
 * One form per meaning: lists sorted and without repeats; frozen, lists included.
 * @throws Refusal `scope_time_order` when from is not before to, `scope_kinds_empty` for an empty list of kinds (it would
 *   read as "none" to one reader and as "all" to another)
 */
export function normaliseScope(scope: Scope): Scope {
  if (scope.from !== null && scope.to !== null && scope.from >= scope.to) {
    throw new Refusal('invalid', 'scope_time_order')
  }
  if (scope.kinds !== null && scope.kinds.length === 0) throw new Refusal('invalid', 'scope_kinds_empty')
  return Object.freeze({
    v: 1,
    subjects: sortedWords(scope.subjects),
    people: sortedNumbers(scope.people),
    conversations: scope.conversations === 'all' ? 'all' : sortedNumbers(scope.conversations),
    from: scope.from,
    to: scope.to,
    kinds: scope.kinds === null ? null : sortedWords(scope.kinds),
    undated: scope.undated,
  })
}

/** Hex of SHA-256("cunzhen/scope/v1\n" ‖ canonical JSON, RFC 8785) over the normal form. What every decision signs. */
export function scopeDigest(scope: Scope): string {
  const text = canonicalJson(normaliseScope(scope))
  return createHash('sha256').update('cunzhen/scope/v1\n').update(text, 'utf8').digest('hex')
}

/** True where the scope names nothing that could be looked at. */
export function isEmptyScope(scope: Scope): boolean {
  return scope.conversations !== 'all' && scope.conversations.length === 0 && scope.people.length === 0
}

/** Looks the people up. `conversationsOf` answers from the catalog; it is not asked when all or none are meant. */
export function resolveScope(
  scope: Scope,
  conversationsOf: (people: readonly ParticipantNo[]) => ReadonlySet<ConversationNo>,
): ResolvedScope {
  const { from, to, undated } = scope
  const kinds = scope.kinds === null ? null : new Set(scope.kinds)
  if (scope.conversations === 'all') return { conversations: 'all', from, to, kinds, undated }
  const conversations = new Set(scope.conversations)
  if (scope.people.length > 0) for (const no of conversationsOf(scope.people)) conversations.add(no)
  return { conversations, from, to, kinds, undated }
}

/** The one test of membership: conversation, time and kind, all three. */
export function isInScope(
  scope: ResolvedScope,
  record: { readonly conversation: ConversationNo; readonly sourceTs: number | null; readonly kind: Kind },
): boolean {
  if (scope.conversations !== 'all' && !scope.conversations.has(record.conversation)) return false
  if (scope.kinds !== null && !scope.kinds.has(record.kind)) return false
  if (record.sourceTs === null) return scope.undated
  if (scope.from !== null && record.sourceTs < scope.from) return false
  return scope.to === null || record.sourceTs < scope.to
}

function sortedNumbers<T extends number>(list: readonly T[]): readonly T[] {
  return Object.freeze([...new Set(list)].sort((a, b) => a - b))
}

function sortedWords<T extends string>(list: readonly T[]): readonly T[] {
  return Object.freeze([...new Set(list)].sort())
}
