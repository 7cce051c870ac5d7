import { createHash } from 'node:crypto'
import { decide, type PersonActor, requireAllowed } from '#access'
import { type Instant, invariant, newId, type PersonId, Refusal } from '#base'
import {
  looserKinds,
  type MaskRules,
  MaskRulesOf,
  type PolicyState,
  pseudonymKinds,
  RECIPIENTS,
  type Recipient,
} from '#policy'
import type { MaskPolicy } from '../masks/policy.ts'
import { type CaseForms, formsOf, type JudgedForm, judgeForms } from './forms.ts'
import type { MaskingParts } from './parts.ts'
import { approve, decline, openProposals, type ProposalView } from './proposals.ts'
import { checkReason, type RevealAsked, type Revealing, reveal } from './reveal.ts'
import * as store from './store.ts'

// The masking policy as data: what the pack says for each class of recipients, and what the house put in its place. Every version stays.

/** What one class of recipients gets now, and whose word it is. */
export interface PolicyView {
  readonly recipient: Recipient
  readonly rules: MaskRules
  /** What the pack would say. */
  readonly pack: MaskRules
  /** The house's version in force; null: the pack's. */
  readonly version: number | null
  readonly by: PersonId | null
  readonly at: Instant | null
  readonly reason: string | null
  /** Name of exactly these rules: stands in packages and acts. */
  readonly id: string
}

export interface MasksInForce {
  readonly policy: MaskPolicy
  readonly id: string
  readonly version: number | null
}

export interface Masking {
  /** @throws Refusal `policy_unreadable`: without a policy nothing is shown */
  inForce(recipient: Recipient): MasksInForce
  view(): PolicyView[]
  /** Newest first; `second`: who approved it, where it needed somebody. */
  history(): Promise<(store.StoredPolicy & { second: PersonId | null })[]>
  /**
   * Puts rules in place of the pack's for one class, or (null) the pack's back: at once, unless they let more be seen than those in
   * force; then they wait for a second person. `seen`: the version that the caller looked at.
   * @throws Refusal `changed_meanwhile`, `reason_missing`, `pseudonym_on_screen`, `rules_same`, `proposal_open`, and those of access
   */
  change(
    actor: PersonActor,
    wanted: { recipient: Recipient; rules: MaskRules | null; reason: string; seen: number | null },
  ): Promise<PolicyView[]>
  /** Looser rules that wait for a second person, and what this one may do about each. */
  proposals(actor: PersonActor): Promise<ProposalView[]>
  /** @throws Refusal `own_proposal`, `not_open`, `changed_meanwhile`, `reason_missing`, … */
  approve(actor: PersonActor, id: store.ProposalId, reason: string): Promise<void>
  decline(actor: PersonActor, id: store.ProposalId, reason: string): Promise<void>
  /**
   * Writes down that one field of one record is about to be shown: the receipt opens it. `confirm` takes a code that
   * was never used before.
   * @throws Refusal `reveal_needs_grant`, `reveal_off`, `reason_missing`, `reveal_limit`, what `confirm` throws, and those of access
   */
  reveal(actor: PersonActor, asked: RevealAsked, confirm: () => Promise<unknown>): Promise<Revealing>
  /** What people said of the surface forms of a case. */
  forms(caseNo: string): Promise<CaseForms>
  /** @throws Refusal `form_invalid` */
  judge(actor: PersonActor, permit: string, caseNo: string, judged: readonly JudgedForm[]): Promise<CaseForms>
}

export async function createMasking(parts: MaskingParts): Promise<Masking> {
  const { db } = parts
  const newest = new Map<Recipient, store.StoredPolicy>()
  for (const row of (await store.listPolicies(db)).reverse()) newest.set(row.recipient, row)
  const viewOf = (recipient: Recipient): PolicyView => policyView(parts, recipient, newest.get(recipient) ?? null)
  // every line that a screen shows asks for it: made anew when the pack or the version is another one
  const made = new Map<Recipient, { pack: PolicyState; row: number | null; inForce: MasksInForce }>()
  return {
    inForce(recipient) {
      const [pack, row] = [parts.policy(), newest.get(recipient)?.version ?? null]
      const known = made.get(recipient)
      if (known?.pack === pack && known.row === row) return known.inForce
      const { rules, id, version } = viewOf(recipient)
      const inForce = { policy: { ...rules, threshold: 0, language: parts.language }, id, version }
      made.set(recipient, { pack, row, inForce })
      return inForce
    },
    view: () => RECIPIENTS.map(viewOf),
    async history() {
      const seconds = await store.approversOfVersions(db)
      return (await store.listPolicies(db)).map((row) => ({ ...row, second: seconds.get(row.version) ?? null }))
    },
    async change(actor, wanted) {
      const { rules, pack } = viewOf(wanted.recipient)
      const looser = looserKinds(rules, wanted.rules ?? pack)
      const written = await change(parts, actor, wanted, looser)
      if (written !== null) newest.set(wanted.recipient, written)
      return RECIPIENTS.map(viewOf)
    },
    proposals: (actor) => openProposals(parts, actor),
    async approve(actor, id, reason) {
      const written = await approve(parts, actor, id, reason)
      newest.set(written.recipient, written)
    },
    decline: (actor, id, reason) => decline(parts, actor, id, reason),
    reveal: (actor, asked, confirm) => reveal(parts, actor, asked, confirm),
    forms: async (caseNo) => formsOf(await store.listForms(db, caseNo.trim())),
    judge: (actor, permit, caseNo, judged) => judgeForms(parts, actor, permit, caseNo.trim(), judged),
  }
}

