import { csvLine, encodeEntry, factsLine, type RenderRule } from '@cunzhen/proof'
import { type ArchiveReader, openFields } from '#archive'
import { Fault, type RecordNo } from '#base'
import { detectThrough, type Finding, gatherNames, NamesFound, type Roster } from '#redaction'
import type { LabelBook } from './labels.ts'
import type { Masking } from './masking.ts'
import { buildRow } from './row.ts'
import { DIGEST, type MadeRows, type RowRun, type RowWork, type SeenSeqs } from './row-work.ts'
import { TextRoom } from './text-room.ts'

// Rows of whole conversations: each record is opened, masked, disclosed, rendered and forgotten. Runs in threads beside the exporter, or
// in its own.

export interface RowParts {
  reader: ArchiveReader
  work: RowWork
  rule: RenderRule
  wantsFacts: boolean
  masking: Omit<Masking, 'label'>
}

/** A piece ends with the stretch that makes it so many rows. */
const ROWS_A_PIECE = 500

/** Pieces of a run, in order; where they end depends on nothing but the records. */
export function* makeRows(parts: RowParts, run: RowRun, book: LabelBook): Generator<MadeRows> {
  const masking = { ...parts.masking, label: book.label }
  const rooms = { disclosures: new TextRoom(), lines: new TextRoom(), facts: new TextRoom() }
  let piece = new Piece(book, rooms)
  for (const { from, records, found, characters } of stretchesOf(parts, run)) {
    for (const [i, opened] of records.entries()) {
      addRow(parts, masking, piece, opened, from + i, found[i] ?? [])
      opened.seed.fill(0)
    }
    piece.characters += characters
    if (piece.rows < ROWS_A_PIECE && piece.characters < STRETCH_CHARACTERS) continue
    yield piece.end()
    piece = new Piece(book, rooms)
  }
  if (piece.rows > 0) yield piece.end()
}

function addRow(
  { work, rule, wantsFacts }: RowParts,
  masking: Masking,
  piece: Piece,
  { no, conv, seq, archiveTs, seed, fields }: Opened,
  place: number,
  found: readonly Finding[],
): void {
  const digest = work.digests.subarray(place * DIGEST, (place + 1) * DIGEST)
  const convTag = work.tags.subarray((conv - 1) * DIGEST, conv * DIGEST)
  const entry = encodeEntry({ type: 'record', convTag, seq, archiveTs, sourceTs: fields.sourceTs, digest })
  const row = buildRow(
    { row: place + 1, conv, index: no, seq, archiveTs, entry, digest, seed, fields, found },
    masking,
    rule,
  )
  piece.add(row.line, csvLine(row.cells), wantsFacts ? factsLine({ conv, kinds: row.kinds }) : '')
  piece.maskedSpans += row.masked
  for (const cell of row.cells) if (cell.length > piece.longestCell) piece.longestCell = cell.length
  piece.see(conv, seq)
}

interface Rooms {
  disclosures: TextRoom
  lines: TextRoom
  facts: TextRoom
}

class Piece {
  readonly #book: LabelBook
  readonly #rooms: Rooms
  readonly #seen: SeenSeqs[] = []
  rows = 0
  /** Of the records themselves: what they became depends on labels, and where a piece ends must not. */
  characters = 0
  maskedSpans = 0
  longestCell = 0

  /** `rooms`: empty ones. */
  constructor(book: LabelBook, rooms: Rooms) {
    this.#book = book
    this.#rooms = rooms
  }

  add(line: string, csv: string, facts: string): void {
    this.#rooms.disclosures.add(line)
    this.#rooms.lines.add(csv)
    this.#rooms.facts.add(facts)
  }

  /** Rows of a plan stand by conversation. */
  see(conv: number, seq: number): void {
    this.rows += 1
    const last = this.#seen.at(-1)
    if (last?.conv !== conv) {
      this.#seen.push({ conv, rows: 1, firstSeq: seq, lastSeq: seq })
      return
    }
    last.rows += 1
    last.firstSeq = Math.min(last.firstSeq, seq)
    last.lastSeq = Math.max(last.lastSeq, seq)
  }

  end(): MadeRows {
    const { rows, maskedSpans, longestCell } = this
    const { disclosures, lines, facts } = this.#rooms
    return {
      rows,
      disclosures: disclosures.take(),
      lines: lines.take(),
      facts: facts.take(),
      maskedSpans,
      longestCell,
      seen: this.#seen,
      labels: this.#book.claims(),
    }
  }
}

type Opened = ReturnType<typeof openFields> & { no: RecordNo; conv: number; seq: number; archiveTs: number }

/** Records of one conversation that are looked at together, and their characters: names that one gives away are found in all. */
const STRETCH = 250
const STRETCH_CHARACTERS = 512 * 1024

interface Stretch {
  /** Place in the plan. */
  from: number
  records: Opened[]
  /** What is in their bodies. */
  found: Finding[][]
  characters: number
}

/** Every record of a run in its order; a name that one of a conversation's gives away is found in all of them. */
function* stretchesOf(parts: RowParts, { from, to }: RowRun): Generator<Stretch> {
  let names: NamesFound | null = null
  let before = ''
  let next = from < to ? openAt(parts, from) : null
  for (let place = from; next !== null; ) {
    const records: Opened[] = []
    const start = place
    const { conv } = next
    let characters = 0
    for (; next?.conv === conv && records.length < STRETCH && characters < STRETCH_CHARACTERS; ) {
      records.push(next)
      characters += next.fields.body.length + next.fields.extra.length
      place += 1
      next = place < to ? openAt(parts, place) : null
    }
    const goesOn = next?.conv === conv
    const bodies = records.map(({ fields }) => fields.body)
    const around = { before, after: goesOn ? (next?.fields.body ?? '') : '' }
    names ??= goesOn ? namesThrough(parts, bodies, { from: place, to }) : new NamesFound()
    const found = detectThrough(bodies, { ...lookingFor(parts), around }, names)
    yield { from: start, records, found, characters }
    before = goesOn ? (bodies.at(-1) ?? '') : ''
    if (!goesOn) names = null
  }
}

function lookingFor({ masking }: RowParts): { point: 'release'; roster: Roster } {
  return { point: 'release', roster: masking.roster }
}

/** The names of a conversation that is longer than its first stretch: the rest is read twice, so that no early row shows what a late one tells. */
function namesThrough(parts: RowParts, first: readonly string[], rest: RowRun): NamesFound {
  const names = new NamesFound()
  gatherNames(first, lookingFor(parts), names)
  gatherNames(bodiesOf(parts, rest), lookingFor(parts), names)
  names.seal()
  return names
}

/** Of the conversation that stands at `from`. */
function* bodiesOf(parts: RowParts, { from, to }: RowRun): Generator<string> {
  const conv = parts.work.convs[from]
  for (let place = from; place < to && parts.work.convs[place] === conv; place++) {
    const { seed, fields } = openAt(parts, place)
    seed.fill(0)
    yield fields.body
  }
}

function openAt({ work, reader }: RowParts, place: number): Opened {
  const no = (work.records[place] ?? 0) as RecordNo // planExport read it from the archive
  const record = reader.read(no)
  if (record === null)
    throw new Fault('record_missing', 'a record of the plan is gone; ask for the export again', { record: no })
  const { seq, archivedAt: archiveTs } = record
  return { ...openFields(record), no, conv: work.convs[place] ?? 0, seq, archiveTs }
}
