import {
  decide,
  HOUSE,
  type Permit,
  type PersonActor,
  REASONS,
  type Role,
  requireAllowed,
  widestWindow,
  windowScope,
} from '#access'
import { mintPermit } from '#access/mint'
import { requireRecorded } from '#audit'
import { type GrantId, type Instant, invariant, MINUTE, type ParticipantNo, type PersonId, Refusal } from '#base'
import { exportDuties, grantHolds, holds } from './grants.ts'
import { note } from './move.ts'
import { ownParticipants, participantsOfAccounts, type RequestsParts, readablePolicy } from './parts.ts'
import { readScope } from './seal.ts'
import * as store from './store.ts'

// The only place that mints permits: from a role window as the pack has it now, or from a grant that holds now.

/** The scope in force, in words, as the console shows it above the results. */
export interface ScopeWords {
  readonly permit: string
  readonly kind: 'window' | 'grant'
  readonly role: Role | null
  readonly number: string | null
  readonly from: Instant | null
  readonly to: Instant | null
  readonly until: Instant | null
  readonly conversations: 'all' | 'own' | 'group' | 'listed'
  readonly people: number
  readonly listed: number
  readonly undated: boolean
  readonly masked: true
}

/** What this person may search under now: the window if the roles have one, then the running grants, newest first. */
export async function permitsOf(parts: RequestsParts, actor: PersonActor): Promise<ScopeWords[]> {
  const policy = readablePolicy(parts)
  const now = parts.clock.now()
  const words: ScopeWords[] = []
  if (decide(actor, 'search.window', null, policy, now).allowed) {
    words.push(await scopeWords(parts, actor, await windowPermit(parts, actor)))
  }
  for (const grant of await store.listGrants(parts.db, actor.id)) {
    const facts = { holder: grant.holder_id, holds: await holds(parts, parts.db, grant, now) }
    if (!decide(actor, 'search.grant', facts, policy, now).allowed) continue
    words.push(await scopeWords(parts, actor, await grantPermit(parts, grant)))
  }
  return words
}

/**
 * The right to look, minted for one call. The first use of a grant is an act of its own.
 * @throws Refusal `not_found` for a grant that is unknown or somebody else's; `no_window`, `role_missing`,
 *   `grant_not_running`, `step_up_needed`; a refused attempt is in the audit
 */
export async function permitFor(parts: RequestsParts, actor: PersonActor, which: string): Promise<Permit> {
  if (which === 'window') {
    const verdict = decide(actor, 'search.window', null, readablePolicy(parts), parts.clock.now())
    await requireRecorded(parts.recorder, { action: 'search.window', actor, permit: 'window' }, verdict)
    return windowPermit(parts, actor)
  }
  const grant = await store.findGrant(parts.db, which as GrantId) // unknown: like a foreign one
  if (grant?.first_used_at === null) await useFirst(parts, actor, grant)
  const now = parts.clock.now()
  const facts = grant && { holder: grant.holder_id, holds: await holds(parts, parts.db, grant, now) }
  const verdict = facts
    ? decide(actor, 'search.grant', facts, readablePolicy(parts), now)
    : ({ allowed: false, reason: 'not_found' } as const)
  if (!grant || !verdict.allowed) {
    const reason = verdict.reason ?? 'not_found'
    await parts.recorder.record({ action: 'search.grant', actor, permit: which }, reason)
    throw new Refusal(REASONS[reason], reason)
  }
  return grantPermit(parts, grant)
}

async function useFirst(parts: RequestsParts, actor: PersonActor, grant: store.GrantRow): Promise<void> {
  const about = { action: 'grant.first_use', actor, permit: grant.id, request: grant.request_id } as const
  await parts.recorder.performIf(about, async (tx) => {
    const now = parts.clock.now()
    const facts = { holder: grant.holder_id, holds: await holds(parts, tx, grant, now) }
    requireAllowed(decide(actor, 'grant.first_use', facts, readablePolicy(parts), now))
    if (!(await store.takeFirstUse(tx, grant.id, now))) return false
    await note(tx, parts, grant.request_id, 'first_used', actor.id)
    return true
  })
}

/** Does a permit still hold? Asked by the archive before each opening. */
export async function permitHolds(parts: RequestsParts, permit: Permit): Promise<boolean> {
  if (permit.kind === 'indexing') return true
  if (!parts.policy().readable) return false
  if (permit.kind === 'grant' || permit.kind === 'export') {
    return grantHolds(parts, permit.id as GrantId) // minted below from a grant's own id
  }
  if (permit.person === null || permit.role === null || !(await parts.identity.isActive(permit.person))) return false
  return (await parts.identity.rolesOf(permit.person)).includes(permit.role)
}

