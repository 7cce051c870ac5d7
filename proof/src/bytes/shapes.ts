import { ProofError } from './errors.ts'
import type { JsonValue } from './jcs.ts'

// What a value of strictly read JSON must be. All of them throw ProofError 'bad_shape' naming the place.

export type JsonObject = { readonly [key: string]: JsonValue }

export function object(
  value: JsonValue | undefined,
  what: string,
  keys: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProofError('bad_shape', what)
  const found = value as JsonObject // an object that is no array and not null
  for (const key of keys) if (!Object.hasOwn(found, key)) throw new ProofError('bad_shape', `${what}.${key}`)
  for (const key of Object.keys(found)) {
    if (!keys.includes(key) && !optional.includes(key)) throw new ProofError('bad_shape', what)
  }
  return found
}

export function list(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw new ProofError('bad_shape', what)
  return value
}

export function integer(value: JsonValue | undefined, what: string, least = 0): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least)
    throw new ProofError('bad_shape', what)
  return value
}

export function time(value: JsonValue | undefined, what: string): number {
  return integer(value, what, Number.MIN_SAFE_INTEGER)
}

export function text(value: JsonValue | undefined, what: string, most = 1000): string {
  if (typeof value !== 'string' || value.length > most) throw new ProofError('bad_shape', what)
  return value
}

export function matching(value: JsonValue | undefined, what: string, pattern: RegExp): string {
  const found = text(value, what)
  if (!pattern.test(found)) throw new ProofError('bad_shape', what)
  return found
}

export function oneOf<T extends string>(value: JsonValue | undefined, what: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new ProofError('bad_shape', what)
  return found
}

export const HEX16 = /^[0-9a-f]{32}$/
export const HEX32 = /^[0-9a-f]{64}$/
export const BASE64_32 = /^[A-Za-z0-9+/]{43}=$/
