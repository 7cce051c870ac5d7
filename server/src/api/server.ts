import { join } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import fastifyHelmet from '@fastify/helmet'
import fastifyMultipart from '@fastify/multipart'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import fastifySwagger from '@fastify/swagger'
import Fastify, { type FastifyInstance } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { Operation } from './contract.ts'
import type { House } from './house.ts'
import { liveRoutes } from './live-routes.ts'
import type { Meters } from './metrics.ts'
import { codeOf, sendProblem } from './problem.ts'
import { route } from './router.ts'
import { scimRoutes } from './scim/routes.ts'
import { HSTS_SECONDS, type Tls } from './tls.ts'

// The HTTP edge. Two listeners are made of it: the staff's (console and API) and the customer's portal, each with its
// own operations and pages, so that what one serves can never be reached through the other.

export interface Edge {
  readonly operations: readonly Operation[]
  /** Folder of built pages, and the page that answers every path that is not an API call. */
  readonly pages: string
  readonly index: string
  readonly apiPrefix: string
  /** Absent: plain HTTP, for this machine or a proxy on it. */
  readonly tls?: Tls
  /** Absent: nobody counts. */
  readonly meters?: Meters
  /** True: programs and vendors may send messages here (live-routes.ts). */
  readonly live?: boolean
  /** Other built pages of the folder that this edge serves; anything else there stays unreachable. */
  readonly also?: readonly string[]
}

/** Of one address: far above what a person or a busy integration does, far below what a flood does. */
const REQUESTS_PER_MINUTE = 30_000

/** Builds one listener; the caller decides where it listens. */
export async function createEdge(house: House, edge: Edge): Promise<FastifyInstance> {
  const app = Fastify({
    ...(edge.tls && { serverFactory: edge.tls.serverFactory }),
    logger: false, // a proxy that ends TLS runs on this machine; nobody else's word about the caller's address is taken
    trustProxy: 'loopback',
    bodyLimit: 1024 * 1024,
    // what cannot be a URL of ours reaches no route: the framework's own answer would repeat it
    frameworkErrors: (thrown, _request, reply) => void sendProblem(reply, thrown, house.log),
    routerOptions: { maxParamLength: 300 },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((thrown, _request, reply) => {
    edge.meters?.failed(codeOf(thrown))
    return sendProblem(reply, thrown, house.log)
  })
  app.addHook('onResponse', async (request, reply) => {
    // pages and what is not there have no operation
    const { operationId } = (request.routeOptions.schema ?? {}) as { operationId?: string } // swagger's, set by route()
    if (operationId) edge.meters?.answered(operationId, reply.elapsedTime / 1000)
  })
  await protect(app, edge.tls !== undefined)
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Cunzhen', version: '1', description: 'See docs/api.md.' },
      servers: [],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(async (scope) => {
    for (const operation of edge.operations) route(scope, house, operation, edge.apiPrefix)
  })
  if (edge.live) await liveRoutes(app, house, edge.apiPrefix)
  if (edge.live) await scimRoutes(app, house)
  app.get(`${edge.apiPrefix}/openapi.json`, { schema: { hide: true } }, () => app.swagger())
  await servePages(app, edge)
  await app.ready()
  return app
}

async function protect(app: FastifyInstance, hasTls: boolean): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // the component library writes its styles at run time; scripts stay limited to our own files
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        // attachments that were opened, held by the page itself
        mediaSrc: ["'self'", 'blob:'],
        // a PDF that the page holds, in the browser's own viewer
        frameSrc: ['blob:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    // where TLS ends at a reverse proxy, the proxy sets this header
    hsts: hasTls ? { maxAge: HSTS_SECONDS } : false,
  })
  await app.register(fastifyCookie)
  await app.register(fastifyRateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: 60_000 })
  await app.register(fastifyMultipart, {
    limits: { files: 1, fields: 2, fieldSize: 64 * 1024, fileSize: Number.POSITIVE_INFINITY },
  })
}

async function servePages(app: FastifyInstance, edge: Edge): Promise<void> {
  const served = new Set([edge.index, ...(edge.also ?? [])])
  const isServed = (name: string) =>
    served.has(name) || /^assets\/[\w.-]+$/.test(name) || /^[\w-]+\.(svg|ico|png)$/.test(name)
  await app.register(fastifyStatic, {
    root: edge.pages,
    index: false,
    wildcard: true,
    acceptRanges: false, // pages are small, and a range outside of one is an error
    allowedPath: (path) => isServed(path.replace(/^\//, '')),
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.startsWith(join(edge.pages, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  app.setNotFoundHandler((request, reply) => {
    const wantsPage =
      request.method === 'GET' && !request.url.startsWith(`${edge.apiPrefix}/`) && !request.url.startsWith('/assets/')
    if (wantsPage) return reply.status(200).header('cache-control', 'no-cache').sendFile(edge.index)
    return reply.status(404).send({
      code: 'no_such_path',
      kind: 'not_found',
      detail: {},
      hint: 'see /api/openapi.json for the paths there are',
    })
  })
}
