import { decide, isRole, type PersonActor, type Role, requireAllowed, type StrangerActor } from '#access'
import type { Door } from '#audit'
import { type Instant, MINUTE, newId, Refusal } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { isPlainWord } from './attributes.ts'
import type { PeopleDoors } from './doors.ts'
import * as store from './store.ts'
import { hashToken, makeToken } from './token.ts'

// How a directory is let in: by a bearer token that an administrator made, with the roles that it may give.

/** Roles that no directory gives: who holds them is decided by a person, with a fresh second factor. */
const NEVER: readonly Role[] = ['administrator', 'auditor', 'examiner']
/** A directory that sends without pause is noted as used once a minute. */
const USED_EVERY = MINUTE

export interface DirectoryView {
  readonly id: store.DirectoryId
  readonly name: string
  readonly roles: readonly Role[]
  readonly madeAt: Instant
  readonly usedAt: Instant | null
  readonly revokedAt: Instant | null
}

/** Who sends: proven by its token, on this call. */
export interface Directory {
  readonly id: store.DirectoryId
  readonly roles: readonly Role[]
}

/** The token is in the answer and nowhere else. @throws Refusal `directory_name_invalid`, `directory_role_never`, and those of access */
export async function makeDirectory(
  doors: PeopleDoors,
  actor: PersonActor,
  { name, roles }: { readonly name: string; readonly roles: readonly Role[] },
): Promise<{ directory: DirectoryView; token: string }> {
  const token = makeToken()
  const id = newId<store.DirectoryId>('dir')
  const row: store.DirectoryRow = {
    id,
    name: name.trim(),
    hash: hashToken(token),
    roles: JSON.stringify([...new Set(roles)]),
    made_by: actor.id,
    made_at: doors.clock.now(),
    used_at: null,
    revoked_at: null,
  }
  const note = {
    action: 'directory.manage',
    actor,
    detail: { directory: id, roles: [...roles], what: 'make' },
  } as const
  await doors.recorder.perform(note, async (tx) => {
    requireAllowed(decide(actor, 'directory.manage', null, doors.rules(), doors.clock.now()))
    if (!isPlainWord(name, 100)) throw new Refusal('invalid', 'directory_name_invalid')
    if (roles.some((role) => NEVER.includes(role))) throw new Refusal('invalid', 'directory_role_never')
    await store.insertDirectory(tx, row)
  })
  return { directory: directoryView(row), token }
}

export async function listDirectories(db: ReadableDb): Promise<DirectoryView[]> {
  return (await store.listDirectories(db)).map(directoryView)
}

/** From then on its token opens nothing. @throws Refusal `not_found`, and those of access */
export async function revokeDirectory(doors: PeopleDoors, actor: PersonActor, id: store.DirectoryId): Promise<void> {
  const note = { action: 'directory.manage', actor, detail: { directory: id, what: 'revoke' } } as const
  await doors.recorder.perform(note, async (tx) => {
    requireAllowed(decide(actor, 'directory.manage', null, doors.rules(), doors.clock.now()))
    if (!(await store.directoryById(tx, id))) throw new Refusal('not_found', 'not_found')
    await store.updateDirectory(tx, id, { revoked_at: doors.clock.now() })
  })
}

function directoryView(row: store.DirectoryRow): DirectoryView {
  const { id, name, made_at, used_at, revoked_at } = row
  return { id, name, roles: rolesIn(row), madeAt: made_at, usedAt: used_at, revokedAt: revoked_at }
}

const rolesIn = (row: store.DirectoryRow): Role[] => (JSON.parse(row.roles) as string[]).filter(isRole) // written above

/** @throws Refusal `directory_token_wrong` (unauthenticated): unknown and revoked answer alike; the door keeps the acts */
export async function directoryOf(
  doors: PeopleDoors,
  door: Door,
  token: string,
  stranger: StrangerActor,
): Promise<Directory> {
  const row = await store.directoryByHash(doors.db, hashToken(token))
  if (!row || row.revoked_at !== null) {
    await door.turnedAway({ action: 'directory.knock', actor: stranger }, 'directory_token_wrong')
    throw new Refusal('unauthenticated', 'directory_token_wrong')
  }
  const now = doors.clock.now()
  if (row.used_at === null || row.used_at + USED_EVERY <= now) {
    await doors.db.write((tx) => store.updateDirectory(tx, row.id, { used_at: now }))
  }
  return { id: row.id, roles: rolesIn(row) }
}

/**
 * Within the transaction of what it sends: a body may come long after its token, which was revoked meanwhile.
 * @throws Refusal `directory_token_wrong`
 */
export async function requireLetIn(tx: Tx, { id }: Directory): Promise<void> {
  const row = await store.directoryById(tx, id)
  if (!row || row.revoked_at !== null) throw new Refusal('unauthenticated', 'directory_token_wrong')
}
