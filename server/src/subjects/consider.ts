import { HOUSE } from '#access'
import { newId, type ParticipantNo, type SubjectId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { apartName } from './links.ts'
import { accountKey, type KeyKind } from './lookups.ts'
import type { SubjectsParts } from './parts.ts'
import * as store from './store.ts'

// What the house proposes: accounts that are the same telephone number, or carry the same name on several platforms,
// are likely one person. It only proposes; a person decides, and what was refused is not proposed again.

/** Of accounts that share a key. A name that thousands have says nothing about any of them. */
const CROWD = 50
const BATCH = 500

export interface Looked {
  readonly seen: number
  readonly of: number
}

/**
 * Looks at participants that came since the last time, at most `limit` of them. A crash leaves whole batches: the next
 * call goes on behind them.
 */
export async function look(parts: SubjectsParts, limit: number): Promise<Looked> {
  const last = parts.participants.count()
  const start = await store.seenTo(parts.db)
  const end = Math.min(last, start + limit)
  for (let from = start; from < end; from += BATCH) {
    await lookAt(parts, from + 1, Math.min(end, from + BATCH))
    await new Promise((resume) => setImmediate(resume)) // requests are answered between two batches
  }
  return { seen: end, of: last }
}

/** A batch, its proposals and their act in one transaction. */
async function lookAt(parts: SubjectsParts, from: number, to: number): Promise<void> {
  const rows: store.SeenRow[] = []
  const phones: string[] = []
  for (let no = from; no <= to; no += 1) {
    const participant = no as ParticipantNo // counted from 1 to the catalog's count
    const known = parts.participants.participant(participant)
    const key = known ? accountKey(known.platform, known.account) : null
    rows.push({ participant, by: key?.kind ?? null, lookup: key ? parts.lookups.of(key.kind, key.normal) : null })
    if (key?.kind === 'phone') phones.push(key.normal)
  }
  await parts.recorder.perform({ action: 'subject.propose', actor: HOUSE }, async (tx, draft) => {
    // two may look at once: what the other has seen meanwhile is done
    const seenTo = await store.seenTo(tx)
    const fresh = rows.filter(({ participant }) => participant > seenTo)
    if (fresh.length > 0) await store.addSeen(tx, fresh)
    // nearly every key is one account's alone: only what somebody else has too can make a proposal
    const registered = await store.registeredPhones(tx, phones)
    const shared = new Set(registered.map((digits) => parts.lookups.of('phone', digits).toString('hex')))
    for (const lookup of await store.sharedKeys(tx, from, to)) shared.add(lookup.toString('hex'))
    let made = 0
    for (const key of distinctKeys(fresh)) {
      if (shared.has(Buffer.from(key.lookup).toString('hex'))) made += await considerKey(tx, parts, key)
    }
    draft.detail({ accounts: fresh.length, proposals: made })
  })
}

/** After a customer changed: everything that shares a key with them. Answers how many proposals are new. */
export async function considerSubject(tx: Tx, parts: SubjectsParts, id: SubjectId): Promise<number> {
  const links = await store.linksOf(tx, [id])
  const seen = await store.seenOf(
    tx,
    links.map(({ participant }) => participant),
  )
  const keys = distinctKeys(seen)
  const row = await store.subjectById(tx, id)
  if (row?.phone_digits) keys.push({ by: 'phone', lookup: parts.lookups.of('phone', row.phone_digits) })
  for (const { kind, lookup } of await store.identifiersOf(tx, id)) {
    if (kind === 'phone') keys.push({ by: 'phone', lookup })
  }
  await store.closeStale(tx)
  let made = 0
  for (const key of distinctKeys(keys)) made += await considerKey(tx, parts, key)
  return made
}

interface Key {
  readonly by: KeyKind
  readonly lookup: Buffer
}

function distinctKeys(rows: readonly { by: KeyKind | null; lookup: Buffer | null }[]): Key[] {
  const keys = new Map<string, Key>()
  for (const { by, lookup } of rows) {
    if (by !== null && lookup !== null) keys.set(`${by} ${Buffer.from(lookup).toString('hex')}`, { by, lookup })
  }
  return [...keys.values()]
}

/** Everybody who shares this key: free accounts go to the one customer, two customers may be one. */
async function considerKey(tx: Tx, parts: SubjectsParts, key: Key): Promise<number> {
  const accounts = await store.withKey(tx, key.lookup, CROWD + 1)
  if (accounts.length > CROWD) return 0
  const { owners, free } = await sortAccounts(tx, parts, key, accounts)
  const [first, ...others] = owners
  if (first === undefined) {
    const isNew = free.length > 1
    return isNew ? propose(tx, parts, key, { what: 'new', subject: '', other: '', participant: 0 }) : 0
  }
  await store.closeNew(tx, key.lookup)
  let made = 0
  for (const other of others) {
    if (await areApart(tx, first, other)) continue
    made += await propose(tx, parts, key, { what: 'merge', subject: first, other, participant: 0 })
  }
  if (others.length > 0) return made // whose the free ones are is told once these are one or two
  for (const participant of free) {
    if (await store.isApart(tx, first, apartName(participant))) continue
    made += await propose(tx, parts, key, { what: 'link', subject: first, other: '', participant })
  }
  return made
}

export interface SortedAccounts {
  /** Customers, in order of their ids, so that a pair is proposed one way round. */
  readonly owners: SubjectId[]
  readonly free: ParticipantNo[]
}

async function sortAccounts(
  db: ReadableDb,
  parts: SubjectsParts,
  key: Key,
  accounts: readonly ParticipantNo[],
): Promise<SortedAccounts> {
  const owners = new Set<SubjectId>()
  for (const id of await store.holdersOf(db, key.by === 'phone' ? [key.lookup] : [])) {
    owners.add(await store.survivorOf(db, id))
  }
  const free: ParticipantNo[] = []
  for (const no of accounts) {
    const link = await store.linkOf(db, no)
    if (link) owners.add(link.subject)
    else if (await isCustomers(parts, no)) free.push(no)
  }
  const digits = key.by === 'phone' ? phoneOf(parts, accounts) : null
  const registered = digits === null ? undefined : await store.subjectByPhone(db, digits)
  if (registered) owners.add(await store.survivorOf(db, registered.id))
  return { owners: [...owners].sort(), free }
}

/** The telephone number that these accounts are: all of them are the same one. */
export function phoneOf(parts: SubjectsParts, accounts: readonly ParticipantNo[]): string | null {
  for (const no of accounts) {
    const known = parts.participants.participant(no)
    const key = known ? accountKey(known.platform, known.account) : null
    if (key?.kind === 'phone') return key.normal
  }
  return null
}

/** Accounts that share the key and are nobody's yet: what a proposal of a new customer is about, now. */
export async function freeWithKey(db: ReadableDb, parts: SubjectsParts, lookup: Buffer): Promise<ParticipantNo[]> {
  const free: ParticipantNo[] = []
  for (const no of await store.withKey(db, lookup, CROWD)) {
    if (!(await store.linkOf(db, no)) && (await isCustomers(parts, no))) free.push(no)
  }
  return free
}

async function isCustomers(parts: SubjectsParts, no: ParticipantNo): Promise<boolean> {
  const known = parts.participants.participant(no)
  return known !== null && (await parts.personOf(known.platform, known.account)) === null
}

async function areApart(db: ReadableDb, a: SubjectId, b: SubjectId): Promise<boolean> {
  return (await store.isApart(db, a, b)) || (await store.isApart(db, b, a))
}

type Proposed = Pick<store.ProposalRow, 'what' | 'subject' | 'other' | 'participant'>

async function propose(tx: Tx, parts: SubjectsParts, { by, lookup }: Key, proposed: Proposed): Promise<number> {
  const isNew = await store.addProposal(tx, {
    ...proposed,
    id: newId<store.ProposalId>('prp'),
    by,
    lookup,
    state: 'open',
    made_at: parts.clock.now(),
    decided_at: null,
    decided_by: null,
    reason: '',
  })
  return isNew ? 1 : 0
}
