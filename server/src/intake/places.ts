import { join } from 'node:path'
import type { ImportId } from '#base'

/** Where this room keeps things in the house directory. */
export interface IntakePlaces {
  /** Uploads waiting to be read, encrypted under keys in memory. */
  spool: string
  /** Scratch files of running imports. */
  scratch: string
  quarantine: string
  quarantineFile(id: ImportId): string
  /** How often messages without ids stand in the parts that its spans are of. */
  countsFile(id: ImportId): string
}

export function intakePlaces(house: string): IntakePlaces {
  const quarantine = join(house, 'quarantine')
  return {
    spool: join(house, 'spool'),
    scratch: join(house, 'scratch'),
    quarantine,
    quarantineFile: (id) => join(quarantine, id),
    countsFile: (id) => join(quarantine, `${id}.counts`),
  }
}
