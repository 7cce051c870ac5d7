import type { FastifyInstance } from 'fastify'
import { Refusal } from '#base'
import type { House } from '../house.ts'
import { admit, answering, baseOf, hidden, idIn } from './answering.ts'
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts'
import type { JsonObject } from './filter.ts'
import { groups } from './groups.ts'
import { page } from './lists.ts'
import { sendError } from './refusals.ts'
import { users } from './users.ts'

// SCIM 2.0 (RFC 7643, RFC 7644) under /scim/v2: a directory sends people and groups with the bearer token that an
// administrator made. No session, no cookie: what a browser sends by itself opens nothing here.

export async function scimRoutes(app: FastifyInstance, house: House): Promise<void> {
  await app.register(
    async (scope) => {
      const types = ['application/scim+json', 'application/json']
      scope.addContentTypeParser(types, { parseAs: 'string' }, (request, body, done) => {
        // directories name the type of every call, also of one that has no body
        if (request.method === 'DELETE' && body === '') return done(null, undefined)
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
