import type { FastifyInstance } from 'fastify'
import type { PersonId } from '#base'
import type { House } from '../house.ts'
import { answering, baseOf, hidden, idIn, taking } from './answering.ts'
import type { JsonObject } from './filter.ts'
import { chosen, listQuery, narrow, page, shape } from './lists.ts'
import { patched } from './patch.ts'
import { toldUser, USER_NAMES, userResource, wholeUser } from './resources.ts'

export function users(scope: FastifyInstance, house: House): void {
  lookingUp(scope, house)
  changing(scope, house)
}

function lookingUp(scope: FastifyInstance, house: House): void {
  const { directory } = house.identity
  const many = answering(async (request) => {
    const base = baseOf(house)
    const { filter, asked } = listQuery(request)
    const people = await directory.people(narrow(filter))
    const all = people.map((each) => userResource(each, base))
    return page(chosen(all, filter), asked)
  })
  const one = answering(async (request) => {
    const person = await directory.person(idIn(request))
    return shape(userResource(person, baseOf(house)), listQuery(request).asked)
  })
  scope.get('/Users', hidden, many)
  scope.get('/Users/:id', hidden, one)
}

function changing(scope: FastifyInstance, house: House): void {
  const { directory } = house.identity
  taking(scope, 'POST', '/Users', async (request, who, reply) => {
    const base = baseOf(house)
    const made = await directory.add(who, toldUser(request.body, null))
    reply.status(201).header('location', `${base}/Users/${made.id}`)
    return userResource(made, base)
  })
  taking(scope, 'PUT', '/Users/:id', async (request, who) => {
    const now = await directory.replace(who, idIn(request), (before) => toldUser(request.body, before))
    return userResource(now, baseOf(house))
  })
  taking(scope, 'PATCH', '/Users/:id', async (request, who) => {
    const base = baseOf(house)
    const now = await directory.replace(who, idIn(request), (before) =>
      toldUser(wholeUser(patchedUser(userResource(before, base), request.body)), before),
    )
    return userResource(now, base)
  })
  const remove = answering(async (request, who, reply) => {
    await directory.remove(who, idIn<PersonId>(request))
    reply.status(204)
  })
  scope.delete('/Users/:id', hidden, remove)
}

/** The shown name stands in two places; a PATCH of either means both. */
function patchedUser(before: JsonObject, body: unknown): JsonObject {
  const after = patched(before, body, USER_NAMES)
  if (after.displayName !== before.displayName) return after
  if (JSON.stringify(after.name) === JSON.stringify(before.name)) return after
  const { displayName: _shown, ...rest } = after
  const name = after.name
  const parts = typeof name === 'object' && name !== null && !Array.isArray(name) ? name : {}
  const isFormatted = JSON.stringify(parts.formatted) !== JSON.stringify(before.displayName)
  return isFormatted ? rest : { ...rest, name: { ...parts, formatted: null } }
}
