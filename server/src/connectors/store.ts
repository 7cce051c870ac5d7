import { sql } from 'kysely'
import type { ConnectorId, ImportId, Instant, PersonId } from '#base'
import type { Migration, ReadableDb, Tx } from '#platform'

// All SQL of this room.

export interface ConnectorRow {
  id: ConnectorId
  name: string
  kind: string
  platform: string
  origin: string
  /** Keyed hash of the API key; null where the kind has none. */
  key_hash: Uint8Array | null
  key_made_at: Instant | null
  /** JSON of the vendor's secrets, wrapped; null where the kind has none. */
  secrets: Uint8Array | null
  /** JSON of Settings. */
  settings: string
  enabled: number
  disabled_reason: string | null
  silence_hours: number
  created_at: Instant
  created_by: PersonId
  /** From when silence counts: made, or enabled again. */
  awaited_since: Instant
}

/** What a connector took in on one day of the house: the import its records name, and the act that opened it. */
export interface DayRow {
  connector: ConnectorId
  day: Instant
  import: ImportId
}

export interface PulseRow {
  connector: ConnectorId
  /** JSON of SavedPulse. */
  pulse: string
}

export interface FileRow {
  connector: ConnectorId
  /** Path below the watched folder. */
  name: string
  size: number
  /** ms, as the file system says. */
  mtime: number
  digest: Uint8Array
  /** `imported`: read; `known`: the same bytes were read before; `failed`, `cancelled`: how its import ended. */
  state: string
  import: ImportId | null
  at: Instant
}

/** A file that a connector sent for its messages to name. */
export interface AttachmentRow {
  connector: ConnectorId
  /** SHA-256 of its content. */
  digest: Uint8Array
  size: number
  /** What its first bytes say it is. */
  type: string
  at: Instant
}

export interface ConnectorTables {
  connectors_attachment: AttachmentRow
  connectors_connector: ConnectorRow
  connectors_day: DayRow
  connectors_pulse: PulseRow
  connectors_file: FileRow
}

export const connectorsMigrations: readonly Migration[] = [
  {
    name: '001_connectors',
    async up(db) {
      await sql`create table connectors_connector (
        id text primary key, name text not null unique, kind text not null, platform text not null,
        origin text not null, key_hash blob unique, key_made_at integer, secrets blob, settings text not null,
        enabled integer not null, disabled_reason text, silence_hours integer not null,
        created_at integer not null, created_by text not null, awaited_since integer not null
      ) strict, without rowid`.execute(db)
      await sql`create table connectors_day (
        connector text not null references connectors_connector(id), day integer not null, import text not null,
        primary key (connector, day)
      ) strict, without rowid`.execute(db)
      await sql`create table connectors_pulse (
        connector text primary key references connectors_connector(id), pulse text not null
      ) strict, without rowid`.execute(db)
      await sql`create table connectors_file (
        connector text not null references connectors_connector(id), name text not null, size integer not null,
        mtime integer not null, digest blob not null, state text not null, import text, at integer not null,
        primary key (connector, name, digest)
      ) strict, without rowid`.execute(db)
      await sql`create index connectors_file_digest on connectors_file(connector, digest)`.execute(db)
    },
  },
  {
    name: '002_attachments',
    async up(db) {
      await sql`create table connectors_attachment (
        connector text not null references connectors_connector(id), digest blob not null, size integer not null,
        type text not null, at integer not null, primary key (connector, digest)
      ) strict, without rowid`.execute(db)
    },
  },
]

export async function addConnector(tx: Tx, row: ConnectorRow): Promise<void> {
  await tx.tables<ConnectorTables>().insertInto('connectors_connector').values(row).execute()
}

export type ConnectorChange = Partial<Omit<ConnectorRow, 'id' | 'kind' | 'origin' | 'platform' | 'created_at'>>

export async function changeConnector(tx: Tx, id: ConnectorId, change: ConnectorChange): Promise<void> {
  await tx.tables<ConnectorTables>().updateTable('connectors_connector').set(change).where('id', '=', id).execute()
}

