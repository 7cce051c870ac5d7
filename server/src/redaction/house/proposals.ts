import { decide, type PersonActor, requireAllowed, type Verdict } from '#access'
import { type Instant, invariant, type PersonId, Refusal } from '#base'
import { type MaskRules, MaskRulesOf, type Recipient } from '#policy'
import type { MaskingParts } from './parts.ts'
import { checkReason } from './reveal.ts'
import * as store from './store.ts'

// Rules that let more be seen than those in force are put in force by two people: one proposes, another approves. Stricter ones are in
// force at once, and whoever may propose may also say no, to a proposal of their own too.

export interface ProposalView {
  readonly id: store.ProposalId
  readonly recipient: Recipient
  /** null: what the pack says again. */
  readonly rules: MaskRules | null
  /** Kinds of which more would be seen. */
  readonly looser: readonly string[]
  readonly reason: string
  readonly by: PersonId
  readonly at: Instant
  /** The rules that it was held against are in force no more: it can only be declined. */
  readonly isStale: boolean
  readonly can: { readonly approve: Verdict; readonly decline: Verdict }
}

export async function openProposals(parts: MaskingParts, actor: PersonActor): Promise<ProposalView[]> {
  const rows = await store.listOpenProposals(parts.db)
  const now = parts.clock.now()
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      recipient: row.recipient,
      rules: readRules(row.rules),
      looser: JSON.parse(row.looser) as string[], // as propose() wrote it
      reason: row.reason,
      by: row.by,
      at: row.at,
      isStale: ((await store.newestPolicy(parts.db, row.recipient))?.version ?? null) !== row.seen,
      can: {
        approve: decide(actor, 'masking.approve', { proposer: row.by, open: true }, parts.rules(), now),
        decline: decide(actor, 'masking.decline', { open: true }, parts.rules(), now),
      },
    })),
  )
}

function readRules(rules: string | null): MaskRules | null {
  return rules === null ? null : MaskRulesOf.parse(JSON.parse(rules))
}

/**
 * Puts what was proposed in force. @returns the version that is now
 * @throws Refusal `not_found`, `changed_meanwhile`, `reason_missing`; of access: `own_proposal`, `not_open`, …
 */
export async function approve(
  parts: MaskingParts,
  actor: PersonActor,
  id: store.ProposalId,
  reason: string,
): Promise<store.StoredPolicy> {
  const about = { action: 'masking.approve', actor, detail: { proposal: id } } as const
  const { value } = await parts.recorder.perform(about, async (tx, draft) => {
    const row = await store.findProposal(tx, id)
    if (row === undefined) throw new Refusal('not_found', 'not_found')
    const now = parts.clock.now()
    const facts = { proposer: row.by, open: row.ended === null }
    requireAllowed(decide(actor, 'masking.approve', facts, parts.rules(), now))
    const because = checkReason(reason)
    const before = await store.newestPolicy(tx, row.recipient)
    // what was called looser was so beside these rules, and beside no others
    if ((before?.version ?? null) !== row.seen) throw new Refusal('conflict', 'changed_meanwhile')
    const { recipient, rules, by } = row
    await store.insertPolicy(tx, { recipient, rules, reason: row.reason, by, at: now })
    const written = await store.newestPolicy(tx, recipient)
    invariant(written !== undefined, 'what was just written is there')
    const { version } = written
    await store.insertProposalEnd(tx, {
      proposal: id,
      what: 'approved',
      reason: because,
      by: actor.id,
      at: now,
      version,
    })
    draft.detail({ proposal: id, recipient, looser: JSON.parse(row.looser) as string[], rules: rules ?? '', because })
    return written
  })
  return value
}

/** @throws Refusal `not_found`, `reason_missing`; of access: `not_open`, … */
export async function decline(
  parts: MaskingParts,
  actor: PersonActor,
  id: store.ProposalId,
  reason: string,
): Promise<void> {
  const about = { action: 'masking.decline', actor, detail: { proposal: id } } as const
  await parts.recorder.perform(about, async (tx, draft) => {
    const row = await store.findProposal(tx, id)
    if (row === undefined) throw new Refusal('not_found', 'not_found')
    const now = parts.clock.now()
    requireAllowed(decide(actor, 'masking.decline', { open: row.ended === null }, parts.rules(), now))
    const because = checkReason(reason)
    await store.insertProposalEnd(tx, {
      proposal: id,
      what: 'declined',
      reason: because,
      by: actor.id,
      at: now,
      version: null,
    })
    draft.detail({ proposal: id, recipient: row.recipient, because })
  })
}
