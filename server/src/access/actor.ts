import type { ConsentId, Instant, PersonId } from '#base'
import type { Role } from './roles.ts'

/** Someone signed in, as the session says at this moment. */
export interface PersonActor {
  readonly kind: 'person'
  readonly id: PersonId
  readonly roles: readonly Role[]
  /** A second factor counts until then; null or past: a fresh code is needed where the pack asks for one. */
  readonly steppedUpUntil: Instant | null
  /** Where the call came from, for the audit; null where there is no network (first start, demo). */
  readonly ip: string | null
}

/** A customer on the portal: proven by a consent's token, nothing else. */
export interface CustomerActor {
  readonly kind: 'customer'
  readonly consent: ConsentId
  readonly ip: string | null
}

/** The software itself: clocks that run out, indexing, the first start. */
export interface HouseActor {
  readonly kind: 'house'
}

/** Someone who has not signed in yet. */
export interface StrangerActor {
  readonly kind: 'stranger'
  readonly ip: string | null
}

export type Actor = PersonActor | CustomerActor | HouseActor | StrangerActor

export const HOUSE: HouseActor = Object.freeze({ kind: 'house' })

export function rolesOf(actor: Actor): readonly Role[] {
  return actor.kind === 'person' ? actor.roles : []
}
