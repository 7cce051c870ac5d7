import { canonicalJson } from '@cunzhen/proof'
import { isEmptyScope, normaliseScope, type ResolvedScope, resolveScope, type Scope, scopeDigest } from '#access'
import { type ConversationNo, Fault, type Instant, type ParticipantNo, Refusal, type SubjectId } from '#base'
import type { AskedScope, RequestsParts } from './parts.ts'

// What is asked for is turned into numbers once, and sealed by its digest. From then on nothing widens it: an account
// linked to the customer later, or a changed list in the database, is outside or noticed.

/**
 * attacker-controlled: numbers and ids from a form. Where neither people nor conversations are named, the accounts that
 * are linked to the customers now are the people.
 * @throws Refusal `scope_time_order`, `scope_kinds_empty`, `scope_names_unknown`, `scope_names_nobody`
 */
export async function sealScope(parts: RequestsParts, asked: AskedScope): Promise<Scope> {
  const named = normaliseScope({
    v: 1,
    // each is looked up just below; what is not there is refused
    subjects: asked.subjects as SubjectId[],
    people: asked.people as ParticipantNo[],
    conversations: asked.conversations as ConversationNo[],
    from: asked.from as Instant,
    to: asked.to as Instant,
    kinds: asked.kinds,
    undated: asked.undated,
  })
  const { subjects, people, conversations } = named
  for (const id of subjects) if ((await parts.subjects.subject(id)) === null) throw notThere('subject')
  for (const no of people) if (parts.catalog.participant(no) === null) throw notThere('participant')
  for (const no of conversations) {
    if (parts.catalog.conversation(no as ConversationNo) === null) throw notThere('conversation') // a list: see above
  }
  const sealed = isEmptyScope(named)
    ? normaliseScope({ ...named, people: await parts.subjects.participantsOf(subjects) })
    : named
  if (isEmptyScope(sealed)) throw new Refusal('invalid', 'scope_names_nobody')
  return sealed
}

/**
 * A consent opens what concerns the one who gave it: accounts that are the customer's, conversations that the customer
 * takes part in, and nothing else.
 * @throws Refusal `scope_beyond_consent`
 */
export async function requireWithinConsent(parts: RequestsParts, scope: Scope): Promise<void> {
  const own = await parts.subjects.participantsOf(scope.subjects)
  const theirs = new Set(own)
  const shared = parts.catalog.conversationsOf(own)
  const isCovered =
    scope.conversations !== 'all' &&
    scope.people.every((no) => theirs.has(no)) &&
    scope.conversations.every((no) => shared.has(no))
  if (!isCovered) throw new Refusal('invalid', 'scope_beyond_consent')
}

export function writeScope(scope: Scope): { scope: string; scope_digest: string } {
  return { scope: canonicalJson(scope), scope_digest: scopeDigest(scope) }
}

/** @throws Fault `scope_damaged` when the stored scope is not the one that was sealed and decided on */
export function readScope(row: {
  readonly scope: string
  readonly scope_digest: string
  readonly number: string
}): Scope {
  let scope: Scope
  try {
    scope = normaliseScope(JSON.parse(row.scope) as Scope) // the digest below shows that it is what writeScope wrote
    if (scopeDigest(scope) === row.scope_digest) return scope
  } catch {
    // not even readable: the same answer
  }
  throw new Fault('scope_damaged', `the scope of ${row.number} is not the one that was approved; restore house.db`)
}

export function resolve(parts: RequestsParts, scope: Scope): ResolvedScope {
  return resolveScope(scope, (people) => parts.catalog.conversationsOf(people))
}

function notThere(what: string): Refusal {
  return new Refusal('invalid', 'scope_names_unknown', { what })
}
