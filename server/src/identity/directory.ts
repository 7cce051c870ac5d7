import { HOUSE, isRole, type Role } from '#access'
import { type Instant, type PersonId, Refusal } from '#base'
import type { ReadableDb, Tx } from '#platform'
import type { Attributes } from './attributes.ts'
import { type Directory, requireLetIn } from './directory-tokens.ts'
import type { PeopleDoors } from './doors.ts'
import { evaluateRules } from './groups.ts'
import { changePerson, type EditPerson, writePerson } from './people.ts'
import { listViews, type PersonView, viewOf } from './people-views.ts'
import * as store from './store.ts'

// A directory sends people and groups with a bearer token that an administrator made. It may add, change and disable;
// it may give only the roles that were named when the token was made, and never those of the powers that watch
// operators; it never makes a link, a password or a second factor: nobody signs in because a directory says so.

/** A person as a directory sees them. */
export interface DirectoryPerson extends PersonView {
  readonly externalId: string | null
  readonly phone: string | null
  readonly manager: string | null
  readonly changedAt: Instant
}

/** What a directory says about a person, all of it: what is absent is taken away, as a replacement does (RFC 7644 3.5.1). */
export interface Told {
  readonly username: string
  readonly name: string
  readonly active: boolean
  readonly externalId: string | null
  readonly attributes: Attributes
  readonly phone: string | null
  /** Id of the manager. */
  readonly manager: string | null
  readonly accounts: readonly store.Account[]
  readonly roles: readonly string[]
}

/** Everybody whom the directory has not taken out, by username; or the one with this username. */
export async function directoryPeople(db: ReadableDb, username: string | null = null): Promise<DirectoryPerson[]> {
  if (username !== null) {
    const known = await store.findUsername(db, username)
    return known && known.removed_at === null ? [await directoryPerson(db, known.id)] : []
  }
  const rows = new Map((await store.listPeople(db)).map((row) => [row.id, row]))
  return (await listViews(db)).flatMap((view) => {
    const row = rows.get(view.id)
    return row && row.removed_at === null ? [seen(view, row, managerName(rows, row))] : []
  })
}

const managerName = (rows: ReadonlyMap<PersonId, store.PersonRow>, { manager_id }: store.PersonRow) =>
  manager_id === null ? null : (rows.get(manager_id)?.name ?? null)

/** @throws Refusal `not_found` */
export async function directoryPerson(db: ReadableDb, id: PersonId): Promise<DirectoryPerson> {
  const row = await store.findPerson(db, id)
  if (!row || row.removed_at !== null) throw new Refusal('not_found', 'not_found')
  const manager = row.manager_id === null ? undefined : await store.findPerson(db, row.manager_id)
  return seen(await viewOf(db, id), row, manager?.name ?? null)
}

function seen(view: PersonView, row: store.PersonRow, manager: string | null): DirectoryPerson {
  return {
    ...view,
    externalId: row.external_id,
    phone: row.phone,
    manager,
    changedAt: row.changed_at ?? row.created_at,
  }
}

/**
 * Adds a person; one who was taken out before stands again.
 * @throws Refusal `username_taken`, `external_id_taken`, `directory_role_forbidden`, `disabled_by_hand`, and the codes of checkPerson
 */
export async function addFromDirectory(doors: PeopleDoors, directory: Directory, told: Told): Promise<DirectoryPerson> {
  const id = await sending(doors, directory, 'add', async (tx) => {
    const known = await store.findUsername(tx, told.username.toLowerCase())
    if (known && known.removed_at === null) throw new Refusal('conflict', 'username_taken')
    if (known) {
      await store.updatePerson(tx, known.id, { removed_at: null })
      return writeTold(tx, doors, directory, known.id, told)
    }
    const made = await writePerson(tx, doors, { username: told.username, name: told.name }, 'scim')
    return writeTold(tx, doors, directory, made, told)
  })
  return directoryPerson(doors.db, id)
}

/**
 * @param toldOf what is said, of the person as they are in this transaction: a change made by hand meanwhile is not undone
 * @throws Refusal `not_found`, `username_fixed`, what `toldOf` throws, and those of addFromDirectory
 */
