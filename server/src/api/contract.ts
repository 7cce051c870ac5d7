import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Action } from '#access'
import type { Instant } from '#base'
import type { SignedIn } from '#identity'
import type { House } from './house.ts'

// An operation = what comes in, what goes out, which right it needs, and one handler. The router refuses to start
// when one lacks a right, so that "who may call this" is never answered by forgetting to ask.

/** `public`: no session needed. `session`: any signed-in person; the room itself decides. Otherwise: this right. */
export type Right = Action | 'public' | 'session'

/** Who calls, from where, when. `actor` is present unless the operation is public. */
export interface Caller {
  readonly actor: SignedIn
  readonly ip: string
  readonly now: Instant
}

export interface Raw {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Shape = z.ZodType | undefined
type Out<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined

export interface OperationSpec<B extends Shape, Q extends Shape, P extends Shape, R extends Shape> {
  /** Path of the file below api/, e.g. `requests/decide`. Also the OpenAPI operation id. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly right: Right
  readonly says: string
  readonly body?: B
  readonly query?: Q
  readonly params?: P
  /** Absent: the handler answers by itself through `raw` (downloads, uploads, cookies aside). */
  readonly answer?: R
  readonly bodyLimit?: number
  handle(
    house: House,
    input: { body: Out<B>; query: Out<Q>; params: Out<P> },
    caller: Caller,
    raw: Raw,
  ): Promise<R extends z.ZodType ? z.input<R> : unknown>
}

/** An operation whose shapes have been checked against its handler; the router needs no more of them. */
export type Operation = OperationSpec<Shape, Shape, Shape, Shape>

export function operation<
  B extends Shape = undefined,
  Q extends Shape = undefined,
  P extends Shape = undefined,
  R extends Shape = undefined,
>(spec: OperationSpec<B, Q, P, R>): Operation {
  return spec as unknown as Operation // the router hands `handle` exactly what the shapes parsed: their types may be forgotten
}
