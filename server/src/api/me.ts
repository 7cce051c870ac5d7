import type { z } from 'zod'
import { ALL_ACTIONS } from '#access'
import type { SignedIn } from '#identity'
import type { House } from './house.ts'
import type { Me } from './schema/index.ts'

/** What the console shows and hides is the server's own verdict on every action, asked with what is known beforehand. */
export function meOf(house: House, actor: SignedIn): z.input<typeof Me> {
  const can = Object.fromEntries(
    ALL_ACTIONS.map((action) => {
      const { allowed, reason } = house.may(actor, action)
      return [action, { allowed, reason }]
    }),
  )
  return {
    person: { id: actor.id, username: actor.username, name: actor.name, roles: [...actor.roles] },
    steppedUpUntil: actor.steppedUpUntil,
    can,
    house: { name: house.name, verifierKey: house.keys.evidence, now: house.clock.now(), demo: house.demo },
  }
}
