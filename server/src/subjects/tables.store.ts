import { sql } from 'kysely'
import type { Brand, Instant, ParticipantNo, PersonId, SubjectId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'
import type { IdentifierKind, KeyKind } from './lookups.ts'

// The tables of this room. Names and phones of customers stand here, in the encrypted house database, and nowhere in a
// log. All SQL stands in the *.store.ts files; store.ts gathers them.

export type IdentifierId = Brand<string, 'IdentifierId'> // idn_
export type ProposalId = Brand<string, 'ProposalId'> // prp_
export type MergeId = Brand<string, 'MergeId'> // mrg_

export interface SubjectRow {
  id: SubjectId
  name: string
  /** As typed. */
  phone: string | null
  /** Digits only, without a country code of China; what customers are found by. */
  phone_digits: string | null
  note: string
  created_at: Instant
  /** The customer this one turned out to be; null: stands for itself. */
  merged_into: SubjectId | null
}

export interface IdentifierRow {
  id: IdentifierId
  subject: SubjectId
  kind: IdentifierKind
  lookup: Buffer
  hint: string
  source: 'hand' | 'csv'
  added_at: Instant
}

export type ProposalWhat = 'new' | 'link' | 'merge'
export type ProposalState = 'open' | 'confirmed' | 'refused' | 'over'

export interface ProposalRow {
  id: ProposalId
  what: ProposalWhat
  /** By what they are the same. */
  by: KeyKind
  lookup: Buffer
  /** '' for `new`. */
  subject: SubjectId | ''
  /** The other customer of a merge, else ''. */
  other: SubjectId | ''
  /** The account of a link, else 0. */
  participant: ParticipantNo | 0
  state: ProposalState
  made_at: Instant
  decided_at: Instant | null
  decided_by: PersonId | null
  reason: string
}

export interface MergeRow {
  id: MergeId
  kept: SubjectId
  gone: SubjectId
  at: Instant
  by: PersonId
  reason: string
  /** JSON of what went over, so that it can go back. */
  moved: string
  undone_at: Instant | null
  undone_by: PersonId | null
  undone_reason: string | null
}

interface SubjectTables {
  subjects_subject: SubjectRow
  subjects_link: { participant: ParticipantNo; subject: SubjectId; linked_at: Instant }
  subjects_identifier: IdentifierRow
  /** Participants that were looked at for proposals, each with its key. */
  subjects_seen: { participant: ParticipantNo; by: KeyKind | null; lookup: Buffer | null }
  subjects_proposal: ProposalRow
  /** Told by a person to be two: a customer, and a customer or `participant 7`. Nothing proposes them again. */
  subjects_apart: { subject: SubjectId; other: string }
  subjects_merge: MergeRow
}

const first: Migration = {
  name: '001_subjects',
  up: async (db) => {
    for (const statement of [
      sql`create table subjects_subject (id text primary key, name text not null, phone text, phone_digits text,
        note text not null, created_at integer not null) strict`,
      sql`create unique index subjects_phone on subjects_subject(phone_digits) where phone_digits is not null`,
      sql`create table subjects_link (participant integer primary key, subject text not null references subjects_subject(id),
        linked_at integer not null) strict`,
      sql`create index subjects_link_subject on subjects_link(subject)`,
    ]) {
      await statement.execute(db)
    }
  },
}

const second: Migration = {
  name: '002_one_person_many_accounts',
  up: async (db) => {
    for (const statement of [
      sql`alter table subjects_subject add column merged_into text references subjects_subject(id)`,
      sql`create table subjects_identifier (id text primary key, subject text not null references subjects_subject(id),
        kind text not null, lookup blob not null, hint text not null, source text not null, added_at integer not null,
        unique (kind, lookup)) strict`,
      sql`create index subjects_identifier_subject on subjects_identifier(subject)`,
      sql`create index subjects_identifier_lookup on subjects_identifier(lookup)`,
      sql`create table subjects_seen (participant integer primary key, by text, lookup blob) strict`,
      sql`create index subjects_seen_lookup on subjects_seen(lookup) where lookup is not null`,
      sql`create table subjects_proposal (id text primary key, what text not null, by text not null, lookup blob not null,
        subject text not null, other text not null, participant integer not null, state text not null,
        made_at integer not null, decided_at integer, decided_by text, reason text not null,
        unique (what, lookup, subject, other, participant)) strict`,
      sql`create index subjects_proposal_state on subjects_proposal(state, made_at)`,
      sql`create table subjects_apart (subject text not null, other text not null, primary key (subject, other)) strict,
        without rowid`,
      sql`create table subjects_merge (id text primary key, kept text not null references subjects_subject(id),
        gone text not null references subjects_subject(id), at integer not null, by text not null, reason text not null,
        moved text not null, undone_at integer, undone_by text, undone_reason text) strict`,
      sql`create index subjects_merge_kept on subjects_merge(kept)`,
    ]) {
      await statement.execute(db)
    }
  },
}

export const migrations: readonly Migration[] = [first, second]

export const on = (db: ReadableDb) => db.tables<SubjectTables>()
export const at = (tx: Tx) => tx.tables<SubjectTables>()