/**
 * The right to read for one export run, after both have shown up. Its id is the grant's: it ends with the grant.
 * @throws Refusal with the reason why one of the two may not, or `grant_not_running`
 */
export async function exportPermit(
  parts: RequestsParts,
  id: GrantId,
  pair: { readonly executor: PersonId; readonly monitor: PersonId },
): Promise<Permit> {
  const now = parts.clock.now()
  for (const [person, duty] of [[pair.executor, 'execute'] as const, [pair.monitor, 'monitor'] as const]) {
    // both have stepped up when they confirmed; the run may start a little later
    const until = (now + MINUTE) as Instant
    const actor = {
      kind: 'person',
      id: person,
      roles: await parts.identity.rolesOf(person),
      steppedUpUntil: until,
      ip: null,
    } as const
    if (!(await parts.identity.isActive(person))) throw new Refusal('forbidden', 'role_missing')
    requireAllowed(await exportDuties(parts, id, actor, duty, pair.executor))
  }
  const grant = await store.findGrant(parts.db, id)
  invariant(grant !== undefined, 'a grant that exportDuties allowed is there')
  const { scope, until } = await sealed(parts, grant)
  return mintPermit({
    kind: 'export',
    id,
    person: pair.executor,
    role: readablePolicy(parts).execution.by,
    scope,
    until,
  })
}

/** The indexer's standing right, one act per start. It reads everything and shows nothing to anybody. */
export async function indexingPermit(parts: RequestsParts): Promise<Permit> {
  const scope = windowScope({ time: 'all', of: 'all_conversations' }, [], parts.clock.now())
  await parts.recorder.record({ action: 'index.read', actor: HOUSE, permit: 'indexing' })
  return mintPermit({ kind: 'indexing', id: 'indexing', person: null, role: null, scope, until: null })
}

export async function scopeWords(parts: RequestsParts, actor: PersonActor, permit: Permit): Promise<ScopeWords> {
  const { scope, until } = permit
  const id = permit.id as GrantId // minted here: a window's id finds no grant
  const grant = await store.findGrant(parts.db, id)
  return {
    permit: permit.id,
    kind: permit.kind === 'window' ? 'window' : 'grant',
    role: permit.role,
    number: grant?.number ?? null,
    from: scope.from,
    to: scope.to,
    until,
    conversations: reachOf(parts, actor, permit),
    people: scope.people.length,
    listed: scope.conversations === 'all' ? 0 : scope.conversations.length,
    undated: scope.undated,
    masked: true,
  }
}

function reachOf(parts: RequestsParts, actor: PersonActor, permit: Permit): ScopeWords['conversations'] {
  if (permit.scope.conversations === 'all') return 'all'
  if (permit.kind !== 'window') return 'listed'
  const window = widestWindow(actor.roles, readablePolicy(parts).windows)?.window
  return window?.of === 'group_conversations' ? 'group' : 'own'
}

async function windowPermit(parts: RequestsParts, actor: PersonActor): Promise<Permit> {
  const widest = widestWindow(actor.roles, readablePolicy(parts).windows)
  invariant(widest !== null, 'a window that decide allowed is there')
  const { role, window } = widest
  const people = await windowPeople(parts, actor.id, window.of)
  const scope = windowScope(window, people, parts.clock.now())
  return mintPermit({ kind: 'window', id: 'window', person: actor.id, role, scope, until: null })
}

async function windowPeople(parts: RequestsParts, person: PersonId, of: string): Promise<ParticipantNo[]> {
  if (of === 'own_conversations') return ownParticipants(parts, person)
  if (of === 'group_conversations') return participantsOfAccounts(parts, await parts.identity.groupAccountsOf(person))
  return []
}

async function grantPermit(parts: RequestsParts, grant: store.GrantRow): Promise<Permit> {
  const { scope, until } = await sealed(parts, grant)
  return mintPermit({ kind: 'grant', id: grant.id, person: grant.holder_id, role: null, scope, until })
}

async function sealed(parts: RequestsParts, grant: store.GrantRow) {
  const request = await store.findRequest(parts.db, grant.request_id)
  invariant(request !== undefined, 'every grant has its request')
  return { scope: readScope(request), until: grant.until_at }
}
