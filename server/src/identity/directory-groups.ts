import { HOUSE } from '#access'
import { type GroupId, newId, type PersonId, Refusal } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { type Directory, requireLetIn } from './directory-tokens.ts'
import type { PeopleDoors } from './doors.ts'
import { groupName, renameGroup, requireGroup, writeGroup } from './groups.ts'
import * as store from './store.ts'

// Groups that a directory makes and fills. Those with a rule belong to the rule: a directory names no members of theirs.

export interface DirectoryGroup {
  readonly id: GroupId
  readonly name: string
  readonly externalId: string | null
  readonly byRule: boolean
  readonly members: readonly { readonly id: PersonId; readonly name: string }[]
}

export async function directoryGroups(db: ReadableDb): Promise<DirectoryGroup[]> {
  const people = new Map(
    (await store.listPeople(db)).filter((row) => row.removed_at === null).map((row) => [row.id, row]),
  )
  const members = Map.groupBy(await store.listMembers(db), ({ group_id }) => group_id)
  return (await store.listGroups(db)).map(({ id, name, external_id, rule }) => ({
    id,
    name,
    externalId: external_id,
    byRule: rule !== null,
    members: (members.get(id) ?? []).flatMap(({ person_id }) => {
      const row = people.get(person_id)
      return row ? [{ id: row.id, name: row.name }] : []
    }),
  }))
}

/** @throws Refusal `group_not_found` */
export async function directoryGroup(db: ReadableDb, id: GroupId): Promise<DirectoryGroup> {
  const found = (await directoryGroups(db)).find((each) => each.id === id)
  if (!found) throw new Refusal('not_found', 'group_not_found')
  return found
}

/** What a directory says about a group, all of it. */
export interface ToldGroup {
  readonly name: string
  readonly externalId: string | null
  readonly members: readonly string[]
}

/**
 * @param id null: a new one
 * @param toldOf what is said, of the group as it is in this transaction; null of a new one
 * @throws Refusal `group_not_found`, `group_taken`, `group_invalid`, `group_by_rule`, `member_unknown`,
 *   and what `toldOf` throws
 */
export async function writeDirectoryGroup(
  doors: PeopleDoors,
  directory: Directory,
  id: GroupId | null,
  toldOf: (now: DirectoryGroup | null) => ToldGroup,
): Promise<DirectoryGroup> {
  const group = id ?? newId<GroupId>('grp')
  const note = { action: 'directory.send', actor: HOUSE, detail: { directory: directory.id, group } } as const
  await doors.recorder.perform(note, async (tx, draft) => {
    await requireLetIn(tx, directory)
    const told = toldOf(id === null ? null : await directoryGroup(tx, id))
    if (id === null) {
      await writeGroup(tx, { id: group, name: groupName(told.name), rule: null, external_id: told.externalId })
    } else {
      await renameGroup(tx, id, told.name)
      await store.updateGroup(tx, id, { external_id: told.externalId })
    }
    await writeMembers(tx, group, told.members)
    draft.detail({ what: id === null ? 'group_add' : 'group_change', members: told.members.length })
  })
  return directoryGroup(doors.db, group)
}

async function writeMembers(tx: Tx, group: GroupId, told: readonly string[]): Promise<void> {
  const before = new Set((await store.membersOf(tx, group)).map(({ person_id }) => person_id as string))
  const after = new Set(told)
  if (before.size === after.size && [...after].every((id) => before.has(id))) return
  if ((await requireGroup(tx, group)).rule !== null) throw new Refusal('invalid', 'group_by_rule')
  await store.dropMembers(tx, group)
  for (const member of after) {
    const person = await store.findPerson(tx, member as PersonId) // an unknown one is refused
    if (!person || person.removed_at !== null) throw new Refusal('invalid', 'member_unknown')
    await store.addMember(tx, { group_id: group, person_id: person.id, by_rule: 0 })
  }
}

/** @throws Refusal `group_not_found`, `group_by_rule` */
export async function removeDirectoryGroup(doors: PeopleDoors, directory: Directory, id: GroupId): Promise<void> {
  const note = { action: 'directory.send', actor: HOUSE, detail: { directory: directory.id, group: id } } as const
  await doors.recorder.perform(note, async (tx, draft) => {
    await requireLetIn(tx, directory)
    if ((await requireGroup(tx, id)).rule !== null) throw new Refusal('invalid', 'group_by_rule')
    await store.deleteGroup(tx, id)
    draft.detail({ what: 'group_remove' })
  })
}
