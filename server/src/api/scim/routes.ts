import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type GroupId, type PersonId, Refusal } from '#base'
import type { Directory } from '#identity'
import type { House } from '../house.ts'
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts'
import type { JsonObject } from './filter.ts'
import { chosen, listQuery, narrow, page, shape } from './lists.ts'
import { patched } from './patch.ts'
import { sendError, TYPE } from './refusals.ts'
import { GROUP_NAMES, groupResource, toldGroup, toldUser, USER_NAMES, userResource, wholeUser } from './resources.ts'

// SCIM 2.0 (RFC 7643, RFC 7644) under /scim/v2: a directory sends people and groups with the bearer token that an
// administrator made. No session, no cookie: what a browser sends by itself opens nothing here.

/** A group of a hundred thousand members. */
const BODY_LIMIT = 16 * 1024 * 1024

export async function scimRoutes(app: FastifyInstance, house: House): Promise<void> {
  await app.register(
    async (scope) => {
      scope.addContentTypeParser('application/scim+json', { parseAs: 'string' }, (_request, body, done) => {
        try {
          done(null, JSON.parse(String(body)))
        } catch {
          done(new Refusal('invalid', 'body_not_json'))
        }
      })
      scope.addHook('onRequest', (request) => admit(house, request))
      scope.setErrorHandler((thrown, _request, reply) => sendError(house, reply, thrown))
      discovery(scope, house)
      users(scope, house)
      groups(scope, house)
      // the console's page answers every path that nobody takes: none of these
      scope.all('/*', hidden, () => Promise.reject(new Refusal('not_found', 'no_such_path')))
    },
    { prefix: '/scim/v2' },
  )
}

type Handler = (request: FastifyRequest, directory: Directory, reply: FastifyReply) => Promise<unknown>

const senders = new WeakMap<FastifyRequest, Directory>()

/** Who sends is asked before a body is read: a stranger cannot make the house hold 16 MiB. */
async function admit(house: House, request: FastifyRequest): Promise<void> {
  const [, token = ''] = /^Bearer ([\w.~+/=-]{1,500})$/i.exec(request.headers.authorization ?? '') ?? []
  senders.set(request, await house.identity.directory.open(token, { kind: 'stranger', ip: request.ip }))
}

/** A PATCH reads, changes and writes: one change at a time, so that two at once lose nothing of each other. */
let turn: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work)
  turn = mine.catch(() => undefined) // the caller has the error; the turn only needs the order
  return mine
}

function answering(handler: Handler) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const directory = senders.get(request)
    if (!directory) throw new Refusal('unauthenticated', 'directory_token_wrong')
    reply.header('content-type', TYPE).header('cache-control', 'no-store')
    const work = () => handler(request, directory, reply)
    const answer = await (request.method === 'GET' ? work() : inTurn(work))
    return answer === undefined ? '' : JSON.stringify(answer)
  }
}

const hidden = { schema: { hide: true } } as const
const baseOf = (house: House) => `${house.config.origin}/scim/v2`
// the id in a path is looked up; an unknown one is not found
const idIn = <Id extends string>(request: FastifyRequest) => (request.params as { id: string }).id as Id

function discovery(scope: FastifyInstance, house: House): void {
  const base = baseOf(house)
  const lists: [string, JsonObject[]][] = [
    ['/ResourceTypes', resourceTypes(base)],
    ['/Schemas', schemas(base)],
  ]
  scope.get(
    '/ServiceProviderConfig',
    hidden,
    answering(async () => serviceProviderConfig(base)),
  )
  for (const [path, all] of lists) {
    scope.get(
      path,
      hidden,
      answering(async () => page(all, {})),
    )
    scope.get(
      `${path}/:id`,
      hidden,
      answering(async (request) => {
        const found = all.find((each) => each.id === idIn(request))
        if (!found) throw new Refusal('not_found', 'not_found')
        return found
      }),
    )
  }
}

function users(scope: FastifyInstance, house: House): void {
  const { directory } = house.identity
  const base = baseOf(house)
  const one = async (id: PersonId) => directory.person(id)
  scope.get(
    '/Users',
    hidden,
    answering(async (request) => {
      const { filter, asked } = listQuery(request)
      const people = await directory.people(narrow(filter))
      return page(
        chosen(
          people.map((each) => userResource(each, base)),
          filter,
        ),
        asked,
      )
    }),
  )
  scope.get(
    '/Users/:id',
    hidden,
    answering(async (request) => shape(userResource(await one(idIn(request)), base), listQuery(request).asked)),
  )
  scope.post(
    '/Users',
    { ...hidden, bodyLimit: BODY_LIMIT },
    answering(async (request, who, reply) => {
      const made = await directory.add(who, toldUser(request.body, null))
      reply.status(201).header('location', `${base}/Users/${made.id}`)
      return userResource(made, base)
    }),
  )
  scope.put(
    '/Users/:id',
    { ...hidden, bodyLimit: BODY_LIMIT },
    answering(async (request, who) => {
      const now = await one(idIn(request))
      return userResource(await directory.replace(who, now.id, toldUser(request.body, now)), base)
    }),
  )
  scope.patch(
    '/Users/:id',
    { ...hidden, bodyLimit: BODY_LIMIT },
    answering(async (request, who) => {
      const now = await one(idIn(request))
      const whole = wholeUser(patchedUser(userResource(now, base), request.body))
      return userResource(await directory.replace(who, now.id, toldUser(whole, now)), base)
    }),
  )
  scope.delete(
    '/Users/:id',
    hidden,
    answering(async (request, who, reply) => {
      await directory.remove(who, idIn<PersonId>(request))
      reply.status(204)
    }),
  )
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

function groups(scope: FastifyInstance, house: House): void {
  const { directory } = house.identity
  const base = baseOf(house)
  const one = async (id: GroupId) => {
    const found = (await directory.groups()).find((each) => each.id === id)
    if (!found) throw new Refusal('not_found', 'group_not_found')
    return found
  }
  const options = { ...hidden, bodyLimit: BODY_LIMIT }
  scope.get(
    '/Groups',
    hidden,
    answering(async (request) => {
      const { filter, asked } = listQuery(request)
      return page(
        chosen(
          (await directory.groups()).map((each) => groupResource(each, base)),
          filter,
        ),
        asked,
      )
    }),
  )
  scope.get(
    '/Groups/:id',
    hidden,
    answering(async (request) => shape(groupResource(await one(idIn(request)), base), listQuery(request).asked)),
  )
  scope.post(
    '/Groups',
    options,
    answering(async (request, who, reply) => {
      const made = await directory.writeGroup(who, null, toldGroup(request.body))
      reply.status(201).header('location', `${base}/Groups/${made.id}`)
      return groupResource(made, base)
    }),
  )
  scope.put(
    '/Groups/:id',
    options,
    answering(async (request, who) =>
      groupResource(await directory.writeGroup(who, idIn(request), toldGroup(request.body)), base),
    ),
  )
  scope.patch(
    '/Groups/:id',
    options,
    answering(async (request, who) => {
      const now = await one(idIn(request))
      const told = toldGroup(patched(groupResource(now, base), request.body, GROUP_NAMES))
      return groupResource(await directory.writeGroup(who, now.id, told), base)
    }),
  )
  scope.delete(
    '/Groups/:id',
    hidden,
    answering(async (request, who, reply) => {
      await directory.removeGroup(who, idIn<GroupId>(request))
      reply.status(204)
    }),
  )
}
