import type { Instant, MappingId, PersonId } from '#base'
import type { ReadableDb, Tx } from '#platform'

export interface MappingRow {
  id: MappingId
  name: string
  format: string
  /** JSON of Mapping. */
  mapping: string
  /** JSON of the columns of the table it was made by. */
  columns: string
  by: PersonId
  at: Instant
}

interface MappingTables {
  intake_mapping: MappingRow
}

export function allMappings(db: ReadableDb): Promise<MappingRow[]> {
  return db.tables<MappingTables>().selectFrom('intake_mapping').selectAll().orderBy('name').execute()
}

export async function addMapping(tx: Tx, row: MappingRow): Promise<void> {
  await tx.tables<MappingTables>().insertInto('intake_mapping').values(row).execute()
}

/** Answers whether there was one. */
export async function removeMapping(tx: Tx, id: MappingId): Promise<boolean> {
  const done = await tx.tables<MappingTables>().deleteFrom('intake_mapping').where('id', '=', id).executeTakeFirst()
  return Number(done.numDeletedRows) > 0
}
