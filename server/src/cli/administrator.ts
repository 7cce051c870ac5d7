import type { PersonActor } from '#access'
import { type Instant, MINUTE, Refusal } from '#base'
import type { openHouse } from '#wire'

export type OpenedHouse = Awaited<ReturnType<typeof openHouse>>['house']

/**
 * An act of this machine's is the administrator's whose machine it is. A second factor would prove nothing here: whoever runs this
 * can read the house's keys.
 * @throws Refusal `no_administrator`
 */
export async function administrator({
  identity,
  clock,
}: Pick<OpenedHouse, 'identity' | 'clock'>): Promise<PersonActor> {
  const people = await identity.people()
  const found = people.find(({ roles, state }) => state === 'active' && roles.includes('administrator'))
  if (!found) throw new Refusal('conflict', 'no_administrator')
  const steppedUpUntil = (clock.now() + MINUTE) as Instant // a time is a number of milliseconds
  return { kind: 'person', id: found.id, roles: found.roles, steppedUpUntil, ip: null }
}
