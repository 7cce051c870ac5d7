import type { PersonActor } from '#access'
import type { Recorder } from '#audit'
import { type Clock, type Instant, type MappingId, newId, type PersonId, Refusal } from '#base'
import { type HouseDb, isUniqueViolation } from '#platform'
import { addMapping, allMappings, type MappingRow, removeMapping } from './saved-mappings.store.ts'
import { FORMATS, type Format } from './sources/formats.ts'
import type { Mapping } from './sources/mapping.ts'

// What a person once said about the columns of a table, under a name, for the next table of its kind.

export interface SavedMapping {
  id: MappingId
  name: string
  format: Format
  mapping: Mapping
  /** Of the table it was made by: a table with the same columns is likely to be of the same kind. */
  columns: string[]
  by: PersonId
  at: Instant
}

export interface SavedMappings {
  /** By name. */
  list(): Promise<SavedMapping[]>
  /** @throws Refusal `mapping_name_taken`, `too_many_mappings` */
  save(made: Pick<SavedMapping, 'name' | 'format' | 'mapping' | 'columns'>, actor: PersonActor): Promise<SavedMapping>
  /** Imports that were made with it are as they were. @throws Refusal `mapping_not_found` */
  remove(id: MappingId, actor: PersonActor): Promise<void>
}

const MOST = 500

export function savedMappings(db: HouseDb, clock: Clock, recorder: Recorder): SavedMappings {
  const list = async () => (await allMappings(db)).map(toMapping)
  return {
    list,
    async save({ name, format, mapping, columns }, actor) {
      const id = newId<MappingId>('map')
      const made = { id, name: name.toWellFormed(), format, mapping, columns, by: actor.id, at: clock.now() }
      const row: MappingRow = { ...made, mapping: JSON.stringify(mapping), columns: JSON.stringify(columns) }
      await recorder.perform(
        { action: 'intake.mapping', actor, detail: { mapping: id, to: 'save', format } },
        async (tx) => {
          if ((await allMappings(tx)).length >= MOST) throw new Refusal('conflict', 'too_many_mappings')
          await addOnce(() => addMapping(tx, row))
        },
      )
      return made
    },
    async remove(id, actor) {
      await recorder.perform({ action: 'intake.mapping', actor, detail: { mapping: id, to: 'remove' } }, async (tx) => {
        if (!(await removeMapping(tx, id))) throw new Refusal('not_found', 'mapping_not_found')
      })
    },
  }
}

async function addOnce(add: () => Promise<void>): Promise<void> {
  try {
    await add()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Refusal('conflict', 'mapping_name_taken')
    throw error
  }
}

function toMapping(row: MappingRow): SavedMapping {
  const { mapping, columns, format, ...rest } = row
  const known = FORMATS.find((each) => each === format)
  // as this room wrote it; a format that went away is read as the table it was
  return {
    ...rest,
    format: known ?? 'csv',
    mapping: JSON.parse(mapping) as Mapping,
    columns: JSON.parse(columns) as string[],
  }
}