export async function replaceFromDirectory(
  doors: PeopleDoors,
  directory: Directory,
  id: PersonId,
  toldOf: (now: DirectoryPerson) => Told,
): Promise<DirectoryPerson> {
  await sending(doors, directory, 'change', async (tx) => {
    const { username } = await requireThere(tx, id)
    const told = toldOf(await directoryPerson(tx, id))
    if (told.username.toLowerCase() !== username) throw new Refusal('invalid', 'username_fixed')
    return writeTold(tx, doors, directory, id, told)
  })
  return directoryPerson(doors.db, id)
}

/** Disables, ends sessions, and hides the person from the directory; what the person did stays. @throws Refusal `not_found`, `last_administrator` */
export async function removeFromDirectory(doors: PeopleDoors, directory: Directory, id: PersonId): Promise<void> {
  await sending(doors, directory, 'remove', async (tx) => {
    await requireThere(tx, id)
    await changePerson(tx, doors, id, { disabled: true })
    await store.updatePerson(tx, id, { removed_at: doors.clock.now(), external_id: null })
    return id
  })
}

async function sending(
  doors: PeopleDoors,
  directory: Directory,
  what: 'add' | 'change' | 'remove',
  work: (tx: Tx) => Promise<PersonId>,
): Promise<PersonId> {
  const note = { action: 'directory.send', actor: HOUSE, detail: { directory: directory.id, what } } as const
  const { value } = await doors.recorder.perform(note, async (tx, draft) => {
    await requireLetIn(tx, directory)
    const id = await work(tx)
    await evaluateRules(tx)
    draft.detail({ person: id, roles: await store.rolesOfPerson(tx, id) })
    return id
  })
  return value
}

async function requireThere(db: ReadableDb, id: PersonId): Promise<store.PersonRow> {
  const row = await store.findPerson(db, id)
  if (!row || row.removed_at !== null) throw new Refusal('not_found', 'not_found')
  return row
}

async function writeTold(
  tx: Tx,
  doors: PeopleDoors,
  directory: Directory,
  id: PersonId,
  told: Told,
): Promise<PersonId> {
  const person = await requireThere(tx, id)
  // whom an administrator shut out by hand, no directory lets in again
  if (told.active && person.held === 1) throw new Refusal('forbidden', 'disabled_by_hand')
  const change: EditPerson = {
    name: told.name,
    attributes: told.attributes,
    phone: told.phone,
    accounts: told.accounts,
    manager: await managerUsername(tx, told.manager),
  }
  const roles = await rolesToldOf(tx, directory, id, told.roles)
  const disabled = !told.active
  await changePerson(tx, doors, id, {
    ...change,
    ...(roles !== null && { roles }),
    ...(disabled !== (person.state === 'disabled') && { disabled }),
  })
  const taken = told.externalId === null ? undefined : await store.findExternal(tx, told.externalId)
  if (taken && taken.id !== id) throw new Refusal('conflict', 'external_id_taken')
  await store.updatePerson(tx, id, { external_id: told.externalId })
  return id
}

/**
 * The person's roles after this message; null: as they are. Roles that this directory does not give stay what people
 * made them.
 * @throws Refusal `role_unknown`, `directory_role_forbidden` (forbidden)
 */
async function rolesToldOf(
  tx: Tx,
  directory: Directory,
  id: PersonId,
  told: readonly string[],
): Promise<Role[] | null> {
  const before = await store.rolesOfPerson(tx, id)
  const given: Role[] = []
  for (const word of new Set(told)) {
    if (!isRole(word)) throw new Refusal('invalid', 'role_unknown')
    if (directory.roles.includes(word)) given.push(word)
    else if (!before.includes(word)) throw new Refusal('forbidden', 'directory_role_forbidden')
  }
  const after = [...before.filter((role) => !directory.roles.includes(role)), ...given]
  return [...after].sort().join() === [...before].sort().join() ? null : after
}

async function managerUsername(tx: Tx, id: string | null): Promise<string | null> {
  if (id === null || id === '') return null
  const manager = await store.findPerson(tx, id as PersonId) // an unknown one is refused
  if (!manager) throw new Refusal('invalid', 'manager_unknown')
  return manager.username
}
