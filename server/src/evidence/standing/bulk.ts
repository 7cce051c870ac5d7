import type { Kind } from '@cunzhen/proof'
import { resolveScope, type Scope } from '#access'
import type { Catalog } from '#archive'
import type { GrantId, Instant, ParticipantNo } from '#base'
import type { Policy } from '#policy'
import type { ExportParts } from '../register/ports.ts'

// How much an export is: about how many people outside the house, and, once it is made, how many rows of which sort. The pack says
// from where on it is bulk (MIIT Order 24, art. 13: bulk export is reviewed).

export interface Weight {
  /** People outside the house whom it is about. */
  readonly subjects: number
  readonly conversations: number
  readonly from: Instant | null
  readonly to: Instant | null
  /** Null: not made yet. */
  readonly rows: number | null
  readonly sort: 'content' | 'communication' | 'other'
  /** Rows of this sort over which it is bulk. */
  readonly over: number
  /** Why it is bulk; empty: it is not. */
  readonly why: ('subjects' | 'rows')[]
}

/** @throws Refusal `not_found` */
export async function weigh(
  parts: ExportParts,
  { bulk }: Policy['release'],
  grant: GrantId,
  rows: number | null,
): Promise<Weight> {
  const { scope } = await parts.grants.releaseFacts(grant)
  const { participants } = await parts.people()
  const { subjects, conversations } = concerned(scope, parts.archive.catalog, participants)
  const sort = sortOf(scope.kinds)
  const over = bulk.over[sort]
  const why = [
    ...(subjects > bulk.subjectsOver ? (['subjects'] as const) : []),
    ...(rows !== null && rows > over ? (['rows'] as const) : []),
  ]
  return { subjects, conversations, from: scope.from, to: scope.to, rows, sort, over, why }
}

export const isBulk = (weight: Pick<Weight, 'why'> | null): boolean => weight !== null && weight.why.length > 0

/**
 * Those whom the scope names, and whoever takes part in a conversation of it in which none of them does. An account that is
 * known to be of the house counts as nobody's; one that nobody was linked to counts as a person.
 */
export function concerned(
  scope: Scope,
  catalog: Pick<Catalog, 'conversationsOf' | 'membersOf' | 'counts'>,
  identities: ReadonlyMap<ParticipantNo, string>,
): { subjects: number; conversations: number } {
  const identityOf = (no: ParticipantNo) => identities.get(no) ?? `par_${no}`
  const isOutside = (identity: string) => !identity.startsWith('psn_')
  const named = new Set<string>([...scope.subjects, ...scope.people.map(identityOf).filter(isOutside)])
  const { conversations } = resolveScope(scope, (people) => catalog.conversationsOf(people))
  if (conversations === 'all') {
    const { participants, conversations: all } = catalog.counts()
    return { subjects: participants, conversations: all }
  }
  const others = new Set<string>()
  for (const conversation of conversations) {
    const present = catalog.membersOf(conversation).map(({ no }) => identityOf(no))
    if (present.some((identity) => named.has(identity))) continue
    for (const identity of present) if (isOutside(identity)) others.add(identity)
  }
  return { subjects: named.size + others.size, conversations: conversations.size }
}

const COMMUNICATION: readonly Kind[] = ['call', 'event']

/** Words of people unless the scope asks for nothing but calls, events or notices of a system. */
function sortOf(kinds: readonly Kind[] | null): Weight['sort'] {
  if (kinds === null) return 'content'
  if (kinds.every((kind) => kind === 'system')) return 'other'
  return kinds.every((kind) => COMMUNICATION.includes(kind) || kind === 'system') ? 'communication' : 'content'
}
