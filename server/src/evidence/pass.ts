import { csvLine, encodeEntry, equalBytes, type RenderRule } from '@cunzhen/proof'
import { type ArchiveReader, openFields } from '#archive'
import { Fault, invariant, type RecordNo } from '#base'
import { detectThrough, type Finding, NamesFound } from '#redaction'
import { factsLine } from './formats/shown-rows.ts'
import type { ExportDesk } from './job.ts'
import { eachEntry } from './ledger-files.ts'
import type { Masking } from './masking.ts'
import type { Plan } from './plan.ts'
import { buildRow } from './row.ts'
import type { Spool } from './spool.ts'
import { LONGEST_CELL } from './xlsx.ts'
import type { OpenEntry } from './zip.ts'

// The one pass over the content: each record is opened, masked, disclosed and forgotten. Disclosures go straight into the
// encrypted zip, the rendered lines into the encrypted spool, from which CSV and spreadsheet are written.

export interface PassParts {
  reader: ArchiveReader
  plan: Plan
  masking: Masking
  rule: RenderRule
  /** Directory and signed size of the evidence ledger. */
  ledger: { dir: string; size: number }
  desk: ExportDesk
}

export interface ConversationSeen {
  /** 32 bytes, as the ledger has it. */
  tag: Uint8Array
  rows: number
  firstSeq: number
  lastSeq: number
}

export interface PassResult {
  maskedSpans: number
  conversations: ConversationSeen[]
  longestCell: number
}

const DIGEST = 32
const AT_ONCE = 64 * 1024
const ROWS_A_REPORT = 1000

export interface Spools {
  /** The rendered lines. */
  lines: Spool
  /** What a line does not say, where a further format needs it. */
  facts: Spool | null
}

export async function writeRows(
  parts: PassParts,
  disclosures: OpenEntry,
  { lines, facts }: Spools,
): Promise<PassResult> {
  const { masking, rule, desk } = parts
  const { digests, tags } = entriesOf(parts)
  const result: PassResult = {
    maskedSpans: 0,
    conversations: tags.map((tag) => ({ tag, rows: 0, firstSeq: Number.POSITIVE_INFINITY, lastSeq: -1 })),
    longestCell: 0,
  }
  let waiting = ''
  let place = -1
  for (const { no, conv, record, seed, fields, found } of openedRows(parts)) {
    place += 1
    const seen = result.conversations[conv - 1]
    invariant(seen !== undefined, 'every record of a plan is of one of its conversations')
    const { seq, archivedAt: archiveTs } = record
    const digest = digests.subarray(place * DIGEST, (place + 1) * DIGEST)
    const entry = encodeEntry({ type: 'record', convTag: seen.tag, seq, archiveTs, sourceTs: fields.sourceTs, digest })
    const row = buildRow(
      { row: place + 1, conv, index: no, seq, archiveTs, entry, digest, seed, fields, found },
      masking,
      rule,
    )
    seed.fill(0)
    result.maskedSpans += row.masked
    for (const cell of row.cells) if (cell.length > result.longestCell) result.longestCell = cell.length
    seen.rows += 1
    seen.firstSeq = Math.min(seen.firstSeq, seq)
    seen.lastSeq = Math.max(seen.lastSeq, seq)
    waiting += row.line
    if (waiting.length >= AT_ONCE) {
      await disclosures.write(Buffer.from(waiting))
      waiting = ''
    }
    await lines.add(csvLine(row.cells))
    await facts?.add(factsLine({ conv, kinds: row.kinds }))
    if (place % ROWS_A_REPORT === 0) await desk.progress(place)
  }
  if (waiting !== '') await disclosures.write(Buffer.from(waiting))
  return result
}

type Opened = ReturnType<typeof openFields> & {
  no: RecordNo
  conv: number
  record: NonNullable<ReturnType<ArchiveReader['read']>>
}

/** Records of one conversation that are looked at together, and their characters: names that one gives away are found in all. */
const STRETCH = 256
const STRETCH_CHARACTERS = 512 * 1024

/** Every record of the plan in its order, with what is in its body; names found in a conversation are carried on to its end. */
function* openedRows(parts: PassParts): Generator<Opened & { found: Finding[] }> {
  let names = new NamesFound()
  let before = ''
  let next = openAt(parts, 0)
  for (let place = 0; next !== null; ) {
    const stretch: Opened[] = []
    const { conv } = next
    for (let characters = 0; next?.conv === conv && stretch.length < STRETCH && characters < STRETCH_CHARACTERS; ) {
      stretch.push(next)
      characters += next.fields.body.length + next.fields.extra.length
      place += 1
      next = openAt(parts, place)
    }
    const goesOn = next?.conv === conv
    const bodies = stretch.map(({ fields }) => fields.body)
    const around = { before, after: goesOn ? (next?.fields.body ?? '') : '' }
    const all = detectThrough(bodies, { point: 'release', roster: parts.masking.roster, around }, names)
    for (const [i, opened] of stretch.entries()) yield { ...opened, found: all[i] ?? [] }
    before = goesOn ? (bodies.at(-1) ?? '') : ''
    if (!goesOn) names = new NamesFound()
  }
}

/** The record at a place of the plan; null behind the last. */
function openAt({ plan, reader }: PassParts, place: number): Opened | null {
  if (place >= plan.records.length) return null
  const no = (plan.records[place] ?? 0) as RecordNo // planExport read it from the archive
  const record = reader.read(no)
  if (record === null)
    throw new Fault('record_missing', 'a record of the plan is gone; ask for the export again', { record: no })
  return { ...openFields(record), no, conv: plan.convs[place] ?? 0, record }
}

export function fitsSheet(result: PassResult): boolean {
  return result.longestCell <= LONGEST_CELL
}

/** Digest of each record and tag of each conversation, as the ledger has them. */
function entriesOf({ plan, ledger }: PassParts): { digests: Uint8Array; tags: Uint8Array[] } {
  const order = Uint32Array.from(plan.records, (_, place) => place).sort(
    (a, b) => (plan.records[a] ?? 0) - (plan.records[b] ?? 0),
  )
  const indices = Float64Array.from(order, (place) => plan.records[place] ?? 0)
  const digests = new Uint8Array(plan.records.length * DIGEST)
  const tags: Uint8Array[] = []
  invariant(plan.end <= ledger.size, 'every record of an export is under a signed checkpoint')
  eachEntry(ledger.dir, ledger.size, indices, (i, entry) => {
    const place = order[i] ?? 0
    const conv = (plan.convs[place] ?? 0) - 1
    digests.set(entry.digest, place * DIGEST)
    const tag = tags[conv]
    if (tag === undefined) tags[conv] = entry.convTag
    else if (!equalBytes(tag, entry.convTag))
      throw new Fault('ledger_damaged', 'one conversation has two tags; run `npm run cunzhen -- fsck`')
  })
  return { digests, tags }
}
