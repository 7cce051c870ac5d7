import { type ColumnType, sql } from 'kysely'
import type { Role } from '#access'
import type { Brand, GroupId, Instant, PersonId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

// The tables of this room. All its SQL stands in the *.store.ts files; store.ts gathers them. Names, phones and
// secrets stand here only: the house database is encrypted as a whole.

type Fixed<T> = ColumnType<T, T, never>

/** A directory that may send people: dir_ */
export type DirectoryId = Brand<string, 'DirectoryId'>

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
  /** What brought the person; null: by hand. */
  source: PersonSource | null
  /** The directory's own id. */
  external_id: string | null
  /** When a directory, a list or an administrator changed something last; null: never since it was added. */
  changed_at: Instant | null
  /** Taken out of the directory: disabled, and no longer shown to it. */
  removed_at: Instant | null
  /** 1: disabled by an administrator by hand, not by a list or a directory. */
  held: 1 | null
}

export type PersonSource = 'csv' | 'scim'

export interface GroupRow {
  id: GroupId
  name: string
  /** JSON of Rule; null: filled by hand. */
  rule: string | null
  external_id: string | null
}

export interface DirectoryRow {
  id: DirectoryId
  name: string
  /** Hex SHA-256 of the token. */
  hash: string
  /** JSON array of the roles it may give. */
  roles: string
  made_by: PersonId
  made_at: Instant
  used_at: Instant | null
  revoked_at: Instant | null
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
  identity_group: FixedIn<GroupRow, 'id'>
  /** `by_rule` 1: the group's rule put the person there, and takes the person out. */
  identity_membership: { group_id: Fixed<GroupId>; person_id: Fixed<PersonId>; by_rule: Fixed<0 | 1> }
  identity_attribute: { person_id: Fixed<PersonId>; name: Fixed<string>; value: string }
  identity_directory: FixedIn<DirectoryRow, 'id' | 'name' | 'hash' | 'roles' | 'made_by' | 'made_at'>
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
          group_id text not null references identity_group (id),
          person_id text not null references identity_person (id),
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
  {
    name: '002_directory',
    async up(db) {
      for (const statement of [
        sql`alter table identity_person add column source text`,
        sql`alter table identity_person add column external_id text`,
        sql`alter table identity_person add column changed_at integer`,
        sql`alter table identity_person add column removed_at integer`,
        sql`alter table identity_person add column held integer`,
        sql`update identity_person set held = 1 where state = 'disabled'`,
        sql`create unique index identity_person_external on identity_person (external_id) where external_id is not null`,
        sql`alter table identity_group add column rule text`,
        sql`alter table identity_group add column external_id text`,
        sql`alter table identity_membership add column by_rule integer not null default 0`,
        sql`create table identity_attribute (
          person_id text not null references identity_person (id), name text not null, value text not null,
          primary key (person_id, name)) strict, without rowid`,
        sql`create index identity_attribute_value on identity_attribute (name, value)`,
        sql`create table identity_directory (
          id text primary key, name text not null, hash text not null unique, roles text not null,
          made_by text not null references identity_person (id), made_at integer not null, used_at integer,
          revoked_at integer) strict`,
      ]) {
        await statement.execute(db)
      }
    },
  },
]

/** Reading, from the house database or inside a transaction. */
export const from = (db: ReadableDb) => db.tables<IdentityTables>()
/** Writing, inside a transaction only. */
export const to = (tx: Tx) => tx.tables<IdentityTables>()
