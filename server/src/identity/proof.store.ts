import type { Instant, PersonId } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { from, type LinkRow, type SessionRow, to } from './schema.store.ts'

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
