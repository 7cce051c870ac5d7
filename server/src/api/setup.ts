import type { PersonActor } from '#access'
import type { Recorder } from '#audit'
import { type Clock, Refusal } from '#base'
import type { HouseDb } from '#platform'
import { confirmKit, isKitConfirmed } from './setup.store.ts'

// The first start. Without the recovery kit a lost key file is a lost house, so nothing is taken in before somebody has
// shown that the paper exists. The kit is shown until then, to an administrator only, and never again.

export interface Kit {
  readonly houseId: string
  readonly groups: readonly string[]
  readonly keyringDigest: string
}

export interface SetupParts {
  readonly db: HouseDb
  readonly clock: Clock
  readonly recorder: Recorder
  /** Reads the master key's kit; called only while it is unconfirmed. */
  readonly kit: () => Kit
}

export interface Setup {
  isConfirmed(): Promise<boolean>
  /** @throws Refusal `kit_unconfirmed` while nobody has shown that the recovery kit was kept */
  requireConfirmed(): Promise<void>
  kit(actor: PersonActor): Promise<Kit | null>
  /** @param groups at least two, by number from 1. @throws Refusal `kit_groups_missing`, `kit_group_wrong` with its number */
  confirm(actor: PersonActor, groups: Readonly<Record<string, string>>): Promise<void>
}

export function createSetup(parts: SetupParts): Setup {
  const isConfirmed = () => isKitConfirmed(parts.db)
  return {
    isConfirmed,
    async requireConfirmed() {
      if (!(await isConfirmed())) throw new Refusal('conflict', 'kit_unconfirmed')
    },
    async kit(actor) {
      if (await isConfirmed()) return null
      const { value } = await parts.recorder.perform(
        { actor, action: 'house.setup', detail: { shown: 'recovery_kit' } },
        async () => parts.kit(),
      )
      return value
    },
    async confirm(actor, groups) {
      const typed = Object.entries(groups)
      const kit = parts.kit()
      await parts.recorder.perform(
        { actor, action: 'house.setup', detail: { confirmed: 'recovery_kit' } },
        async (tx) => {
          // one group written as 1 and as 01 is one: whoever has typed two has the paper before them
          const different = new Set(typed.map(([number]) => Number(number)))
          if (different.size < 2) throw new Refusal('invalid', 'kit_groups_missing', { least: 2 })
          for (const [number, group] of typed) {
            const right = kit.groups[Number(number) - 1]
            if (right === undefined || plain(group) !== plain(right)) {
              throw new Refusal('invalid', 'kit_group_wrong', { group: Number(number) || 0 })
            }
          }
          await confirmKit(tx, parts.clock.now())
        },
      )
    },
  }
}

/** As it is read off paper: case and separators do not count, and 0/O, 1/I/L are one (Crockford base32). */
function plain(group: string): string {
  return group.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
}