export async function findConnector(db: ReadableDb, id: ConnectorId): Promise<ConnectorRow | null> {
  const connectors = db.tables<ConnectorTables>().selectFrom('connectors_connector').selectAll()
  return (await connectors.where('id', '=', id).executeTakeFirst()) ?? null
}

export function listConnectors(db: ReadableDb): Promise<ConnectorRow[]> {
  const connectors = db.tables<ConnectorTables>().selectFrom('connectors_connector').selectAll()
  return connectors.orderBy('created_at').orderBy('id').execute()
}

export async function findDay(db: ReadableDb, connector: ConnectorId, day: Instant): Promise<ImportId | null> {
  const days = db.tables<ConnectorTables>().selectFrom('connectors_day').select('import')
  const row = await days.where('connector', '=', connector).where('day', '=', day).executeTakeFirst()
  return row?.import ?? null
}

export async function addDay(tx: Tx, row: DayRow): Promise<void> {
  await tx.tables<ConnectorTables>().insertInto('connectors_day').values(row).execute()
}

export function listPulses(db: ReadableDb): Promise<PulseRow[]> {
  return db.tables<ConnectorTables>().selectFrom('connectors_pulse').selectAll().execute()
}

export async function savePulse(tx: Tx, row: PulseRow): Promise<void> {
  const { pulse } = row
  const pulses = tx.tables<ConnectorTables>().insertInto('connectors_pulse').values(row)
  await pulses.onConflict((same) => same.column('connector').doUpdateSet({ pulse })).execute()
}

export async function findFileStamp(
  db: ReadableDb,
  { connector, name, size, mtime }: Pick<FileRow, 'connector' | 'name' | 'size' | 'mtime'>,
): Promise<boolean> {
  const files = db.tables<ConnectorTables>().selectFrom('connectors_file').select('name')
  const found = await files
    .where('connector', '=', connector)
    .where('name', '=', name)
    .where('size', '=', size)
    .where('mtime', '=', mtime)
    .executeTakeFirst()
  return found !== undefined
}

/** The import that read these bytes for this connector to their end. */
export async function findFileDigest(
  db: ReadableDb,
  connector: ConnectorId,
  digest: Uint8Array,
): Promise<FileRow | null> {
  const files = db.tables<ConnectorTables>().selectFrom('connectors_file').selectAll()
  const found = files.where('connector', '=', connector).where('digest', '=', Buffer.from(digest))
  return (await found.where('state', '!=', 'cancelled').orderBy('at').limit(1).executeTakeFirst()) ?? null
}

export async function noteFile(tx: Tx, row: FileRow): Promise<void> {
  const { size, mtime, state, import: importId, at } = row
  // a file that was only touched stays what it was
  const change = state === 'known' ? { size, mtime } : { size, mtime, state, import: importId, at }
  const files = tx.tables<ConnectorTables>().insertInto('connectors_file').values(row)
  await files.onConflict((same) => same.columns(['connector', 'name', 'digest']).doUpdateSet(change)).execute()
}

export function newestFiles(db: ReadableDb, connector: ConnectorId, limit: number): Promise<FileRow[]> {
  const files = db.tables<ConnectorTables>().selectFrom('connectors_file').selectAll()
  return files.where('connector', '=', connector).orderBy('at', 'desc').orderBy('name').limit(limit).execute()
}

/** The first time counts: it is the same content. */
export async function noteAttachment(tx: Tx, row: AttachmentRow): Promise<void> {
  const attachments = tx.tables<ConnectorTables>().insertInto('connectors_attachment').values(row)
  await attachments.onConflict((same) => same.columns(['connector', 'digest']).doNothing()).execute()
}

const AT_ONCE = 500 // values in one question

export async function findAttachments(
  db: ReadableDb,
  connector: ConnectorId,
  digests: readonly Uint8Array[],
): Promise<AttachmentRow[]> {
  const found: AttachmentRow[] = []
  for (let at = 0; at < digests.length; at += AT_ONCE) {
    const attachments = db.tables<ConnectorTables>().selectFrom('connectors_attachment').selectAll()
    const some = attachments.where('connector', '=', connector)
    found.push(...(await some.where('digest', 'in', digests.slice(at, at + AT_ONCE)).execute()))
  }
  return found
}
