import type { Manifest } from './package.ts'
import type { Findings } from './verdict.ts'
import { type OpenedHead, type OpenedRows, withRoom } from './verify-row.ts'

// What one pass over the rows leaves for the checks after it: of each row what is small and of fixed size, numbers and hashes.

const HASH = 32

export class SeenRows {
  count = 0
  maskedCharacters = 0
  readonly indices: number[] = []
  readonly convs: number[] = []
  readonly seqs: number[] = []
  /** Row number of each of these. */
  readonly rows: number[] = []
  /** Row numbers as the lines claim them, of the unreadable ones too. */
  readonly claimed: number[] = []
  /** Source times and kinds, null where undated, and where the kind is hidden. */
  readonly times: (number | null)[] = []
  readonly kinds: (string | null)[] = []
  readonly preview: string[][] = []
  #leaves: Uint8Array = new Uint8Array(HASH * 1024)
  #digests: Uint8Array = new Uint8Array(HASH * 1024)

  leaf(place: number): Uint8Array {
    return this.#leaves.subarray(HASH * place, HASH * (place + 1))
  }

  /** recordDigest of the row at this place. */
  digest(place: number): Uint8Array {
    return this.#digests.subarray(HASH * place, HASH * (place + 1))
  }

  /** Pieces must come in the order of the file. */
  push(piece: OpenedRows): void {
    const used = HASH * this.indices.length
    this.#leaves = withRoom(this.#leaves, used, piece.leaves.length)
    this.#leaves.set(piece.leaves, used)
    this.#digests = withRoom(this.#digests, used, piece.digests.length)
    this.#digests.set(piece.digests, used)
    this.count += piece.lines
    this.maskedCharacters += piece.maskedCharacters
    for (const row of piece.claimed) this.claimed.push(row)
    for (const { row, index, conv, seq, sourceTs, kind } of piece.heads) {
      this.rows.push(row)
      this.indices.push(index)
      this.convs.push(conv)
      this.seqs.push(seq)
      this.times.push(sourceTs)
      this.kinds.push(kind)
    }
  }
}

/** The findings of pieces in the order of their rows, with the one that no piece can make by itself: that a row stands out of order. */
export class RowFindings {
  readonly #order: Manifest['export']['order']
  readonly #findings: Findings
  #last: OpenedHead | null = null

  constructor({ export: { order } }: Manifest, findings: Findings) {
    this.#order = order
    this.#findings = findings
  }

  /** Pieces must come in the order of the file. */
  add({ problems, heads }: OpenedRows): void {
    const found: { line: number; rank: number; add(): void }[] = problems.map(({ line, rank, code, row, detail }) => ({
      line,
      rank,
      add: () => this.#findings.add('rows', code, detail === undefined ? { row } : { row, detail }),
    }))
    for (const head of heads) {
      const { line, row } = head
      if (this.#last !== null && compareRows(this.#last, head, this.#order) >= 0) {
        found.push({ line, rank: 1, add: () => this.#findings.add('rows', 'row_out_of_order', { row }) })
      }
      this.#last = head
    }
    // stable: what one line has at one rank stays as it was found
    found.sort((a, b) => a.line - b.line || a.rank - b.rank)
    for (const each of found) each.add()
  }
}

/** Undated last. */
function compareRows(a: OpenedHead, b: OpenedHead, order: Manifest['export']['order']): number {
  if (order === 'conversation' && a.conv !== b.conv) return a.conv - b.conv
  if (order !== 'ledger' && a.sourceTs !== b.sourceTs) {
    if (a.sourceTs === null) return 1
    return b.sourceTs === null ? -1 : a.sourceTs - b.sourceTs
  }
  return a.index - b.index
}
