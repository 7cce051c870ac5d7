import { type DestinationStream, destination, pino } from 'pino'
import { Fault, Refusal } from '#base'
import type { Config } from './config.ts'
import { placeOf } from './thread-line.ts'

// A log line says what happened in codes, ids, counts and durations. Content cannot get through: names and string values
// must be literals of the source or branded ids (a `string` does not compile), must look like a code or an id, and
// numbers must be smaller than a phone number (log.test.ts). What does not fit is withheld, never thrown: a log line
// must not stop an act.

type Value = number | string | boolean | null

/** A string known when the code was written, or a branded one; a variable of type string does not fit. */
type Known<V extends Value> = V extends string ? (string extends V ? never : V) : V

type KnownFields<F> = { readonly [Name in keyof F]: F[Name] extends Value ? Known<F[Name]> : never }

type Line = <const S extends string, const F extends Record<string, Value>>(
  event: Known<S>,
  fields?: F & KnownFields<F>,
) => void

export interface Log {
  debug: Line
  info: Line
  warn: Line
  /** What was thrown: of a Refusal or Fault its code and detail, of anything else only where it was thrown. */
  error: <const S extends string, const F extends Record<string, Value>>(
    event: Known<S>,
    error: unknown,
    fields?: F & KnownFields<F>,
  ) => void
}

const WITHHELD = '[withheld]'
const ID = /^[a-z]{3}_[a-km-np-z2-9]{16}$/
const CODE = /^[a-z]+(?:[._/-][a-z]+){0,7}$/i // no digits, no blanks, no other script
const PLACE = /^[a-z0-9/.-]{1,80}\.ts:\d{1,6}$/
const FIELD = /^[a-zA-Z]{1,32}$/

/** Logs to stderr, or for tests to `stream`. Machine name and process id are left out. */
export function createLog(level: Config['logLevel'] = 'info', stream: DestinationStream = destination(2)): Log {
  const out = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream)
  return {
    debug: (event, fields) => out.debug({ event: cleanCode(event), ...clean(fields) }),
    info: (event, fields) => out.info({ event: cleanCode(event), ...clean(fields) }),
    warn: (event, fields) => out.warn({ event: cleanCode(event), ...clean(fields) }),
    error: (event, error, fields) => out.error({ event: cleanCode(event), ...clean(fields), ...describe(error) }),
  }
}

function describe(error: unknown): Record<string, unknown> {
  const at = placeOf(error)
  if (error instanceof Refusal || error instanceof Fault) {
    return { type: error.name, code: cleanCode(error.code), detail: clean(error.detail), at }
  }
  return { type: 'Unexpected', at }
}

function clean(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const clean: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) clean[FIELD.test(name) ? name : 'withheld'] = cleanValue(value)
  return clean
}

function cleanValue(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Math.abs(value) < 1e10 ? value : WITHHELD
  if (typeof value !== 'string') return WITHHELD
  return ID.test(value) || PLACE.test(value) ? value : cleanCode(value)
}

function cleanCode(text: unknown): string {
  return typeof text === 'string' && text.length <= 64 && CODE.test(text) ? text : WITHHELD
}
