import type { Role } from '#access'
import type { GroupId, Instant, PersonId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { type Account, from, type PersonRow, type PersonSource, type PersonState, to } from './schema.store.ts'

export function findPerson(db: ReadableDb, id: PersonId): Promise<PersonRow | undefined> {
  return from(db).selectFrom('identity_person').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findUsername(db: ReadableDb, username: string): Promise<PersonRow | undefined> {
  return from(db).selectFrom('identity_person').selectAll().where('username', '=', username).executeTakeFirst()
}

export function listPeople(db: ReadableDb): Promise<PersonRow[]> {
  return from(db).selectFrom('identity_person').selectAll().orderBy('username').execute()
}

export async function listNames(db: ReadableDb, ids: readonly PersonId[]): Promise<{ id: PersonId; name: string }[]> {
  if (ids.length === 0) return []
  return from(db)
    .selectFrom('identity_person')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
}

export async function rolesOfPerson(db: ReadableDb, id: PersonId): Promise<Role[]> {
  const rows = await from(db).selectFrom('identity_role').select('role').where('person_id', '=', id).execute()
  return rows.map(({ role }) => role)
}

export function listRoles(db: ReadableDb): Promise<{ person_id: PersonId; role: Role }[]> {
  return from(db).selectFrom('identity_role').selectAll().execute()
}

type Membership = { person_id: PersonId; name: string; by_rule: 0 | 1 }

export function listMemberships(db: ReadableDb, person: PersonId | null = null): Promise<Membership[]> {
  const all = from(db)
    .selectFrom('identity_membership as m')
    .innerJoin('identity_group as g', 'g.id', 'm.group_id')
    .select(['m.person_id', 'g.name', 'm.by_rule'])
    .orderBy('g.name')
  return (person === null ? all : all.where('m.person_id', '=', person)).execute()
}

export function listAccounts(db: ReadableDb): Promise<(Account & { person_id: PersonId })[]> {
  return from(db).selectFrom('identity_account').selectAll().execute()
}

/** Everybody's accounts by what the directory says of the person, one line per value and account. */
export async function accountsByAttribute(
  db: ReadableDb,
  name: string,
): Promise<(Account & { readonly value: string })[]> {
  return from(db)
    .selectFrom('identity_account as a')
    .innerJoin('identity_attribute as t', 't.person_id', 'a.person_id')
    .where('t.name', '=', name)
    .select(['a.platform', 'a.account', 't.value'])
    .execute()
}

/** The same by the groups people are in, put there by hand or by rule. */
export async function accountsByGroup(db: ReadableDb): Promise<(Account & { readonly value: string })[]> {
  return from(db)
    .selectFrom('identity_account as a')
    .innerJoin('identity_membership as m', 'm.person_id', 'a.person_id')
    .innerJoin('identity_group as g', 'g.id', 'm.group_id')
    .select(['a.platform', 'a.account', 'g.name as value'])
    .execute()
}

export function accountsOfPerson(db: ReadableDb, id: PersonId): Promise<Account[]> {
  return from(db).selectFrom('identity_account').select(['platform', 'account']).where('person_id', '=', id).execute()
}

/** Accounts of everybody who shares a group with this person, and the own ones. */
export function accountsOfGroups(db: ReadableDb, id: PersonId): Promise<Account[]> {
  const peers = from(db)
    .selectFrom('identity_membership as own')
    .innerJoin('identity_membership as peer', 'peer.group_id', 'own.group_id')
    .where('own.person_id', '=', id)
    .select('peer.person_id')
  return from(db)
    .selectFrom('identity_account')
    .select(['platform', 'account'])
    .where((eb) => eb.or([eb('person_id', '=', id), eb('person_id', 'in', peers)]))
    .execute()
}

export async function holderOf(db: ReadableDb, { platform, account }: Account): Promise<PersonId | null> {
  const row = await from(db)
    .selectFrom('identity_account')
    .select('person_id')
    .where('platform', '=', platform)
    .where('account', '=', account)
    .executeTakeFirst()
  return row?.person_id ?? null
}

export async function insertPerson(
  tx: Tx,
  row: { id: PersonId; username: string; name: string; created_at: Instant; source: PersonSource | null },
): Promise<void> {
  await to(tx)
    .insertInto('identity_person')
    .values({ ...row, state: 'invited' })
    .execute()
}

export async function updatePerson(
  tx: Tx,
  id: PersonId,
  change: {
    name?: string
    manager_id?: PersonId | null
    phone?: string | null
    state?: PersonState
    external_id?: string | null
    changed_at?: Instant
    removed_at?: Instant | null
    held?: 1 | null
    source?: PersonSource
  },
): Promise<void> {
  await to(tx).updateTable('identity_person').set(change).where('id', '=', id).execute()
}

export async function replaceRoles(tx: Tx, id: PersonId, roles: readonly Role[]): Promise<void> {
  await to(tx).deleteFrom('identity_role').where('person_id', '=', id).execute()
  for (const role of roles) await to(tx).insertInto('identity_role').values({ person_id: id, role }).execute()
}

/** By hand; groups that a rule fills keep whom it put there. `groups` carry the id that a group gets if its name is new. */
export async function replaceGroups(
  tx: Tx,
  id: PersonId,
  groups: readonly { id: GroupId; name: string }[],
): Promise<void> {
  await to(tx).deleteFrom('identity_membership').where('person_id', '=', id).where('by_rule', '=', 0).execute()
  for (const group of groups) {
    await to(tx)
      .insertInto('identity_group')
      .values(group)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    const { id: group_id, rule } = await to(tx)
      .selectFrom('identity_group')
      .select(['id', 'rule'])
      .where('name', '=', group.name)
      .executeTakeFirstOrThrow()
    if (rule !== null) continue // who is in it is said by its rule alone
    await to(tx).insertInto('identity_membership').values({ group_id, person_id: id, by_rule: 0 }).execute()
  }
}

export async function replaceAccounts(tx: Tx, id: PersonId, accounts: readonly Account[]): Promise<void> {
  await to(tx).deleteFrom('identity_account').where('person_id', '=', id).execute()
  for (const { platform, account } of accounts) {
    await to(tx).insertInto('identity_account').values({ platform, account, person_id: id }).execute()
  }
}

/** Active people with this role, other than `except`. */
export async function countActiveWithRole(db: ReadableDb, role: Role, except: PersonId | null): Promise<number> {
  let query = from(db)
    .selectFrom('identity_role as r')
    .innerJoin('identity_person as p', 'p.id', 'r.person_id')
    .where('r.role', '=', role)
    .where('p.state', '=', 'active')
    .select(({ fn }) => fn.countAll<number>().as('people'))
  if (except !== null) query = query.where('p.id', '!=', except)
  return (await query.executeTakeFirst())?.people ?? 0
}
