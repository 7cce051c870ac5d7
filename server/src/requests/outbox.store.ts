import { sql } from 'kysely'
import type { Instant } from '#base'
import type { ReadableDb, Tx } from '#platform'
import { type ConsentState, from, type MessageRow, type StatementRow, to } from './schema.store.ts'

/** One message per consent: a newer one replaces what was not delivered yet. */
export async function putMessage(tx: Tx, row: MessageRow): Promise<void> {
  await to(tx).deleteFrom('requests_message').where('consent_id', '=', row.consent_id).execute()
  await to(tx).insertInto('requests_message').values(row).execute()
}

export async function listDueMessages(
  db: ReadableDb,
  now: Instant,
): Promise<(MessageRow & { consent_state: ConsentState })[]> {
  return from(db)
    .selectFrom('requests_message as m')
    .innerJoin('requests_consent as c', 'c.id', 'm.consent_id')
    .selectAll('m')
    .select('c.state as consent_state')
    .where('m.next_at', '<=', now)
    .orderBy('m.next_at')
    .execute()
}

export async function deleteMessage(tx: Tx, id: string): Promise<void> {
  await to(tx).deleteFrom('requests_message').where('id', '=', id).execute()
}

export async function delayMessage(tx: Tx, id: string, next_at: Instant): Promise<void> {
  await to(tx).updateTable('requests_message').set({ next_at, tries: sql`tries + 1` }).where('id', '=', id).execute()
}

export async function insertStatement(tx: Tx, row: Omit<StatementRow, 'ledger_index'>): Promise<void> {
  await to(tx)
    .insertInto('requests_statement')
    .values({ ...row, ledger_index: null })
    .execute()
}

export function listOpenStatements(db: ReadableDb): Promise<StatementRow[]> {
  return from(db)
    .selectFrom('requests_statement')
    .selectAll()
    .where('ledger_index', 'is', null)
    .orderBy('seq')
    .execute()
}

/** Statements whose key is one of these, or begins with one of the prefixes, in the order they were made. */
export function listStatements(
  db: ReadableDb,
  keys: readonly string[],
  prefixes: readonly string[],
): Promise<StatementRow[]> {
  return from(db)
    .selectFrom('requests_statement')
    .selectAll()
    .where((e) =>
      e.or([
        ...keys.map((key) => e('key', '=', key)),
        ...prefixes.map((prefix) => e('key', '>=', prefix).and('key', '<', `${prefix}\uffff`)),
      ]),
    )
    .orderBy('seq')
    .execute()
}

export async function setLedgerIndex(tx: Tx, key: string, ledger_index: number): Promise<void> {
  await to(tx).updateTable('requests_statement').set({ ledger_index }).where('key', '=', key).execute()
}
