import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '#base'
import type { Connector } from '#connectors'
import type { House } from './house.ts'
import { LiveAnswer, LiveAttachment } from './schema/index.ts'

// Live intake: programs and vendors, not people. No session and no cookie is looked at, so there is nothing that another
// site could misuse; a request proves itself by a key or a signature. Bodies arrive raw: signatures are made over bytes.

const BATCH_BYTES = 4 * 1024 * 1024
const HOOK_BYTES = 1024 * 1024

/** Seconds after which it makes sense to come again. */
const AGAIN_WHEN_BEHIND = 1
const AGAIN_WHEN_UNAVAILABLE = 15

/** Adds them to one listener. Whoever has a key is under no rate limit: back-pressure is the journal's word (429, 503). */
export async function liveRoutes(app: FastifyInstance, house: House, prefix: string): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.setErrorHandler((thrown, _request, reply) => {
      sayWhenAgain(thrown, reply)
      throw thrown // the listener's own handler makes the answer of it
    })
    batches(scope, house, prefix)
    await scope.register(async (streaming) => attachments(streaming, house, prefix))
    hooks(scope, house, prefix)
  })
}

function batches(scope: FastifyInstance, house: House, prefix: string): void {
  const callers = new WeakMap<FastifyRequest, Connector>()
  scope.route({
    method: 'POST',
    url: `${prefix}/intake/batches`,
    bodyLimit: BATCH_BYTES,
    config: { rateLimit: false },
    helmet: false, // programs read no policies for pages
    schema: {
      operationId: 'intake_batches',
      summary: 'Up to 1000 messages by API key; answered when durable. See docs/api.md, "Live intake".',
      tags: ['intake'],
      response: { 200: LiveAnswer },
    },
    // before the body is read: whoever has no key cannot make the house hold four MiB
    onRequest: async (request) => {
      callers.set(request, await house.connectors.admit(bearer(request), request.ip))
    },
    handler: async (request, reply) => {
      const connector = callers.get(request)
      if (!connector) throw new Refusal('unauthenticated', 'connector_key_wrong')
      const { answers } = await house.connectors.takeBatch(connector, bodyOf(request), request.ip)
      reply.header('cache-control', 'no-store')
      return { messages: answers }
    },
  })
}

/** A file goes to disk as it comes: only here a body is not held in memory. */
function attachments(scope: FastifyInstance, house: House, prefix: string): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
  const callers = new WeakMap<FastifyRequest, Connector>()
  scope.route<{ Params: { sha256: string } }>({
    method: 'PUT',
    url: `${prefix}/intake/attachments/:sha256`,
    config: { rateLimit: false },
    helmet: false, // programs read no policies for pages
    schema: {
      operationId: 'intake_attachments',
      summary: 'A file that messages will name, by API key; answered when durable. See docs/api.md, "Live intake".',
      tags: ['intake'],
      response: { 200: LiveAttachment },
    },
    onRequest: async (request) => {
      callers.set(request, await house.connectors.admit(bearer(request), request.ip))
    },
    handler: async (request, reply) => {
      const connector = callers.get(request)
      if (!connector) throw new Refusal('unauthenticated', 'connector_key_wrong')
      const content = request.body instanceof Readable ? request.body : Readable.from([])
      reply.header('cache-control', 'no-store')
      return house.connectors.takeAttachment(connector, request.params.sha256, content, request.ip)
    },
  })
}

function hooks(scope: FastifyInstance, house: House, prefix: string): void {
  scope.route<{ Params: { id: string } }>({
    method: 'POST',
    url: `${prefix}/intake/hooks/:id`,
    bodyLimit: HOOK_BYTES,
    helmet: false, // programs read no policies for pages
    schema: {
      operationId: 'intake_hooks',
      summary: 'A vendor’s event callback, by its signature. See docs/api.md, "Live intake".',
      tags: ['intake'],
    },
    // before the body is read: an address that is nobody's takes no MiB from a stranger
    onRequest: (request) => house.connectors.admitHook(request.params.id, request.ip),
    handler: async (request, reply) => {
      const given = { headers: request.headers, raw: bodyOf(request) }
      const answer = await house.connectors.takeHook(request.params.id, given, request.ip)
      reply.header('cache-control', 'no-store')
      // what became of an event is no business of its sender, but that it arrived
      return 'answer' in answer ? answer.answer : {}
    },
  })
}

function bodyOf({ body }: FastifyRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}

/** RFC 6750, section 2.1. */
function bearer({ headers }: FastifyRequest): string {
  return /^Bearer ([\w.~+/-]{1,200}=*)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
}

function sayWhenAgain(thrown: unknown, reply: FastifyReply): void {
  if (!(thrown instanceof Refusal)) return
  if (thrown.kind === 'too_many') reply.header('retry-after', AGAIN_WHEN_BEHIND)
  if (thrown.kind === 'unavailable') reply.header('retry-after', AGAIN_WHEN_UNAVAILABLE)
}
