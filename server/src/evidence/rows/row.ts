import {
  FIELDS,
  type Field,
  kindsOf,
  leafHash,
  type OpenedField,
  type OpenedRecord,
  type OpenedRun,
  type PackedRow,
  packedRowJson,
  packRecord,
  type RecordFields,
  type RenderRule,
  rowCells,
  type SpanField,
  toBase64,
  unitAfter,
} from '@cunzhen/proof'
import type { Around, Finding } from '#redaction'
import { type MaskedRecord, type Masking, maskRecord } from './masking.ts'

// One record into its line of the disclosures and its cells. The seed goes in here and does not come out: packRecord gives
// the salts of what is shown and nothing above them.

export interface RowInput {
  /** From 1. */
  row: number
  /** Number of the conversation in the package, from 1. */
  conv: number
  index: number
  seq: number
  archiveTs: number
  /** The record's entry as the ledger has it, and the digest in it: what the row must open to. */
  entry: Uint8Array
  digest: Uint8Array
  seed: Uint8Array
  fields: RecordFields
  /** Bodies of the records before and after it in the same conversation. */
  around?: Around | null
  /** What is in the body (`detectThrough`); left out: it is looked for here. */
  found?: readonly Finding[]
}

export interface BuiltRow {
  /** Canonical JSON and LF. */
  line: string
  cells: string[]
  masked: number
  /** Of what is masked or withheld; each once, sorted. */
  kinds: string[]
}

export function buildRow(input: RowInput, masking: Masking, rule: RenderRule): BuiltRow {
  const { fields, seed, seq, archiveTs, digest } = input
  const masked = maskRecord(fields, masking, input.around, input.found)
  const row: PackedRow = {
    row: input.row,
    index: input.index,
    conv: input.conv,
    seq,
    archiveTs,
    sourceTs: fields.sourceTs,
    leaf: toBase64(leafHash(input.entry)),
    masks: masked.masks,
    ...packRecord(seed, fields, masked.masks),
  }
  return {
    line: `${packedRowJson(row)}\n`,
    cells: rowCells(row, shownOf(fields, masked, digest), rule),
    masked: masked.spans,
    kinds: kindsOf(masked.masks),
  }
}

/** What openPacked would read out of the line, without hashing everything a second time; the check at the end does. */
function shownOf(fields: RecordFields, { hide }: MaskedRecord, digest: Uint8Array): OpenedRecord {
  const shown: Partial<Record<Field, OpenedField>> = {}
  for (const field of FIELDS) {
    if (hide.fields.includes(field)) shown[field] = null
    else if (field === 'sourceTs') shown[field] = { time: fields.sourceTs }
    else shown[field] = { runs: runsOf(fields[field], hide.spans[field as SpanField] ?? []) } // other fields have no spans
  }
  return { fields: shown as Record<Field, OpenedField>, digest } // the loop over FIELDS has filled every field
}

function runsOf(text: string, spans: readonly (readonly [number, number])[]): OpenedRun[] {
  if (text === '') return []
  if (spans.length === 0) return [{ text }]
  const runs: OpenedRun[] = []
  let at = 0
  let unit = 0
  for (const [start, end] of spans) {
    const from = unitAfter(text, unit, start - at)
    if (start > at) runs.push({ text: text.slice(unit, from) })
    const last = runs.at(-1)
    if (last !== undefined && 'hidden' in last) last.hidden += end - start
    else runs.push({ hidden: end - start })
    at = end
    unit = unitAfter(text, from, end - start)
  }
  if (unit < text.length) runs.push({ text: text.slice(unit) })
  return runs
}
