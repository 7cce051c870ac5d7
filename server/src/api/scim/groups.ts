import type { FastifyInstance } from 'fastify'
import { type GroupId, invariant } from '#base'
import type { House } from '../house.ts'
import { answering, baseOf, hidden, idIn, taking } from './answering.ts'
import { chosen, listQuery, page, shape } from './lists.ts'
import { patched } from './patch.ts'
import { GROUP_NAMES, groupResource, toldGroup } from './resources.ts'

export function groups(scope: FastifyInstance, house: House): void {
  lookingUp(scope, house)
  changing(scope, house)
}

function lookingUp(scope: FastifyInstance, house: House): void {
  const { directory } = house.identity
  const many = answering(async (request) => {
    const base = baseOf(house)
    const { filter, asked } = listQuery(request)
    const all = (await directory.groups()).map((each) => groupResource(each, base))
    return page(chosen(all, filter), asked)
  })
  const one = answering(async (request) => {
    const group = await directory.group(idIn(request))
    return shape(groupResource(group, baseOf(house)), listQuery(request).asked)
  })
  scope.get('/Groups', hidden, many)
  scope.get('/Groups/:id', hidden, one)
}

function changing(scope: FastifyInstance, house: House): void {
  const { directory } = house.identity
  taking(scope, 'POST', '/Groups', async (request, who, reply) => {
    const base = baseOf(house)
    const made = await directory.writeGroup(who, null, () => toldGroup(request.body))
    reply.status(201).header('location', `${base}/Groups/${made.id}`)
    return groupResource(made, base)
  })
  taking(scope, 'PUT', '/Groups/:id', async (request, who) => {
    const now = await directory.writeGroup(who, idIn(request), () => toldGroup(request.body))
    return groupResource(now, baseOf(house))
  })
  taking(scope, 'PATCH', '/Groups/:id', async (request, who) => {
    const base = baseOf(house)
    const now = await directory.writeGroup(who, idIn(request), (before) => {
      invariant(before, 'a group that is changed is there')
      return toldGroup(patched(groupResource(before, base), request.body, GROUP_NAMES))
    })
    return groupResource(now, base)
  })
  const remove = answering(async (request, who, reply) => {
    await directory.removeGroup(who, idIn<GroupId>(request))
    reply.status(204)
  })
  scope.delete('/Groups/:id', hidden, remove)
}
