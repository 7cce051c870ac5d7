import type { Manifest } from '../package/package.ts'
import { KINDS } from '../record/record.ts'
import type { Findings } from './verdict.ts'
import { CONV, HEAD, HIDDEN_KIND, INDEX, KIND, LINE, type OpenedRows, ROW, SEQ, TIME } from './verify-row.ts'

// What one pass over the rows leaves for the checks after it: of each row what is small and of fixed size, numbers and hashes. It stands
// in blocks that are never moved: a million rows take a hundred megabytes, and no more while they come.

const HASH = 32
const ROWS_A_BLOCK = 4096

interface Block {
  heads: Float64Array
  leaves: Uint8Array
  digests: Uint8Array
}

export class SeenRows {
  /** Lines, whether they open or not. */
  count = 0
  /** Rows that opened; each has a place, from 0. */
  opened = 0
  maskedCharacters = 0
  /** Row numbers as the lines claim them, of the unreadable ones too. */
  readonly claimed: number[] = []
  readonly preview: string[][] = []
  readonly #blocks: Block[] = []

  row = (place: number): number => this.#number(place, ROW)
  index = (place: number): number => this.#number(place, INDEX)
  conv = (place: number): number => this.#number(place, CONV)
  seq = (place: number): number => this.#number(place, SEQ)

  /** Source time; null where undated. */
  time(place: number): number | null {
    const time = this.#number(place, TIME)
    return Number.isNaN(time) ? null : time
  }

  /** Null where it is hidden, '' where it is none of KINDS. */
  kind(place: number): string | null {
    const kind = this.#number(place, KIND)
    return kind === HIDDEN_KIND ? null : (KINDS[kind] ?? '')
  }

  leaf(place: number): Uint8Array {
    return hashAt(this.#block(place).leaves, place)
  }

  /** recordDigest of the row at this place. */
  digest(place: number): Uint8Array {
    return hashAt(this.#block(place).digests, place)
  }

  /** Pieces must come in the order of the file. */
  push(piece: OpenedRows): void {
    for (let from = 0; from < piece.opened; ) {
      const at = this.opened % ROWS_A_BLOCK
      if (at === 0) this.#blocks.push(emptyBlock())
      const to = Math.min(piece.opened, from + ROWS_A_BLOCK - at)
      const { heads, leaves, digests } = this.#block(this.opened)
      heads.set(piece.heads.subarray(HEAD * from, HEAD * to), HEAD * at)
      leaves.set(piece.leaves.subarray(HASH * from, HASH * to), HASH * at)
      digests.set(piece.digests.subarray(HASH * from, HASH * to), HASH * at)
      this.opened += to - from
      from = to
    }
    this.count += piece.lines
    this.maskedCharacters += piece.maskedCharacters
    for (const row of piece.claimed) this.claimed.push(row)
  }

  #number(place: number, which: number): number {
    return this.#block(place).heads[HEAD * (place % ROWS_A_BLOCK) + which] as number // the block is whole
  }

  #block(place: number): Block {
    return this.#blocks[Math.floor(place / ROWS_A_BLOCK)] as Block // places are below `opened`
  }
}

function emptyBlock(): Block {
  return {
    heads: new Float64Array(HEAD * ROWS_A_BLOCK),
    leaves: new Uint8Array(HASH * ROWS_A_BLOCK),
    digests: new Uint8Array(HASH * ROWS_A_BLOCK),
  }
}

function hashAt(hashes: Uint8Array, place: number): Uint8Array {
  const at = HASH * (place % ROWS_A_BLOCK)
  return hashes.subarray(at, at + HASH)
}

/** The findings of pieces in the order of their rows, with the one that no piece can make by itself: that a row stands out of order. */
export class RowFindings {
  readonly #order: Manifest['export']['order']
  readonly #findings: Findings
  #last: Float64Array | null = null

  constructor({ export: { order } }: Manifest, findings: Findings) {
    this.#order = order
    this.#findings = findings
  }

  /** Pieces must come in the order of the file. */
  add({ problems, heads, opened }: OpenedRows): void {
    const found: { line: number; rank: number; add(): void }[] = problems.map(({ line, rank, code, row, detail }) => ({
      line,
      rank,
      add: () => this.#findings.add('rows', code, detail === undefined ? { row } : { row, detail }),
    }))
    for (let at = 0; at < HEAD * opened; at += HEAD) {
      const [last, before] = at === 0 ? [this.#last, 0] : [heads, at - HEAD]
      if (last === null || compareRows(last, before, heads, at, this.#order) < 0) continue
      const [line = 0, row = 0] = [heads[at + LINE], heads[at + ROW]]
      found.push({ line, rank: 1, add: () => this.#findings.add('rows', 'row_out_of_order', { row }) })
    }
    if (opened > 0) this.#last = heads.slice(HEAD * (opened - 1), HEAD * opened)
    // stable: what one line has at one rank stays as it was found
    found.sort((a, b) => a.line - b.line || a.rank - b.rank)
    for (const each of found) each.add()
  }
}

/** Of two rows, each a head at its place. Undated last. */
function compareRows(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  order: Manifest['export']['order'],
): number {
  const difference = (which: number): number => (a[atA + which] as number) - (b[atB + which] as number) // heads are whole
  if (order === 'conversation' && difference(CONV) !== 0) return difference(CONV)
  if (order !== 'ledger') {
    const [undatedA, undatedB] = [Number.isNaN(a[atA + TIME]), Number.isNaN(b[atB + TIME])]
    if (undatedA !== undatedB) return undatedA ? 1 : -1
    if (!undatedA && difference(TIME) !== 0) return difference(TIME)
  }
  return difference(INDEX)
}
