import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { archiveFiles } from '#archive'
import { type Config, keepWarm, type Warming } from '#platform'

const MIB = 1024 * 1024

/** Has the system hold in memory what a search reads, as far as there is room: the index first, then where records lie, then them. */
export function warmHouse({ house, warmMib }: Pick<Config, 'house' | 'warmMib'>): Warming {
  const { journal, house: register, segments } = archiveFiles(house)
  const inside = (dir: string) =>
    existsSync(dir)
      ? readdirSync(dir)
          .sort()
          .map((name) => join(dir, name))
      : []
  return keepWarm({
    files: () => [...inside(join(house, 'index')).reverse(), journal, register, ...inside(segments)],
    most: warmMib === null ? null : warmMib * MIB,
  })
}
