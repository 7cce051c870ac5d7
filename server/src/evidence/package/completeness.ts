import {
  absentLine,
  conversationLine,
  discloseRecord,
  equalBytes,
  FIELDS,
  headLine,
  isInWindow,
  labelledLeaf,
  neighbourLine,
  otherLine,
  type PrunedNode,
  prunedLine,
  RangeProver,
  toHex,
} from '@cunzhen/proof'
import type { ResolvedScope } from '#access'
import { type ArchiveReader, type EpochSeal, openFields, type SealedPlace } from '#archive'
import { Fault, type RecordNo } from '#base'
import type { OpenEntry } from '../containers/zip.ts'
import type { ExportJob } from '../register/job.ts'
import { eachEntry } from './ledger-files.ts'

// proof/completeness.ndjson (formats/completeness.md): that of each conversation of the scope every record inside its time is a
// row of this package. The trees are grown again from the ledger's entries, a few thousand conversations at a time.

export interface CompletenessParts {
  job: ExportJob
  seal: EpochSeal
  reader: ArchiveReader
  ledgerDir: string
  /** Every record of the scope's conversations below the seal's size, ascending; not needed where the scope is all of them. */
  candidates: Float64Array
  tick: () => Promise<void>
}

/** A record that is inside the window and not a row: its kind is to be shown. */
interface Other {
  seq: number
  no: number
  sourceTs: number | null
}

type Prover = RangeProver<Other>

/** Trees at a time: about 2 KiB each, and one pass over the ledger's entries of the scope. */
const TREES = 16_384
/** Pieces on one line: the verifier takes lines of up to 16 MiB. */
const PIECES = 4096

/** True where nothing of a conversation can be outside: its root alone says it all. */
export function isWhole({ from, to, kinds, undated }: ResolvedScope): boolean {
  return from === null && to === null && kinds === null && undated
}

/** @throws Fault `seal_differs` where the ledger's entries do not give the roots that were just sealed */
export async function writeCompleteness(parts: CompletenessParts, out: OpenEntry): Promise<void> {
  const { job, seal } = parts
  const hashes = (row: Uint8Array): Uint8Array[] =>
    Array.from({ length: row.length / 32 }, (_, i) => row.subarray(32 * i, 32 * (i + 1)))
  await out.write(Buffer.from(headLine(job.approved, hashes(seal.mapProof), hashes(seal.directoryProof))))
  for (let from = 0; from < seal.places.length; from += TREES) {
    const places = seal.places.slice(from, from + TREES)
    const provers = isWhole(job.scope) ? new Map<string, Prover>() : growTrees(parts, places)
    for (const place of places) {
      await out.write(Buffer.from(lineOf(place)))
      const prover = provers.get(toHex(place.tag))
      if (prover && place.is === 'conversation') await writePieces(parts, prover, place, out)
    }
    await parts.tick()
  }
}

function lineOf(place: SealedPlace): string {
  if (place.is === 'conversation') return conversationLine(place)
  return place.is === 'absent' ? absentLine(place) : neighbourLine(place)
}

/** Trees of these conversations, by the hex of their tags, each leaf told whether it is inside the scope. */
function growTrees({ job, seal, ledgerDir, candidates, reader }: CompletenessParts, places: readonly SealedPlace[]) {
  const { scope } = job
  const provers = new Map<string, Prover>()
  for (const { is, tag } of places) if (is === 'conversation') provers.set(toHex(tag), new RangeProver<Other>(scope))
  eachEntry(ledgerDir, seal.statement.size, candidates, (i, { convTag, seq, sourceTs, digest }) => {
    const prover = provers.get(toHex(convTag))
    if (!prover) return // of another stretch
    const leaf = labelledLeaf(sourceTs, digest)
    const no = candidates[i] ?? 0
    if (!isInWindow(scope, sourceTs)) prover.outside(leaf)
    else prover.inside(leaf, isRow(reader, scope, no) ? null : { seq, no, sourceTs })
  })
  return provers
}

/** Inside the window: only its kind can still keep a record out of the scope. */
function isRow(reader: ArchiveReader, { kinds }: ResolvedScope, no: number): boolean {
  if (kinds === null) return true
  const outline = reader.outline(no as RecordNo) // a candidate, from the archive
  return outline !== null && kinds.has(outline.kind)
}

async function writePieces(
  { reader }: CompletenessParts,
  prover: Prover,
  place: Extract<SealedPlace, { is: 'conversation' }>,
  out: OpenEntry,
): Promise<void> {
  const { root, items } = prover.end()
  if (prover.size !== place.n || !equalBytes(root, place.root)) {
    throw new Fault('seal_differs', 'the ledger does not give what was sealed; run `npm run cunzhen -- fsck`')
  }
  let pruned: PrunedNode[] = []
  const flush = async (): Promise<void> => {
    if (pruned.length > 0) await out.write(Buffer.from(prunedLine(pruned)))
    pruned = []
  }
  for (const item of items) {
    if ('shown' in item) {
      await flush()
      await out.write(Buffer.from(otherOf(reader, item.shown)))
      continue
    }
    pruned.push(item.pruned)
    if (pruned.length === PIECES) await flush()
  }
  await flush()
}

const ALL_BUT_KIND = { fields: FIELDS.filter((field) => field !== 'kind'), spans: {} }

/** The one thing of such a record that is shown is its kind, so that nobody has to believe that it is none of the scope's. */
function otherOf(reader: ArchiveReader, { seq, no, sourceTs }: Other): string {
  const record = reader.read(no as RecordNo) // as above
  if (record === null)
    throw new Fault('record_missing', 'a record of the scope is gone; ask for the export again', { record: no })
  const { seed, fields } = openFields(record)
  const open = discloseRecord(seed, fields, ALL_BUT_KIND)
  seed.fill(0)
  return otherLine(seq, sourceTs, open)
}
