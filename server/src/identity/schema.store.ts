import { type ColumnType, sql } from 'kysely'
import type { Role } from '#access'
import type { GroupId, Instant, PersonId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

// The tables of this room. All its SQL stands in the *.store.ts files; store.ts gathers them. Names, phones and
// secrets stand here only: the house database is encrypted as a whole.

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
]

/** Reading, from the house database or inside a transaction. */
export const from = (db: ReadableDb) => db.tables<IdentityTables>()
/** Writing, inside a transaction only. */
export const to = (tx: Tx) => tx.tables<IdentityTables>()
