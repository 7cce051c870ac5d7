import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PersonActor } from '#access'
import type { House } from '#api'
import { type Clock, type Instant, newId, type PersonId } from '#base'
import { type Config, readConfig } from '#platform'
import { createLog } from '#platform/house'
import { openHouse } from '#wire'

// A whole house without listeners and people: its recovery kit is confirmed, and one who may administer it is at hand.

export interface BareHouse {
  readonly dir: string
  readonly config: Config
  readonly house: House
  readonly administrator: PersonActor
  /** Closes it and leaves its folder. */
  leave(): Promise<void>
  close(): Promise<void>
}

export async function openBareHouse(clock?: Clock): Promise<BareHouse> {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-bare-'))
  const config = readConfig({}, ['--house', join(dir, 'house'), '--port', '0', '--portal-port', '0'])
  const { house, close } = await openHouse(config, { log: createLog('error'), ...(clock && { clock }) })
  const administrator = administratorOf()
  const kit = await house.setup.kit(administrator)
  await house.setup.confirm(administrator, { 1: kit?.groups[0] ?? '', 2: kit?.groups[1] ?? '' })
  let closed = false
  const leave = async () => {
    if (!closed) await close()
    closed = true
  }
  return {
    dir,
    config,
    house,
    administrator,
    leave,
    async close() {
      await leave()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** One who may administer a house, whether or not anybody enrolled in it. */
export function administratorOf(): PersonActor {
  return {
    kind: 'person',
    id: newId<PersonId>('psn'),
    roles: ['administrator'],
    steppedUpUntil: Number.MAX_SAFE_INTEGER as Instant, // later than any test
    ip: null,
  }
}
