import type { GrantId, Instant, PersonId, RequestId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { from, type GrantRow, to } from './schema.store.ts'

export function findGrant(db: ReadableDb, id: GrantId): Promise<GrantRow | undefined> {
  return from(db).selectFrom('requests_grant').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findGrantOf(db: ReadableDb, request: RequestId): Promise<GrantRow | undefined> {
  return from(db).selectFrom('requests_grant').selectAll().where('request_id', '=', request).executeTakeFirst()
}

/** Newest first; `holder` null: everybody's. */
export function listGrants(db: ReadableDb, holder: PersonId | null): Promise<GrantRow[]> {
  let query = from(db).selectFrom('requests_grant').selectAll().orderBy('from_at', 'desc').orderBy('number', 'desc')
  if (holder !== null) query = query.where('holder_id', '=', holder)
  return query.execute()
}

/** The numbers by which people know these requests and grants; an id of neither has none. */
export async function listNumbers(db: ReadableDb, ids: readonly string[]): Promise<{ id: string; number: string }[]> {
  const requests = from(db).selectFrom('requests_request').select(['id', 'number'])
  const grants = from(db).selectFrom('requests_grant').select(['id', 'number'])
  // the ids are compared as text: those of other things simply match nothing
  return [
    ...(await requests.where('id', 'in', ids as RequestId[]).execute()),
    ...(await grants.where('id', 'in', ids as GrantId[]).execute()),
  ]
}

export async function insertGrant(tx: Tx, row: GrantRow): Promise<void> {
  await to(tx).insertInto('requests_grant').values(row).execute()
}

/** Compare and set: true for exactly one caller. */
export async function takeFirstUse(tx: Tx, id: GrantId, first_used_at: Instant): Promise<boolean> {
  const result = await to(tx)
    .updateTable('requests_grant')
    .set({ first_used_at })
    .where('id', '=', id)
    .where('first_used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function setRevoked(tx: Tx, request: RequestId, revoked_at: Instant): Promise<void> {
  await to(tx)
    .updateTable('requests_grant')
    .set({ revoked_at })
    .where('request_id', '=', request)
    .where('revoked_at', 'is', null)
    .execute()
}
