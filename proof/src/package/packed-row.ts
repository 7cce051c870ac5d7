import { ProofError } from '../bytes/errors.ts'
import type { JsonValue } from '../bytes/jcs.ts'
import { integer, type JsonObject, list, time } from '../bytes/shapes.ts'
import { isSpanField } from '../record/commitment.ts'
import { FIELDS, type Field } from '../record/record.ts'
import type { Mask, SpanMask } from './mask.ts'
import type { PackedRow } from './package.ts'
import { scanPackedRow } from './packed-scan.ts'

// A line of disclosures.ndjson in packages of version 2: canonical JSON with packed disclosures, its masks as short arrays.

/** Canonical JSON (RFC 8785) without the LF: keys are known and stand in order here, so nothing is sorted a million times. */
export function packedRowJson(row: PackedRow): string {
  const head = `{"archiveTs":${row.archiveTs},"conv":${row.conv},"index":${row.index},"leaf":"${row.leaf}"`
  let masks = ''
  for (const mask of row.masks) masks += masks === '' ? maskJson(mask) : `,${maskJson(mask)}`
  const open = `"proof":"${row.proof}","row":${row.row},"seq":${row.seq},"shown":${JSON.stringify(row.shown)}`
  return `${head},"masks":[${masks}],${open},"sourceTs":${row.sourceTs}}`
}

/** [field, kind, label?], or of a span [field, kind, start, end, label?]; a span that is `fixed` has null or its label, and 1. */
function maskJson(mask: Mask): string {
  const label = mask.label === undefined ? null : JSON.stringify(mask.label)
  const named = `["${mask.field}","${mask.kind}"`
  if (!('start' in mask)) return label === null ? `${named}]` : `${named},${label}]`
  const place = `${named},${mask.start},${mask.end}`
  if (mask.fixed === true) return `${place},${label},1]`
  return label === null ? `${place}]` : `${place},${label}]`
}

/**
 * One line, without its LF. What it shows and hides is opened by openPacked. Throws ProofError 'bad_shape', and
 * 'not_canonical_json' for any other spelling.
 */
export function parsePackedRow(json: string): PackedRow {
  return scanPackedRow(json) ?? parseAnyJson(json)
}

function parseAnyJson(json: string): PackedRow {
  let value: JsonValue
  try {
    value = JSON.parse(json) as JsonValue // JSON.parse gives nothing but JSON values
  } catch {
    throw new ProofError('bad_shape', 'row')
  }
  if (typeof value !== 'object' || value === null) throw new ProofError('bad_shape', 'row')
  const found = value as JsonObject // an array has none of the keys
  const row: PackedRow = {
    row: integer(found.row, 'row', 1),
    index: integer(found.index, 'index'),
    conv: integer(found.conv, 'conv', 1),
    seq: integer(found.seq, 'seq'),
    archiveTs: time(found.archiveTs, 'archiveTs'),
    sourceTs: found.sourceTs === null ? null : time(found.sourceTs, 'sourceTs'),
    leaf: string(found.leaf),
    masks: list(found.masks, 'masks').map(parseMask),
    shown: list(found.shown, 'shown').map(string),
    proof: string(found.proof),
  }
  // everything that was read, written again: another key, a key twice or elsewhere, a space, `1e3`, an escape too many all differ
  if (packedRowJson(row) !== json) throw new ProofError('not_canonical_json', 'row')
  return row
}

function string(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new ProofError('bad_shape', 'row')
  return value
}

const FIELD_NAMES: ReadonlySet<JsonValue | undefined> = new Set(FIELDS)

function parseMask(value: JsonValue): Mask {
  const found = list(value, 'masks')
  if (!FIELD_NAMES.has(found[0])) throw new ProofError('bad_shape', 'masks')
  const field = found[0] as Field // just found among them
  const kind = string(found[1])
  if (found.length === 2) return { field, kind }
  if (found.length === 3) return { field, kind, label: string(found[2]) }
  if (!isSpanField(field) || found.length > 6) throw new ProofError('bad_shape', 'masks')
  const span: SpanMask = { field, start: integer(found[2], 'masks'), end: integer(found[3], 'masks', 1), kind }
  if (found.length > 5 && found[5] !== 1) throw new ProofError('bad_shape', 'masks')
  if (found.length > 5) span.fixed = true
  if (found.length > 4 && !(found.length > 5 && found[4] === null)) span.label = string(found[4])
  return span
}
