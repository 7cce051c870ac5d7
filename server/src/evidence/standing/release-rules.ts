import { decide, type FactsFor, type PersonActor, type Verdict } from '#access'
import { type PersonId, Refusal } from '#base'
import type { Policy } from '#policy'
import type { ExportParts } from '../register/ports.ts'
import { hasLooked } from '../register/release.store.ts'
import type { StoredExport } from '../register/store.ts'
import { isBulk } from './bulk.ts'
import { checklistOf, standingOf, weightOf } from './checklist.ts'

// Who may take which step of a release, and what stands in the way; the steps themselves are in ../release.

export const RELEASE_VERBS = ['preview', 'release', 'second', 'refuse', 'withdraw', 'reason', 'original'] as const
export type ReleaseVerb = (typeof RELEASE_VERBS)[number]

/** The pack's part about releases. @throws Refusal `policy_unreadable` */
export function releaseRules(parts: ExportParts): Policy['release'] {
  const policy = parts.policy()
  if (!policy.readable) throw new Refusal('unavailable', 'policy_unreadable')
  return policy.release
}

/** May this person take this step now? `seen`: the digest that the decider names; null: as the page shows it. */
export async function releaseVerdict(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  verb: ReleaseVerb,
  seen: string | null = null,
): Promise<Verdict> {
  const rules = parts.rules()
  const now = parts.clock.now()
  const carriers = [row.executor_id, row.monitor_id].filter((id): id is PersonId => id !== null)
  const waits = row.state === 'awaiting_release'
  switch (verb) {
    case 'withdraw':
      return decide(actor, 'export.withdraw', { released: row.state === 'ready' }, rules, now)
    case 'reason': {
      const open = waits && isBulk(weightOf(row)) && row.bulk_reason === null
      const facts = { requester: row.requester_id, executor: row.executor_id, open }
      return decide(actor, 'export.reason', facts, rules, now)
    }
    case 'original':
      return decide(actor, 'export.original', { carriers, open: waits }, rules, now)
    default: {
      const isParty = await parts.grants.isPartyOfGrant(row.grant_id, actor)
      const open = (waits || (verb === 'preview' && row.state === 'ready')) && (await holds(parts, row))
      const facts = { requester: row.requester_id, carriers, open, isParty }
      if (verb === 'preview' || verb === 'refuse') return decide(actor, `export.${verb}`, facts, rules, now)
      const signed = await signedFacts(parts, actor, row, facts, seen)
      return verb === 'release'
        ? decide(actor, 'export.release', signed, rules, now)
        : decide(actor, 'export.second', signed, rules, now)
    }
  }
}

const holds = (parts: ExportParts, row: StoredExport) => parts.grants.grantHolds(row.grant_id)

async function signedFacts(
  parts: ExportParts,
  actor: PersonActor,
  row: StoredExport,
  facts: FactsFor<'export.refuse'>,
  seen: string | null,
): Promise<FactsFor<'export.release'> & FactsFor<'export.second'>> {
  const digest = row.sha256 ?? ''
  const { second } = await standingOf(parts.db, row)
  const items = await checklistOf(parts, releaseRules(parts), row, second?.by_id ?? null)
  return {
    ...facts,
    digest,
    digestSeen: seen ?? digest,
    previewed: await hasLooked(parts.db, row.id, actor.id, digest),
    second: second?.by_id ?? null,
    missing: items.filter(({ state }) => state === 'missing').length,
    isBulk: isBulk(weightOf(row)),
  }
}
