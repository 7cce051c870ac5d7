import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isAction, REASONS } from '#access'
import { invariant, Refusal } from '#base'
import type { SignedIn } from '#identity'
import type { Caller, Operation, Right } from './contract.ts'
import { refuseForeignSite } from './foreign-site.ts'
import type { House } from './house.ts'

const SESSION_COOKIE = 'cunzhen_session'

/** Makes one operation reachable: session, right, input, handler, answer, in this order and no other. */
export function route(app: FastifyInstance, house: House, operation: Operation, prefix: string): void {
  invariant(isRight(operation.right), `operation ${operation.id} says who may call it`)
  invariant(/^[a-z-]+\/[a-z-]+$/.test(operation.id), `operation ${operation.id} is named room/verb`)
  const callers = new WeakMap<FastifyRequest, Caller>()
  app.route({
    method: operation.method,
    // a GET of ours is an act (a package handed out is a copy in the register): nobody asks for its head and makes one
    exposeHeadRoute: false,
    url: prefix + operation.path,
    bodyLimit: operation.bodyLimit,
    schema: {
      operationId: operation.id.replace('/', '_'),
      summary: operation.says,
      tags: [operation.id.split('/')[0] ?? ''],
      ...(operation.body && { body: operation.body }),
      ...(operation.query && { querystring: operation.query }),
      ...(operation.params && { params: operation.params }),
      ...(operation.answer && { response: { 200: operation.answer } }),
    },
    // after the rate limit and before a byte of the body is read: what a stranger sends is not looked at, right or wrong
    preParsing: async (request) => {
      refuseForeignSite(request.method, request.headers)
      callers.set(request, await identify(house, request, operation))
    },
    handler: async (request, reply) => {
      // a body takes its sender's time, and whoever sent it may have been signed out, or lost the right, meanwhile
      const admitted = request.body ? undefined : callers.get(request)
      const caller = admitted ?? (await identify(house, request, operation))
      const input = { body: request.body, query: request.query, params: request.params }
      reply.header('cache-control', 'no-store')
      // fastify has parsed `input` by the operation's own schemas before the handler runs
      const answer = await operation.handle(house, input as never, caller, { request, reply })
      return operation.answer ? answer : reply
    },
  })
}

function isRight(right: string): boolean {
  return right === 'public' || right === 'session' || isAction(right)
}

async function identify(house: House, request: FastifyRequest, operation: Operation): Promise<Caller> {
  const now = house.clock.now()
  const token = request.cookies[SESSION_COOKIE]
  const actor = token ? await house.identity.sessionOf(token, request.ip) : null
  if (operation.right !== 'public') await requireRight(house, actor, operation.right)
  // public operations never touch `actor`; all others have passed requireRight
  return { actor: actor as SignedIn, ip: request.ip, now }
}

async function requireRight(house: House, actor: SignedIn | null, right: Right): Promise<void> {
  if (!actor) throw new Refusal('unauthenticated', 'not_signed_in')
  if (right === 'session' || right === 'public') return
  const verdict = house.may(actor, right)
  if (verdict.allowed) return
  const reason = verdict.reason ?? 'unknown_action'
  await house.recordRefusal(actor, right, reason)
  throw new Refusal(REASONS[reason], reason)
}

/** The session cookie: unreadable to scripts, sent to this site only, gone with the session. */
export function setSession(reply: FastifyReply, token: string | null, secure: boolean): void {
  const common = { path: '/', httpOnly: true, sameSite: 'strict' as const, secure }
  if (token === null) reply.clearCookie(SESSION_COOKIE, common)
  else reply.setCookie(SESSION_COOKIE, token, common)
}
