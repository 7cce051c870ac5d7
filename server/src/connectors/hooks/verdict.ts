import { createHash, timingSafeEqual } from 'node:crypto'
import type { Instant } from '#base'
import { isObject, type JsonObject, readJson, Unreadable } from '#intake'
import type { Secrets } from '../kinds.ts'

// What a vendor's signature check says. Everything in a request is hostile until then: nothing of it is parsed further
// than the check needs, and nothing of it is kept when the check fails.

export interface HookRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The body as it came: signatures are made over these bytes. */
  readonly raw: Buffer
  readonly now: Instant
}

export type HookRefusal = 'signature_wrong' | 'signature_too_old' | 'hook_body_unreadable'

export type HookVerdict =
  | { readonly what: 'event'; readonly bytes: Buffer }
  /** The vendor asks whether this address is ours: answered at once, nothing is archived. */
  | { readonly what: 'answer'; readonly body: Readonly<Record<string, string>> }
  | { readonly what: 'refused'; readonly reason: HookRefusal }

export type Verify = (request: HookRequest, secrets: Secrets) => HookVerdict

export function refused(reason: HookRefusal): HookVerdict {
  return { what: 'refused', reason }
}

/** The first value of a header; '' where there is none. */
export function header({ headers }: HookRequest, name: string): string {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** Compares in a time that depends on neither. */
export function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest()
  return timingSafeEqual(hash(given), hash(expected))
}

export function objectOf(bytes: Buffer): JsonObject | null {
  const value = readJson(bytes)
  return !(value instanceof Unreadable) && isObject(value) ? value : null
}
