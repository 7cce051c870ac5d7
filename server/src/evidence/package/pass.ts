import { equalBytes } from '@cunzhen/proof'
import { Fault, invariant } from '#base'
import type { Spool } from '../containers/spool.ts'
import { LONGEST_CELL } from '../containers/xlsx.ts'
import type { OpenEntry } from '../containers/zip.ts'
import { DIGEST, type MadeRows, type RowRun, type RowWork } from '../rows/row-work.ts'
import { eachEntry } from './ledger-files.ts'
import type { Plan, PlannedConversation } from './plan.ts'

// The one pass over the content: what the hands make of it (row-run.ts) is taken in package order and forgotten. Disclosures go straight
// into the encrypted zip, the rendered lines into the encrypted spool, from which CSV and spreadsheet are written.

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

export interface Spools {
  /** The rendered lines. */
  lines: Spool
  /** What a line does not say, where a further format needs it. */
  facts: Spool | null
}

export async function writeRows(
  made: AsyncIterable<MadeRows>,
  { tags }: RowWork,
  disclosures: OpenEntry,
  { lines, facts }: Spools,
): Promise<PassResult> {
  const conversations = Array.from({ length: tags.length / DIGEST }, (_, i) => ({
    tag: tags.slice(i * DIGEST, (i + 1) * DIGEST),
    rows: 0,
    firstSeq: Number.POSITIVE_INFINITY,
    lastSeq: -1,
  }))
  const result: PassResult = { maskedSpans: 0, conversations, longestCell: 0 }
  for await (const piece of made) {
    await disclosures.write(piece.disclosures)
    await lines.add(piece.lines)
    await facts?.add(piece.facts)
    count(result, piece)
  }
  return result
}

function count(result: PassResult, { maskedSpans, longestCell, seen }: MadeRows): void {
  result.maskedSpans += maskedSpans
  result.longestCell = Math.max(result.longestCell, longestCell)
  for (const { conv, rows, firstSeq, lastSeq } of seen) {
    const conversation = result.conversations[conv - 1]
    invariant(conversation !== undefined, 'every record of a plan is of one of its conversations')
    conversation.rows += rows
    conversation.firstSeq = Math.min(conversation.firstSeq, firstSeq)
    conversation.lastSeq = Math.max(conversation.lastSeq, lastSeq)
  }
}

export function fitsSheet(result: PassResult): boolean {
  return result.longestCell <= LONGEST_CELL
}

/** A run of so many rows is worth the asking; one conversation may be longer, and is never cut. */
const ROWS_A_RUN = 1000

export function runsOf(conversations: readonly PlannedConversation[]): RowRun[] {
  const runs: RowRun[] = []
  let from = 0
  let to = 0
  for (const [i, { rows }] of conversations.entries()) {
    to += rows
    if (to - from < ROWS_A_RUN && i < conversations.length - 1) continue
    runs.push({ from, to })
    from = to
  }
  return runs
}

/** What the plan's rows must open to, as the ledger has it. `size`: the ledger's signed one. */
export function workOf(plan: Plan, ledger: { dir: string; size: number }): RowWork {
  const { records, convs, conversations } = plan
  const order = Uint32Array.from(records, (_, place) => place).sort((a, b) => (records[a] ?? 0) - (records[b] ?? 0))
  const indices = Float64Array.from(order, (place) => records[place] ?? 0)
  const digests = new Uint8Array(new SharedArrayBuffer(records.length * DIGEST))
  const tags = new Uint8Array(new SharedArrayBuffer(conversations.length * DIGEST))
  const known = new Uint8Array(conversations.length)
  invariant(plan.end <= ledger.size, 'every record of an export is under a signed checkpoint')
  eachEntry(ledger.dir, ledger.size, indices, (i, entry) => {
    const place = order[i] ?? 0
    const conv = (convs[place] ?? 0) - 1
    digests.set(entry.digest, place * DIGEST)
    if (known[conv] === 0) {
      tags.set(entry.convTag, conv * DIGEST)
      known[conv] = 1
    } else if (!equalBytes(tags.subarray(conv * DIGEST, (conv + 1) * DIGEST), entry.convTag))
      throw new Fault('ledger_damaged', 'one conversation has two tags; run `npm run cunzhen -- fsck`')
  })
  return { records, convs, digests, tags }
}
