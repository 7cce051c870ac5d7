import { sql } from 'kysely'
import type { Instant, PersonId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'
import type { WecomKey } from './sources/wecom-envelope.ts'

// Private keys of WeCom's archive. They stand here only: the house database is encrypted as a whole.

interface WecomKeyRow {
  version: number
  pem: string
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER), in hex. */
  fingerprint: string
  at: Instant
  by: PersonId
}

interface WecomKeyTables {
  intake_wecom_key: WecomKeyRow
}

export const wecomKeysMigration: Migration = {
  name: '003_wecom_keys',
  async up(db) {
    await sql`create table intake_wecom_key (
      version integer primary key, pem text not null, fingerprint text not null, at integer not null, by text not null
    ) strict`.execute(db)
  },
}

/** All of them, for an import. */
export async function savedKeys(db: ReadableDb): Promise<WecomKey[]> {
  const keys = db.tables<WecomKeyTables>().selectFrom('intake_wecom_key').select(['version', 'pem'])
  return (await keys.orderBy('version').execute()).map(({ version, pem }) => ({ version, privateKeyPem: pem }))
}

/** Without the keys themselves. */
export function shownKeys(db: ReadableDb): Promise<Omit<WecomKeyRow, 'pem'>[]> {
  const keys = db.tables<WecomKeyTables>().selectFrom('intake_wecom_key')
  return keys.select(['version', 'fingerprint', 'at', 'by']).orderBy('version').execute()
}

export async function addKey(tx: Tx, row: WecomKeyRow): Promise<void> {
  await tx.tables<WecomKeyTables>().insertInto('intake_wecom_key').values(row).execute()
}

export async function removeKey(tx: Tx, version: number): Promise<void> {
  await tx.tables<WecomKeyTables>().deleteFrom('intake_wecom_key').where('version', '=', version).execute()
}