interface Wanted {
  readonly recipient: Recipient
  readonly rules: MaskRules | null
  readonly reason: string
  readonly seen: number | null
}

/**
 * `looser`: the kinds of which more would be seen than under the version that `seen` names.
 * @returns the version that is now in force; null: it waits for a second person
 */
async function change(
  parts: MaskingParts,
  actor: PersonActor,
  wanted: Wanted,
  looser: readonly string[],
): Promise<store.StoredPolicy | null> {
  const { recipient, reason, seen } = wanted
  const action = looser.length === 0 ? 'masking.change' : 'masking.propose'
  const detail = { recipient, to: wanted.rules === null ? 'pack' : 'house', because: reason.trim() }
  const { value } = await parts.recorder.perform({ action, actor, detail }, async (tx, draft) => {
    const now = parts.clock.now()
    requireAllowed(decide(actor, action, null, parts.rules(), now))
    const because = checkReason(reason)
    const before = await store.newestPolicy(tx, recipient)
    if ((before?.version ?? null) !== seen) throw new Refusal('conflict', 'changed_meanwhile')
    if (wanted.rules !== null) checkRules(recipient, wanted.rules)
    const rules = wanted.rules && JSON.stringify(wanted.rules)
    if ((before?.rules ?? null) === rules) throw new Refusal('conflict', 'rules_same')
    const row = { recipient, rules, reason: because, by: actor.id, at: now }
    if (looser.length > 0) {
      const open = await store.listOpenProposals(tx)
      if (open.some((one) => one.recipient === recipient)) throw new Refusal('conflict', 'proposal_open')
      const id = newId<store.ProposalId>('mpr')
      await store.insertProposal(tx, { ...row, id, looser: JSON.stringify(looser), seen })
      draft.detail({ ...detail, proposal: id, looser, rules: rules ?? '' })
      return null
    }
    await store.insertPolicy(tx, row)
    draft.detail({ ...detail, rules: rules ?? '' })
    const written = await store.newestPolicy(tx, recipient)
    invariant(written !== undefined, 'what was just written is there')
    return written
  })
  return value
}

function policyView({ policy }: MaskingParts, recipient: Recipient, row: store.StoredPolicy | null): PolicyView {
  const pack = policy()
  if (!pack.readable) throw new Refusal('unavailable', 'policy_unreadable')
  const own = row?.rules ? MaskRulesOf.safeParse(JSON.parse(row.rules)) : null
  // written by an older version that knew fewer kinds: no guessing what it would have said
  if (own !== null && !own.success) throw new Refusal('unavailable', 'policy_unreadable')
  const rules = own?.data ?? pack.mask.recipients[recipient]
  const version = own === null ? null : (row?.version ?? null)
  return {
    recipient,
    rules,
    pack: pack.mask.recipients[recipient],
    version: row?.version ?? null,
    by: row?.by ?? null,
    at: row?.at ?? null,
    reason: row?.reason ?? null,
    id: `masks/v2 ${recipient} ${version === null ? pack.id : `house-${version}`} ${digestOf(rules)}`,
  }
}

/** The first 64 bits of the SHA-256 of the rules, by name: which ones they were can be shown later, and no person is in them. */
function digestOf(rules: MaskRules): string {
  const sorted = Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16)
}

/** A label is one person's in one case; whoever looks at a screen looks at many. */
function checkRules(recipient: Recipient, rules: MaskRules): void {
  if (recipient === 'screen' && pseudonymKinds(rules).length > 0) throw new Refusal('invalid', 'pseudonym_on_screen')
}
