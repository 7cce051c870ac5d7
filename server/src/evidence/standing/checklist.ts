import type { PersonId } from '#base'
import type { Policy } from '#policy'
import type { ExportParts } from '../register/ports.ts'
import { listDecisions, listOriginals, type StoredDecision } from '../register/release.store.ts'
import type { StoredExport } from '../register/store.ts'
import { isBulk, type Weight } from './bulk.ts'

// What must lie on the table before counsel may release a package: the pack's list (S2), and what a bulk export needs besides. Each
// item is judged from what the house knows, from a paper that it has filed, or from a paper original that was registered.

export type ItemKey = Policy['release']['checklist'][number] | 'bulk_reason' | 'bulk_second'

/** Items that a paper original can stand for; the others are facts of the house. */
export const ORIGINALS = ['scope_to_conversation_id', 'sealed_medium_record'] as const
export type OriginalItem = (typeof ORIGINALS)[number]

export interface Item {
  readonly key: ItemKey
  readonly state: 'done' | 'missing' | 'not_needed'
  /** Number of the paper or of the original that stands for it. */
  readonly paper: string | null
}

/** What was said of the package that lies there now: a withdrawal, a no or a changed byte ends what was said before it. */
export interface Standing {
  readonly second: StoredDecision | null
  readonly released: StoredDecision | null
  readonly all: readonly StoredDecision[]
}

const ENDS: readonly string[] = ['withdrawn', 'refused', 'void']

export async function standingOf(db: Parameters<typeof listDecisions>[0], row: StoredExport): Promise<Standing> {
  const all = await listDecisions(db, row.id)
  const from = all.findLastIndex(({ what }) => ENDS.includes(what)) + 1
  const counts = all.slice(from).filter(({ attempt, sha256 }) => attempt === row.attempt && sha256 === row.sha256)
  return {
    second: counts.findLast(({ what }) => what === 'second') ?? null,
    released: counts.findLast(({ what }) => what === 'released') ?? null,
    all,
  }
}

export function weightOf(row: Pick<StoredExport, 'weight'>): Weight | null {
  return row.weight === null ? null : (JSON.parse(row.weight) as Weight) // as `weigh` made it
}

export async function checklistOf(
  parts: ExportParts,
  release: Policy['release'],
  row: StoredExport,
  second: PersonId | null,
): Promise<Item[]> {
  const facts = await parts.grants.releaseFacts(row.grant_id)
  const filed = await parts.filed(row.request_id, row.id)
  const originals = (await listOriginals(parts.db, row.id)).filter(({ attempt }) => attempt === row.attempt)
  const original = (key: ItemKey) => originals.findLast(({ item }) => item === key)?.number ?? null
  // a record of what was sealed is about this package, not about one of an earlier run
  const paper = (kind: string, since = 0) =>
    filed.find((each) => each.kind === kind && each.at >= since)?.number ?? null
  const byPaper = (key: ItemKey, number: string | null): Item => {
    const stands = number ?? original(key)
    return { key, state: stands === null ? 'missing' : 'done', paper: stands }
  }
  const byFact = (key: ItemKey, isSo: boolean): Item => ({ key, state: isSo ? 'done' : 'missing', paper: null })
  const judge = (key: (typeof release.checklist)[number]): Item => {
    switch (key) {
      case 'signed_application':
        return byFact(key, facts.isApproved)
      case 'consent_where_basis':
        return facts.isConsented === null ? { key, state: 'not_needed', paper: null } : byFact(key, facts.isConsented)
      case 'scope_to_conversation_id': {
        const { conversations, people } = facts.scope
        const isNamed = conversations !== 'all' && conversations.length > 0 && people.length === 0
        return isNamed ? byFact(key, true) : byPaper(key, paper('scope_note'))
      }
      case 'sealed_medium_record':
        return byPaper(key, paper('media_seal', row.finished_at ?? 0))
    }
  }
  const items = release.checklist.map(judge)
  if (!isBulk(weightOf(row))) return items
  const { requires } = release.bulk
  if (requires.includes('reason')) items.push(byFact('bulk_reason', row.bulk_reason !== null))
  if (requires.includes('second_approval')) items.push(byFact('bulk_second', second !== null))
  return items
}

/** Whether a package of this weight waits for a yes at all. */
export function needsRelease(release: Policy['release'], weight: Weight): boolean {
  return release.required || (isBulk(weight) && release.bulk.requires.length > 0)
}
