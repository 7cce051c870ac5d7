import type { GroupId, PersonId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { from, type GroupRow, to } from './schema.store.ts'

export const listGroups = (db: ReadableDb): Promise<GroupRow[]> =>
  from(db).selectFrom('identity_group').selectAll().orderBy('name').execute()

export const findGroup = (db: ReadableDb, id: GroupId): Promise<GroupRow | undefined> =>
  from(db).selectFrom('identity_group').selectAll().where('id', '=', id).executeTakeFirst()

export const insertGroup = (tx: Tx, row: GroupRow) => to(tx).insertInto('identity_group').values(row).execute()

export const updateGroup = (tx: Tx, id: GroupId, change: Partial<Omit<GroupRow, 'id'>>) =>
  to(tx).updateTable('identity_group').set(change).where('id', '=', id).execute()

export async function deleteGroup(tx: Tx, id: GroupId): Promise<void> {
  await to(tx).deleteFrom('identity_membership').where('group_id', '=', id).execute()
  await to(tx).deleteFrom('identity_group').where('id', '=', id).execute()
}

export type MemberRow = { group_id: GroupId; person_id: PersonId; by_rule: 0 | 1 }

export const listMembers = (db: ReadableDb): Promise<MemberRow[]> =>
  from(db).selectFrom('identity_membership').selectAll().orderBy('person_id').execute()

export const membersOf = (db: ReadableDb, group: GroupId): Promise<MemberRow[]> =>
  from(db).selectFrom('identity_membership').selectAll().where('group_id', '=', group).orderBy('person_id').execute()

export const membershipsOf = (db: ReadableDb, person: PersonId): Promise<MemberRow[]> =>
  from(db).selectFrom('identity_membership').selectAll().where('person_id', '=', person).execute()

export const addMember = (tx: Tx, row: MemberRow) =>
  to(tx)
    .insertInto('identity_membership')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()

export const dropMember = (tx: Tx, group: GroupId, person: PersonId) =>
  to(tx).deleteFrom('identity_membership').where('group_id', '=', group).where('person_id', '=', person).execute()

export const dropMembers = (tx: Tx, group: GroupId) =>
  to(tx).deleteFrom('identity_membership').where('group_id', '=', group).execute()

// --- attributes ---

export type AttributeRow = { person_id: PersonId; name: string; value: string }

export const listAttributes = (db: ReadableDb): Promise<AttributeRow[]> =>
  from(db).selectFrom('identity_attribute').selectAll().execute()

export const attributesOf = (db: ReadableDb, person: PersonId) =>
  from(db).selectFrom('identity_attribute').select(['name', 'value']).where('person_id', '=', person).execute()

/** '' takes an attribute away; what is not named stays. */
export async function writeAttributes(
  tx: Tx,
  person_id: PersonId,
  attributes: readonly { name: string; value: string }[],
): Promise<void> {
  for (const { name, value } of attributes) {
    if (value === '') {
      await to(tx)
        .deleteFrom('identity_attribute')
        .where('person_id', '=', person_id)
        .where('name', '=', name)
        .execute()
      continue
    }
    await to(tx)
      .insertInto('identity_attribute')
      .values({ person_id, name, value })
      .onConflict((conflict) => conflict.columns(['person_id', 'name']).doUpdateSet({ value }))
      .execute()
  }
}
