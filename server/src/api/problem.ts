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

/** Where the kind alone would send a caller the wrong way. */
const HINT_OF_CODE: Readonly<Record<string, string>> = {
  connector_key_wrong:
    'send the key of an enabled connector: `authorization: Bearer KEY`; an administrator makes a new one',
  signature_wrong: 'compare the secrets of this connector with those of the vendor; nothing was taken',
  signature_too_old: 'set the clocks of both machines; the vendor signs anew when it sends again',
  hook_body_unreadable: 'send the event as the vendor of this connector does; nothing was taken',
  intake_behind: 'send the same again after the seconds of `retry-after`',
  upload_one_file: 'send one file for each call; nothing was taken',
  upload_broken: 'send the whole form again: first the field `options`, then one file; nothing was taken',
  url_invalid: 'see /api/openapi.json for the paths there are',
  no_such_path: 'see /api/openapi.json for the paths there are',
}

/** What the server of pages says of a path that cannot be a file of ours, or of a condition that none of them meets. */
const NO_PAGE = new Set([403, 404, 412])

/** Codes of Fastify's own refusals that a caller can cause; everything else of Fastify's is a fault of ours. */
const FASTIFY: Record<string, [RefusalKind, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['invalid', 'body_not_json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid', 'body_empty'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid', 'body_not_json'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'body_too_large'],
  FST_ERR_BAD_URL: ['invalid', 'url_invalid'],
  FST_ERR_MAX_PARAM_LENGTH: ['invalid', 'url_invalid'],
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
  if (NO_PAGE.has(foreign?.statusCode ?? 0)) return 'no_such_path'
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
  if (!(thrown instanceof Fault) && NO_PAGE.has(foreign?.statusCode ?? 0))
    return refuse(reply, new Refusal('not_found', 'no_such_path'))
  const code = thrown instanceof Fault ? thrown.code : 'internal'
  log.error('request_failed', thrown)
  return reply
    .status(500)
    .send({ code, kind: 'fault', detail: {}, hint: 'the house has a fault; nothing was changed; the log names it' })
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.status(STATUS[refusal.kind]).send({
    code: refusal.code,
    kind: refusal.kind,
    detail: { ...refusal.detail },
    hint: HINT_OF_CODE[refusal.code] ?? HINT[refusal.kind],
  })
}
