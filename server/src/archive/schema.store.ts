// The tables of journal.db, version 1 (formats/journal.md). The file is encrypted as a whole; record content is, besides,
// AES-256-GCM under an epoch key that can be destroyed.

export const JOURNAL_VERSION = 1

export const JOURNAL_SCHEMA = `
create table if not exists state (
  id integer primary key check (id = 1),
  version integer not null,
  next_no integer not null, next_conversation integer not null, next_participant integer not null, next_epoch integer not null,
  records integer not null, last_archived_at integer not null,
  sealed_to integer not null, pruned_to integer not null,
  unsealed_bytes integer not null, unsealed_since integer
) strict;
insert or ignore into state values (1, ${JOURNAL_VERSION}, 0, 1, 1, 1, 0, 0, 0, 0, 0, null);

create table if not exists entry (no integer primary key, bytes blob not null) strict;
create table if not exists record (
  no integer primary key, epoch integer not null, nonce integer not null, conversation integer not null, sender integer,
  kind integer not null, source_ts integer, ciphertext blob not null
) strict;
create table if not exists epoch (id integer primary key, key text not null, started_at integer not null) strict;
create table if not exists seen (key blob primary key, no integer not null) strict, without rowid;
create table if not exists statement (
  key text primary key, no integer not null unique, type integer not null, salt blob not null, digest blob not null,
  statement text not null
) strict, without rowid;

create table if not exists conversation (
  no integer primary key, platform text not null, origin text not null, conversation text not null, title text not null,
  next_seq integer not null default 0, undated integer not null default 0, first_ts integer, last_ts integer,
  unique (platform, origin, conversation)
) strict;
create table if not exists participant (
  no integer primary key, platform text not null, account text not null, name text not null, unique (platform, account)
) strict;
create table if not exists participant_name (
  participant integer not null, name text not null, primary key (participant, name)
) strict, without rowid;
create table if not exists member (
  conversation integer not null, participant integer not null, primary key (conversation, participant)
) strict, without rowid;
create index if not exists member_conversations on member (participant, conversation);

create table if not exists arrival (first_no integer primary key, last_no integer not null, import_id text not null) strict;
create index if not exists arrival_import on arrival (import_id, last_no);
create table if not exists attempt (segment text primary key, keys text not null) strict;
create table if not exists segment (
  id text primary key, retention integer not null, from_no integer not null, to_no integer not null, records integer not null,
  bytes integer not null, sha256 blob not null, statement integer not null, sealed_at integer not null
) strict;
create index if not exists segment_range on segment (to_no, from_no);
`
