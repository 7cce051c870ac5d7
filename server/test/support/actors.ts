import type { PersonActor, Role } from '#access'
import type { House } from '#api'
import type { Instant } from '#base'

/** Who of the house has this role, with a second factor that stays fresh, for calls that go around HTTP. */
export async function actorWith(house: House, role: Role): Promise<PersonActor> {
  const people = await house.identity.people()
  const found = people.find(({ roles }) => roles.includes(role))
  if (!found) throw new Error(`nobody of the house is ${role}`)
  const steppedUpUntil = Number.MAX_SAFE_INTEGER as Instant // later than any test
  return { kind: 'person', id: found.id, roles: found.roles, steppedUpUntil, ip: null }
}

/** Releases every package that waits for it, by those who must, with paper originals for what was not filed. */
export async function letGo(house: House): Promise<void> {
  const { exports } = house
  const [legal, second] = [await actorWith(house, 'legal'), await actorWith(house, 'data_security')]
  const executor = await actorWith(house, 'executor')
  for (const { id, state, sha256, checklist } of await exports.list(legal)) {
    if (state !== 'awaiting_release' || sha256 === null) continue
    for (const { key, state: done } of checklist) {
      if (done !== 'missing') continue
      if (key === 'bulk_reason') await exports.stateReason(executor, id, 'a scenario of the tests')
      if (key === 'scope_to_conversation_id' || key === 'sealed_medium_record')
        await exports.registerOriginal(executor, id, { item: key, number: 'F-1', place: 'a shelf' })
      if (key !== 'bulk_second') continue
      await exports.preview(second, id, { from: 0 })
      await exports.approveSecond(second, id, { sha256, reason: 'a scenario of the tests' })
    }
    await exports.preview(legal, id, { from: 0 })
    await exports.release(legal, id, sha256)
  }
}
