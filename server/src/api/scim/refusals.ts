import type { FastifyReply } from 'fastify'
import { Refusal, type RefusalKind } from '#base'
import type { House } from '../house.ts'

// How a no is said to a directory (RFC 7644 section 3.12).

export const TYPE = 'application/scim+json; charset=utf-8'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'

const STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  step_up: 403,
  too_many: 429,
  unavailable: 503,
}
/** Words of RFC 7644 table 9, by our code. */
const SCIM_TYPE: Readonly<Record<string, string>> = {
  username_taken: 'uniqueness',
  external_id_taken: 'uniqueness',
  account_taken: 'uniqueness',
  group_taken: 'uniqueness',
  username_fixed: 'mutability',
  group_by_rule: 'mutability',
  filter_invalid: 'invalidFilter',
  path_invalid: 'invalidPath',
  no_target: 'noTarget',
  patch_invalid: 'invalidSyntax',
  body_not_json: 'invalidSyntax',
}

/** One funnel, in SCIM's own shape. `detail` is our code: never a name, never what was sent. */
export function sendError(house: House, reply: FastifyReply, thrown: unknown): FastifyReply {
  const refusal = thrown instanceof Refusal ? thrown : foreign(thrown)
  if (refusal === null) house.log.error('scim_failed', thrown)
  const status = refusal === null ? 500 : STATUS[refusal.kind]
  const scimType =
    refusal === null ? undefined : (SCIM_TYPE[refusal.code] ?? (status === 400 ? 'invalidValue' : undefined))
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .status(status)
    .header('content-type', TYPE)
    .send(
      JSON.stringify({
        schemas: [ERROR],
        status: String(status),
        ...(scimType !== undefined && { scimType }),
        detail: refusal?.code ?? 'internal',
      }),
    )
}

/** Fastify's own refusals that a caller can cause. */
function foreign(thrown: unknown): Refusal | null {
  const status = typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown ? thrown.statusCode : null
  if (status === 413) return new Refusal('too_large', 'body_too_large')
  if (status === 415) return new Refusal('invalid', 'body_not_json')
  if (status === 429) return new Refusal('too_many', 'too_many_requests')
  return status === 400 || thrown instanceof SyntaxError ? new Refusal('invalid', 'body_not_json') : null
}
