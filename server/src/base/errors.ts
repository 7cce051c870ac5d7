// Two things may be thrown in this house: a Refusal (the caller can act on it) and a Fault (we are broken).
// Neither ever carries content, names or numbers: `detail` holds codes, ids, counts and sizes only.

/** What kind of answer a refusal is; the API maps each to one HTTP status. */
export type RefusalKind =
  | 'invalid' // 400: the request itself is wrong
  | 'unauthenticated' // 401: sign in first
  | 'forbidden' // 403: signed in, but not allowed
  | 'not_found' // 404: not there, or not yours: one answer for both
  | 'conflict' // 409: the thing is in another state than the caller thinks
  | 'too_large' // 413
  | 'step_up' // 428: a fresh second factor is needed for this act
  | 'too_many' // 429
  | 'unavailable' // 503: cannot be done now (policy unreadable, audit unwritable, disk full)

export type RefusalDetail = Readonly<Record<string, string | number | boolean | null>>

/** An expected "no". `code` is snake_case and stable: callers, tests and translations match it, never the message. */
export class Refusal extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly detail: RefusalDetail
  constructor(kind: RefusalKind, code: string, detail: RefusalDetail = {}) {
    super(code)
    this.name = 'Refusal'
    this.kind = kind
    this.code = code
    this.detail = detail
  }
}

/** The house itself is broken (damaged file, wrong key, broken invariant). `hint` says what to do about it. */
export class Fault extends Error {
  readonly code: string
  readonly hint: string
  readonly detail: RefusalDetail
  constructor(code: string, hint: string, detail: RefusalDetail = {}, options?: ErrorOptions) {
    super(`${code}: ${hint}`, options)
    this.name = 'Fault'
    this.code = code
    this.hint = hint
    this.detail = detail
  }
}

/** Stop here if this is not true; stays on in production and keeps its message. */
export function invariant(condition: unknown, mustBeTrue: string): asserts condition {
  if (!condition) throw new Fault('broken_invariant', `must be true: ${mustBeTrue}`)
}

export function unreachable(value: never): never {
  throw new Fault('broken_invariant', `unexpected case ${typeof value}`)
}
