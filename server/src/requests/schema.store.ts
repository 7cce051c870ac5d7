import { type ColumnType, type Generated, sql } from 'kysely'
import type { Stage } from '#access'
import type { ConsentId, GrantId, Instant, PersonId, RequestId, SubjectId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'
import type { Statement } from './parts.ts'
import type { RequestState } from './states.ts'

// The tables of this room. All its SQL stands in the *.store.ts files; store.ts gathers them.

type Fixed<T> = ColumnType<T, T, never>
type FixedBut<Row, Free extends keyof Row> = { [C in Exclude<keyof Row, Free>]: Fixed<Row[C]> } & Pick<Row, Free>

export interface RequestRow {
  id: RequestId
  number: string
  state: RequestState
  requester_id: PersonId
  purpose: string
  basis: string
  case_no: string
  reason: string
  method: string
  /** Canonical JSON of the normal form; sealed by its digest. */
  scope: string
  scope_digest: string
  use_until: Instant
  asked_at: Instant
  /** End of the open stage's clock; null: none runs, or it could not be computed. */
  due_at: Instant | null
  nudged_at: Instant | null
}

export interface DecisionRow {
  request_id: RequestId
  stage: Stage
  verdict: 'approve' | 'refuse'
  by_id: PersonId
  at: Instant
  reason: string
  scope_digest: string
}

export const CONSENT_STATES = ['requested', 'agreed', 'refused', 'withdrawn', 'expired'] as const
export type ConsentState = (typeof CONSENT_STATES)[number]

export interface ConsentRow {
  id: ConsentId
  request_id: RequestId
  subject_id: SubjectId
  state: ConsentState
  /** Masked, for staff. */
  sent_to: string
  /** Hex hash of the link's token. */
  token_hash: string
  /** Hex hash over token and code; null once used. Without the token, a code of six digits cannot be tried out. */
  code_hash: string | null
  /** Wrong codes since the code was sent. */
  attempts: number
  sends: number
  sent_at: Instant
  requested_at: Instant
  expires_at: Instant
  opened_at: Instant | null
  answered_at: Instant | null
}

export interface GrantRow {
  id: GrantId
  number: string
  request_id: RequestId
  holder_id: PersonId
  from_at: Instant
  until_at: Instant
  first_used_at: Instant | null
  revoked_at: Instant | null
}

export interface EventRow {
  request_id: RequestId
  at: Instant
  what: string
  by_id: PersonId | null
  detail: string | null
}

export interface MessageRow {
  id: string
  consent_id: ConsentId
  recipient: string
  text: string
  tries: number
  next_at: Instant
}

export interface StatementRow {
  key: string
  type: Statement['type']
  salt: Uint8Array
  statement: string
  ledger_index: number | null
}

interface RequestsTables {
  requests_request: FixedBut<RequestRow, 'state' | 'due_at' | 'nudged_at'> & { seq: Generated<number> }
  requests_decision: FixedBut<DecisionRow, never> & { seq: Generated<number> }
  requests_consent: FixedBut<
    ConsentRow,
    'state' | 'sent_to' | 'token_hash' | 'code_hash' | 'attempts' | 'sends' | 'sent_at' | 'opened_at' | 'answered_at'
  >
  requests_grant: FixedBut<GrantRow, 'first_used_at' | 'revoked_at'>
  requests_event: FixedBut<EventRow, never> & { seq: Generated<number> }
  requests_message: FixedBut<MessageRow, 'tries' | 'next_at'>
  requests_statement: FixedBut<StatementRow, 'ledger_index'> & { seq: Generated<number> }
  requests_number: { kind: Fixed<string>; year: Fixed<number>; last: number }
}

export const requestsMigrations: readonly Migration[] = [
  {
    name: '001_requests',
    async up(db) {
      for (const statement of [
        sql`create table requests_request (
          seq integer primary key autoincrement, id text not null unique, number text not null unique,
          state text not null, requester_id text not null, purpose text not null, basis text not null,
          case_no text not null, reason text not null, method text not null, scope text not null,
          scope_digest text not null, use_until integer not null, asked_at integer not null, due_at integer,
          nudged_at integer) strict`,
        sql`create index requests_request_state on requests_request (state)`,
        sql`create index requests_request_requester on requests_request (requester_id)`,
        sql`create table requests_decision (
          seq integer primary key autoincrement, request_id text not null references requests_request (id),
          stage text not null, verdict text not null,
          by_id text not null, at integer not null, reason text not null, scope_digest text not null,
          unique (request_id, stage), unique (request_id, by_id)) strict`,
        sql`create index requests_decision_by on requests_decision (by_id)`,
        sql`create table requests_consent (
          id text primary key, request_id text not null references requests_request (id), subject_id text not null,
          state text not null, sent_to text not null, token_hash text not null unique, code_hash text,
          attempts integer not null, sends integer not null, sent_at integer not null, requested_at integer not null,
          expires_at integer not null, opened_at integer, answered_at integer, unique (request_id, subject_id)) strict`,
        sql`create index requests_consent_subject on requests_consent (subject_id, state)`,
        sql`create index requests_consent_state on requests_consent (state, expires_at)`,
        sql`create table requests_grant (
          id text primary key, number text not null unique,
          request_id text not null unique references requests_request (id),
          holder_id text not null, from_at integer not null, until_at integer not null, first_used_at integer,
          revoked_at integer) strict`,
        sql`create index requests_grant_holder on requests_grant (holder_id)`,
        sql`create table requests_event (
          seq integer primary key autoincrement, request_id text not null references requests_request (id),
          at integer not null, what text not null, by_id text, detail text) strict`,
        sql`create index requests_event_request on requests_event (request_id, seq)`,
        sql`create table requests_message (
          id text primary key, consent_id text not null references requests_consent (id), recipient text not null,
          text text not null, tries integer not null, next_at integer not null) strict`,
        sql`create table requests_statement (
          seq integer primary key autoincrement, key text not null unique, type text not null, salt blob not null,
          statement text not null, ledger_index integer) strict`,
        sql`create index requests_statement_open on requests_statement (seq) where ledger_index is null`,
        sql`create table requests_number (
          kind text not null, year integer not null, last integer not null, primary key (kind, year)) strict`,
      ]) {
        await statement.execute(db)
      }
    },
  },
]

/** Reading, from the house database or inside a transaction. */
export const from = (db: ReadableDb) => db.tables<RequestsTables>()
/** Writing, inside a transaction only. */
export const to = (tx: Tx) => tx.tables<RequestsTables>()
