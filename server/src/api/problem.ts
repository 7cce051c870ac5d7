import type { FastifyReply } from 'fastify'
import { Fault, Refusal, type RefusalKind } from '#base'
import type { Log } from '#platform'

const STATUS: Record<RefusalKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  step_up: 428,
  too_many: 429,
  unavailable: 503,
}

const HINT: Record<RefusalKind, string> = {
  invalid: 'change the request as the code says and send it again',
  unauthenticated: 'sign in and send the request again',
  forbidden: 'this person may not do this; ask for the right or let someone else do it',
  not_found: 'there is no such thing for this person; check the id',
  conflict: 'the thing has changed meanwhile; read it again and decide anew',
  too_large: 'send less at once',
  step_up: 'confirm with a fresh code (POST /api/session/step-up) and send the request again',
  too_many: 'wait a little and try again',
  unavailable: 'nothing was done; try again shortly, and tell the administrator if it stays',
}

/** Codes of Fastify's own refusals that a caller can cause; everything else of Fastify's is a fault of ours. */
const FASTIFY: Record<string, [RefusalKind, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['invalid', 'body_not_json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid', 'body_empty'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid', 'body_not_json'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'body_too_large'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid', 'body_length_wrong'],
}

interface ForeignError {
  code?: string
  statusCode?: number
  validation?: { instancePath: string }[]
}

/** The code that `sendProblem` answers with. */
export function codeOf(thrown: unknown): string {
  if (thrown instanceof Refusal || thrown instanceof Fault) return thrown.code
  const foreign = thrown as ForeignError | null // anything may be thrown; each property is checked before use
  if (Array.isArray(foreign?.validation)) return 'input_invalid'
  if (foreign?.statusCode === 429) return 'too_many_requests'
  return FASTIFY[foreign?.code ?? '']?.[1] ?? 'internal'
}

/** One funnel from whatever was thrown to one shape on the wire. Never prints a message that a caller's text got into. */
export function sendProblem(reply: FastifyReply, thrown: unknown, log: Log): FastifyReply {
  if (thrown instanceof Refusal) return refuse(reply, thrown)
  // attacker-controlled: validation errors quote the input, so only the place is passed on
  const foreign = thrown as ForeignError // anything may be thrown; each property is checked before use
  if (Array.isArray(foreign?.validation)) {
    return refuse(
      reply,
      new Refusal('invalid', 'input_invalid', { at: String(foreign.validation[0]?.instancePath ?? '') }),
    )
  }
  const known = FASTIFY[foreign?.code ?? '']
  if (known) return refuse(reply, new Refusal(known[0], known[1]))
  if (foreign?.statusCode === 429) return refuse(reply, new Refusal('too_many', 'too_many_requests'))
  if (foreign?.statusCode === 400 || thrown instanceof SyntaxError)
    return refuse(reply, new Refusal('invalid', 'body_not_json'))
  const code = thrown instanceof Fault ? thrown.code : 'internal'
  log.error('request_failed', thrown)
  return reply
    .status(500)
    .send({ code, kind: 'fault', detail: {}, hint: 'the house has a fault; nothing was changed; the log names it' })
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .status(STATUS[refusal.kind])
    .send({ code: refusal.code, kind: refusal.kind, detail: { ...refusal.detail }, hint: HINT[refusal.kind] })
}
