import { sql } from 'kysely'
import type { Stage } from '#access'
import type { Instant, PersonId, RequestId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { type DecisionRow, type EventRow, from, type RequestRow, to } from './schema.store.ts'
import type { RequestState } from './states.ts'

/** The next number of a kind in a year, from 1; without gaps, because it rolls back with its transaction. */
export async function takeNumber(tx: Tx, kind: 'R' | 'G', year: number): Promise<number> {
  await to(tx)
    .insertInto('requests_number')
    .values({ kind, year, last: 1 })
    .onConflict((conflict) => conflict.columns(['kind', 'year']).doUpdateSet({ last: sql`last + 1` }))
    .execute()
  const row = await to(tx)
    .selectFrom('requests_number')
    .select('last')
    .where('kind', '=', kind)
    .where('year', '=', year)
    .executeTakeFirstOrThrow()
  return row.last
}

export type StoredRequest = RequestRow & { seq: number }

export function findRequest(db: ReadableDb, id: RequestId): Promise<StoredRequest | undefined> {
  return from(db).selectFrom('requests_request').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The newest request that asks for the same, asked after `since`; null: none. */
export async function findSameRequest(
  db: ReadableDb,
  same: Pick<RequestRow, 'requester_id' | 'scope_digest' | 'case_no' | 'purpose'>,
  since: Instant,
): Promise<RequestId | null> {
  const row = await from(db)
    .selectFrom('requests_request')
    .select('id')
    .where('requester_id', '=', same.requester_id)
    .where('scope_digest', '=', same.scope_digest)
    .where('case_no', '=', same.case_no)
    .where('purpose', '=', same.purpose)
    .where('asked_at', '>', since)
    .orderBy('seq', 'desc')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function insertRequest(tx: Tx, row: RequestRow): Promise<void> {
  await to(tx).insertInto('requests_request').values(row).execute()
}

/** Compare and set: true for exactly one of several who move the same request at once. */
export async function moveRequest(
  tx: Tx,
  id: RequestId,
  before: RequestState,
  after: { state: RequestState; due_at: Instant | null },
): Promise<boolean> {
  const result = await to(tx)
    .updateTable('requests_request')
    .set({ ...after, nudged_at: null })
    .where('id', '=', id)
    .where('state', '=', before)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function setNudged(tx: Tx, id: RequestId, nudged_at: Instant): Promise<void> {
  await to(tx).updateTable('requests_request').set({ nudged_at }).where('id', '=', id).execute()
}

/** Which requests a list shows; one of the four. */
export type Shown =
  | { readonly by: 'requester'; readonly person: PersonId }
  | { readonly by: 'waiting'; readonly stages: readonly Stage[]; readonly person: PersonId }
  | { readonly by: 'decider'; readonly person: PersonId }
  | { readonly by: 'everything' }

/** Newest first, before `before` (a seq). */
export function listRequests(
  db: ReadableDb,
  shown: Shown,
  before: number | null,
  rows: number,
): Promise<StoredRequest[]> {
  let query = from(db).selectFrom('requests_request').selectAll().orderBy('seq', 'desc').limit(rows)
  if (before !== null) query = query.where('seq', '<', before)
  if (shown.by === 'requester') query = query.where('requester_id', '=', shown.person)
  if (shown.by === 'decider' || shown.by === 'waiting') {
    const decided = from(db).selectFrom('requests_decision').select('request_id').where('by_id', '=', shown.person)
    if (shown.by === 'decider') query = query.where('id', 'in', decided)
    else {
      query = query
        .where('state', 'in', shown.stages)
        .where('requester_id', '!=', shown.person)
        .where('id', 'not in', decided)
    }
  }
  return query.execute()
}

export function listRunOut(db: ReadableDb, states: readonly RequestState[], now: Instant): Promise<StoredRequest[]> {
  return from(db)
    .selectFrom('requests_request')
    .selectAll()
    .where('state', 'in', states)
    .where('use_until', '<=', now)
    .execute()
}

/** Of these states, those whose clock has no end. */
export function listFlagged(db: ReadableDb, states: readonly RequestState[]): Promise<StoredRequest[]> {
  return from(db)
    .selectFrom('requests_request')
    .selectAll()
    .where('state', 'in', states)
    .where('due_at', 'is', null)
    .orderBy('seq')
    .execute()
}

export async function setDue(tx: Tx, id: RequestId, due_at: Instant): Promise<void> {
  await to(tx).updateTable('requests_request').set({ due_at }).where('id', '=', id).execute()
}

/** When the clock that runs now began: with what last moved the request. */
export async function clockBegan(db: ReadableDb, id: RequestId): Promise<Instant | null> {
  const row = await from(db)
    .selectFrom('requests_event')
    .select(({ fn }) => fn.max('at').as('at'))
    .where('request_id', '=', id)
    .where('what', 'in', ['asked', 'consent_agreed', 'stage_approved', 'granted'])
    .executeTakeFirst()
  return row?.at ?? null
}

export function listDecisions(
  db: ReadableDb,
  id: RequestId,
): Promise<(DecisionRow & { ledger_index: number | null })[]> {
  return from(db)
    .selectFrom('requests_decision as d')
    .leftJoin('requests_statement as s', (join) =>
      join.on('s.key', '=', sql<string>`'decision/' || d.request_id || '/' || d.stage`),
    )
    .selectAll('d')
    .select('s.ledger_index')
    .where('d.request_id', '=', id)
    .orderBy('d.seq')
    .execute()
}

export async function insertDecision(tx: Tx, row: DecisionRow): Promise<void> {
  await to(tx).insertInto('requests_decision').values(row).execute()
}

export async function insertEvent(tx: Tx, row: EventRow): Promise<void> {
  await to(tx).insertInto('requests_event').values(row).execute()
}

export function listEvents(db: ReadableDb, request: RequestId): Promise<EventRow[]> {
  return from(db).selectFrom('requests_event').selectAll().where('request_id', '=', request).orderBy('seq').execute()
}
