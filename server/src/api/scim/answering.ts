import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#base'
import type { Directory } from '#identity'
import type { House } from '../house.ts'
import { TYPE } from './refusals.ts'

// Who sends, and how they are answered.

/** A group of a hundred thousand members. */
const BODY_LIMIT = 16 * 1024 * 1024

type Handler = (request: FastifyRequest, directory: Directory, reply: FastifyReply) => Promise<unknown>

const senders = new WeakMap<FastifyRequest, Directory>()

/** Who sends is asked before a body is read: a stranger cannot make the house hold 16 MiB. */
export async function admit(house: House, request: FastifyRequest): Promise<void> {
  const [, token = ''] = /^Bearer ([\w.~+/=-]{1,500})$/i.exec(request.headers.authorization ?? '') ?? []
  senders.set(request, await house.identity.directory.open(token, { kind: 'stranger', ip: request.ip }))
}

export function answering(handler: Handler) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const directory = senders.get(request)
    if (!directory) throw new Refusal('unauthenticated', 'directory_token_wrong')
    reply.header('content-type', TYPE).header('cache-control', 'no-store')
    const answer = await handler(request, directory, reply)
    return answer === undefined ? '' : JSON.stringify(answer)
  }
}

/** Adds an operation with a body. */
export function taking(scope: FastifyInstance, method: 'POST' | 'PUT' | 'PATCH', url: string, handler: Handler): void {
  scope.route({ method, url, ...hidden, bodyLimit: BODY_LIMIT, handler: answering(handler) })
}

export const hidden = { schema: { hide: true } } as const
export const baseOf = (house: House) => `${house.config.origin}/scim/v2`
// the id in a path is looked up; an unknown one is not found
export const idIn = <Id extends string>(request: FastifyRequest) => (request.params as { id: string }).id as Id
