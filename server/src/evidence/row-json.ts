import type { Disclosure, Mask, Row } from '@cunzhen/proof'

// The canonical JSON (RFC 8785) of a row, written out: keys are known and stand in order here, so nothing is sorted a
// million times. row.test.ts holds it to canonicalJson.

type FieldItem = Extract<Disclosure, { fields: unknown }>['fields'][number]
type Block = Extract<FieldItem, { b: unknown }>['b'][number]

export function rowJson(row: Row): string {
  const head = `{"archiveTs":${row.archiveTs},"conv":${row.conv},"index":${row.index},"leaf":"${row.leaf}"`
  const masks = row.masks.map(maskJson).join(',')
  const tail = `"row":${row.row},"seq":${row.seq},"sourceTs":${row.sourceTs}}`
  return `${head},"masks":[${masks}],"open":${openJson(row.open)},${tail}`
}

function maskJson(mask: Mask): string {
  const label = mask.label === undefined ? '' : `,"label":${JSON.stringify(mask.label)}`
  const named = `"field":"${mask.field}","kind":"${mask.kind}"${label}`
  return 'start' in mask ? `{"end":${mask.end},${named},"start":${mask.start}}` : `{${named}}`
}

function openJson(open: Disclosure): string {
  if ('fields' in open) return `{"fields":[${open.fields.map(fieldJson).join(',')}]}`
  return `{"seed":"${open.seed}","values":[${open.values.map((value) => JSON.stringify(value)).join(',')}]}`
}

function fieldJson(item: FieldItem): string {
  if ('h' in item) return `{"h":"${item.h}"}`
  if ('t' in item) return `{"seed":"${item.seed}","t":${JSON.stringify(item.t)}}`
  return `{"b":[${item.b.map(blockJson).join(',')}],"n":${item.n}}`
}

function blockJson(block: Block): string {
  if ('h' in block) return `{"h":"${block.h}"}`
  if ('t' in block) return `{"seed":"${block.seed}","t":${JSON.stringify(block.t)}}`
  const runs = block.r.map((run) => ('h' in run ? `{"h":"${run.h}"}` : `{"s":"${run.s}","t":${JSON.stringify(run.t)}}`))
  return `{"r":[${runs.join(',')}]}`
}
