import { sql } from 'kysely'
import type { ConsentId, Instant, RequestId, SubjectId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { type ConsentRow, type ConsentState, from, to } from './schema.store.ts'

export function listConsents(db: ReadableDb, request: RequestId): Promise<ConsentRow[]> {
  return from(db)
    .selectFrom('requests_consent')
    .selectAll()
    .where('request_id', '=', request)
    .orderBy('requested_at')
    .orderBy('id')
    .execute()
}

export function findConsentByToken(db: ReadableDb, token_hash: string): Promise<ConsentRow | undefined> {
  return from(db).selectFrom('requests_consent').selectAll().where('token_hash', '=', token_hash).executeTakeFirst()
}

export async function insertConsent(tx: Tx, row: ConsentRow): Promise<void> {
  await to(tx).insertInto('requests_consent').values(row).execute()
}

/** The newest moment at which this customer clearly said no, or took a yes back; null: never. */
export async function lastRefusal(db: ReadableDb, subject: SubjectId): Promise<Instant | null> {
  const row = await from(db)
    .selectFrom('requests_consent')
    .select(({ fn }) => fn.max('answered_at').as('at'))
    .where('subject_id', '=', subject)
    .where('state', 'in', ['refused', 'withdrawn'])
    .executeTakeFirst()
  return row?.at ?? null
}

/** Compare and set on the state. */
export async function answerConsent(
  tx: Tx,
  id: ConsentId,
  before: ConsentState,
  after: { state: ConsentState; answered_at: Instant },
): Promise<boolean> {
  const result = await to(tx)
    .updateTable('requests_consent')
    .set({ ...after, code_hash: null })
    .where('id', '=', id)
    .where('state', '=', before)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Whatever of a request is still unanswered ends with it. */
export async function endOpenConsents(tx: Tx, request: RequestId): Promise<void> {
  await to(tx)
    .updateTable('requests_consent')
    .set({ state: 'expired', code_hash: null })
    .where('request_id', '=', request)
    .where('state', '=', 'requested')
    .execute()
}

export async function countAttempt(tx: Tx, id: ConsentId): Promise<void> {
  await to(tx).updateTable('requests_consent').set({ attempts: sql`attempts + 1` }).where('id', '=', id).execute()
}

export async function setOpened(tx: Tx, id: ConsentId, opened_at: Instant): Promise<boolean> {
  const result = await to(tx)
    .updateTable('requests_consent')
    .set({ opened_at })
    .where('id', '=', id)
    .where('opened_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function renewConsent(
  tx: Tx,
  id: ConsentId,
  fresh: { token_hash: string; code_hash: string; sent_at: Instant; sent_to: string },
): Promise<void> {
  await to(tx)
    .updateTable('requests_consent')
    .set({ ...fresh, attempts: 0, sends: sql`sends + 1` })
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .execute()
}

export function listSilentConsents(db: ReadableDb, now: Instant): Promise<ConsentRow[]> {
  return from(db)
    .selectFrom('requests_consent')
    .selectAll()
    .where('state', '=', 'requested')
    .where('expires_at', '<=', now)
    .execute()
}
