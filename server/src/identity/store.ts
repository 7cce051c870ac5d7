import { type ColumnType, sql } from 'kysely'
import type { Role } from '#access'
import type { GroupId, Instant, PersonId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

// All SQL of this room. Names, phones and secrets stand here only: the house database is encrypted as a whole.

type Fixed<T> = ColumnType<T, T, never>

export type PersonState = 'invited' | 'active' | 'disabled'
export type LinkPurpose = 'enrol' | 'sign_in'

export interface Account {
  readonly platform: string
  readonly account: string
}

export interface PersonRow {
  id: PersonId
  /** Lower case. */
  username: string
  name: string
  state: PersonState
  manager_id: PersonId | null
  phone: string | null
  created_at: Instant
  /** PHC string; null until enrolment. */
  password: string | null
  code_secret: string | null
  /** Time step of the newest code that was accepted; only ever grows while the secret stays. */
  code_step: number | null
}

export interface SessionRow {
  /** Hex SHA-256 of the token. */
  hash: string
  person_id: PersonId
  created_at: Instant
  seen_at: Instant
  stepped_up_until: Instant | null
}

export interface LinkRow {
  hash: string
  person_id: PersonId
  purpose: LinkPurpose
  expires_at: Instant
  used_at: Instant | null
  /** The secret shown at the newest opening; becomes the person's at enrolment. */
  code_secret: string | null
}

type FixedIn<Row, Column extends keyof Row> = Omit<Row, Column> & { [C in Column]: Fixed<Row[C]> }

interface IdentityTables {
  identity_person: FixedIn<PersonRow, 'id' | 'username' | 'created_at'>
  identity_role: { person_id: Fixed<PersonId>; role: Fixed<Role> }
  identity_group: { id: Fixed<GroupId>; name: Fixed<string> }
  identity_membership: { group_id: Fixed<GroupId>; person_id: Fixed<PersonId> }
  identity_account: { platform: Fixed<string>; account: Fixed<string>; person_id: Fixed<PersonId> }
  identity_session: FixedIn<SessionRow, 'hash' | 'person_id' | 'created_at'>
  identity_link: FixedIn<LinkRow, 'hash' | 'person_id' | 'purpose' | 'expires_at'>
  identity_attempt: { key: Fixed<string>; failures: number; since: Instant }
}

export const identityMigrations: readonly Migration[] = [
  {
    name: '001_people',
    async up(db) {
      for (const statement of [
        sql`create table identity_person (
          id text primary key, username text not null unique, name text not null, state text not null,
          manager_id text references identity_person (id), phone text, created_at integer not null,
          password text, code_secret text, code_step integer) strict`,
        sql`create table identity_role (
          person_id text not null references identity_person (id), role text not null, primary key (person_id, role)
        ) strict, without rowid`,
        sql`create table identity_group (id text primary key, name text not null unique) strict`,
        sql`create table identity_membership (
          group_id text not null references identity_group (id), person_id text not null references identity_person (id),
          primary key (group_id, person_id)) strict, without rowid`,
        sql`create index identity_membership_person on identity_membership (person_id)`,
        sql`create table identity_account (
          platform text not null, account text not null, person_id text not null references identity_person (id),
          primary key (platform, account)) strict, without rowid`,
        sql`create index identity_account_person on identity_account (person_id)`,
        sql`create table identity_session (
          hash text primary key, person_id text not null references identity_person (id), created_at integer not null,
          seen_at integer not null, stepped_up_until integer) strict`,
        sql`create index identity_session_person on identity_session (person_id)`,
        sql`create table identity_link (
          hash text primary key, person_id text not null references identity_person (id), purpose text not null,
          expires_at integer not null, used_at integer, code_secret text) strict`,
        sql`create table identity_attempt (
          key text primary key, failures integer not null, since integer not null) strict`,
      ]) {
        await statement.execute(db)
      }
    },
  },
]

const from = (db: ReadableDb) => db.tables<IdentityTables>()
const to = (tx: Tx) => tx.tables<IdentityTables>()

// --- people ---

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

export function listMemberships(db: ReadableDb): Promise<{ person_id: PersonId; name: string }[]> {
  return from(db)
    .selectFrom('identity_membership as m')
    .innerJoin('identity_group as g', 'g.id', 'm.group_id')
    .select(['m.person_id', 'g.name'])
    .orderBy('g.name')
    .execute()
}

export function listAccounts(db: ReadableDb): Promise<(Account & { person_id: PersonId })[]> {
  return from(db).selectFrom('identity_account').selectAll().execute()
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
  row: { id: PersonId; username: string; name: string; created_at: Instant },
): Promise<void> {
  await to(tx)
    .insertInto('identity_person')
    .values({ ...row, state: 'invited' })
    .execute()
}

export async function updatePerson(
  tx: Tx,
  id: PersonId,
  change: { name?: string; manager_id?: PersonId | null; phone?: string | null; state?: PersonState },
): Promise<void> {
  await to(tx).updateTable('identity_person').set(change).where('id', '=', id).execute()
}

export async function replaceRoles(tx: Tx, id: PersonId, roles: readonly Role[]): Promise<void> {
  await to(tx).deleteFrom('identity_role').where('person_id', '=', id).execute()
  for (const role of roles) await to(tx).insertInto('identity_role').values({ person_id: id, role }).execute()
}

/** `groups` carry the id that a group gets if its name is new. */
export async function replaceGroups(
  tx: Tx,
  id: PersonId,
  groups: readonly { id: GroupId; name: string }[],
): Promise<void> {
  await to(tx).deleteFrom('identity_membership').where('person_id', '=', id).execute()
  for (const group of groups) {
    await to(tx)
      .insertInto('identity_group')
      .values(group)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    const { id: group_id } = await to(tx)
      .selectFrom('identity_group')
      .select('id')
      .where('name', '=', group.name)
      .executeTakeFirstOrThrow()
    await to(tx).insertInto('identity_membership').values({ group_id, person_id: id }).execute()
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

// --- proof of who someone is ---

export async function setCredentials(
  tx: Tx,
  id: PersonId,
  credentials: { password: string; code_secret: string; code_step: number },
): Promise<void> {
  await to(tx)
    .updateTable('identity_person')
    .set({ ...credentials, state: 'active' })
    .where('id', '=', id)
    .execute()
}

/** Compare and set: true for exactly one caller per code. */
export async function takeCodeStep(tx: Tx, id: PersonId, step: number): Promise<boolean> {
  const result = await to(tx)
    .updateTable('identity_person')
    .set({ code_step: step })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('code_step', 'is', null), eb('code_step', '<', step)]))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function insertSession(tx: Tx, row: SessionRow): Promise<void> {
  await to(tx).insertInto('identity_session').values(row).execute()
}

export function findSession(db: ReadableDb, hash: string): Promise<SessionRow | undefined> {
  return from(db).selectFrom('identity_session').selectAll().where('hash', '=', hash).executeTakeFirst()
}

export async function updateSession(
  tx: Tx,
  hash: string,
  change: { seen_at?: Instant; stepped_up_until?: Instant },
): Promise<void> {
  await to(tx).updateTable('identity_session').set(change).where('hash', '=', hash).execute()
}

export async function deleteSession(tx: Tx, hash: string): Promise<void> {
  await to(tx).deleteFrom('identity_session').where('hash', '=', hash).execute()
}

export async function deleteSessionsOf(tx: Tx, id: PersonId): Promise<void> {
  await to(tx).deleteFrom('identity_session').where('person_id', '=', id).execute()
}

/** Sessions that were made or last seen at or before these moments. */
export async function deleteSessionsBefore(tx: Tx, created: Instant, seen: Instant): Promise<void> {
  await to(tx)
    .deleteFrom('identity_session')
    .where((eb) => eb.or([eb('created_at', '<=', created), eb('seen_at', '<=', seen)]))
    .execute()
}

export function findLink(db: ReadableDb, hash: string): Promise<LinkRow | undefined> {
  return from(db).selectFrom('identity_link').selectAll().where('hash', '=', hash).executeTakeFirst()
}

/** One open link per person: the newest. */
export async function insertLink(tx: Tx, row: LinkRow): Promise<void> {
  await to(tx).deleteFrom('identity_link').where('person_id', '=', row.person_id).where('used_at', 'is', null).execute()
  await to(tx).insertInto('identity_link').values(row).execute()
}

export async function setLinkSecret(tx: Tx, hash: string, code_secret: string): Promise<void> {
  await to(tx).updateTable('identity_link').set({ code_secret }).where('hash', '=', hash).execute()
}

/** Compare and set: true for exactly one caller. The secret leaves with the use. */
export async function takeLink(tx: Tx, hash: string, used_at: Instant): Promise<boolean> {
  const result = await to(tx)
    .updateTable('identity_link')
    .set({ used_at, code_secret: null })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

// --- counting failures ---

export function findAttempts(db: ReadableDb, key: string): Promise<{ failures: number; since: Instant } | undefined> {
  return from(db).selectFrom('identity_attempt').select(['failures', 'since']).where('key', '=', key).executeTakeFirst()
}

export async function saveAttempts(tx: Tx, row: { key: string; failures: number; since: Instant }): Promise<void> {
  await to(tx)
    .insertInto('identity_attempt')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ failures: row.failures, since: row.since }))
    .execute()
}

export async function deleteAttempts(tx: Tx, key: string): Promise<void> {
  await to(tx).deleteFrom('identity_attempt').where('key', '=', key).execute()
}

export async function deleteAttemptsBefore(tx: Tx, since: Instant): Promise<void> {
  await to(tx).deleteFrom('identity_attempt').where('since', '<=', since).execute()
}
