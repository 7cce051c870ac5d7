import { equalBytes } from '../bytes/bytes.ts'
import type { CompletenessLine, PackageScope } from '../completeness/completeness-file.ts'
import { isInWindow, type PrunedNode, RangeFold } from '../completeness/completeness-range.ts'
import { labelledLeaf } from '../completeness/completeness-tree.ts'
import { PACKAGE_FILES } from '../package/package.ts'
import { openDisclosure } from '../record/open-disclosure.ts'
import type { SeenRows } from './seen-rows.ts'
import { codeOf, type FindingCode, type Findings } from './verdict.ts'

// One conversation of a package against its sealed tree: its rows and the pieces of its proof, from left to right.

export interface OneConversation {
  line: Extract<CompletenessLine, { is: 'conversation' }>
  scope: PackageScope
  /** Places of its rows in `seen`, by their numbers in the conversation. */
  rows: readonly number[]
  seen: SeenRows
  /** How findings name it. */
  label: string
  findings: Findings
}

export class ConversationProof {
  /** Records inside the window of other kinds than the scope names; records outside it. */
  others = 0
  outside = 0
  readonly #of: OneConversation
  readonly #fold: RangeFold
  #next = 0
  /** After the first thing that is wrong nothing more can be said of this conversation. */
  #failed = false

  constructor(of: OneConversation) {
    this.#of = of
    this.#fold = new RangeFold(of.line.n, of.scope)
    this.#takeRows()
  }

  pruned(nodes: readonly PrunedNode[]): void {
    for (const piece of nodes) {
      if (this.#failed) return
      const from = this.#fold.at
      try {
        this.#fold.pruned(piece, this.#nextSeq() ?? this.#of.line.n)
        this.outside += this.#fold.at - from
        this.#takeRows()
      } catch (error) {
        const code = codeOf(error)
        this.#fail(PRUNED_CODES[code] ?? 'bad_completeness', PRUNED_CODES[code] ? `from ${from}` : code)
      }
    }
  }

  /** A record of another kind: its kind is shown, so that nobody has to believe that it is another. */
  other({ seq, sourceTs, open }: Extract<CompletenessLine, { is: 'other' }>): void {
    if (this.#failed) return
    const { scope } = this.#of
    try {
      const { fields, digest } = openDisclosure(open)
      const kind = fields.kind !== null && 'runs' in fields.kind ? fields.kind.runs[0] : undefined
      const shown = kind !== undefined && 'text' in kind ? kind.text : null
      const isOther = scope.kinds !== null && shown !== null && !scope.kinds.some((each) => each === shown)
      if (!isOther || !isInWindow(scope, sourceTs)) {
        this.#fail('record_withheld', `number ${seq}`)
        return
      }
      this.#fold.shown(seq, sourceTs, digest)
      this.others += 1
      this.#takeRows()
    } catch (error) {
      const code = codeOf(error)
      this.#fail(
        code === 'bad_position' ? 'record_left_out' : 'bad_completeness',
        code === 'bad_position' ? `number ${this.#fold.at}` : code,
      )
    }
  }

  end(): void {
    if (this.#failed) return
    const { line } = this.#of
    const next = this.#nextSeq()
    if (this.#fold.at !== line.n) this.#fail('record_left_out', `number ${this.#fold.at}`)
    else if (next !== null) this.#fail('row_not_sealed', `number ${next}`)
    else if (!equalBytes(this.#fold.end(), line.root)) this.#fail(this.#rowsHold() ? 'rest_differs' : 'tree_differs')
  }

  /** Where the rows are the ledger's own, what differs is what is told of the rest. */
  #rowsHold(): boolean {
    return !this.#of.findings.failed('rows') && !this.#of.findings.failed('ledger')
  }

  #nextSeq(): number | null {
    const place = this.#of.rows[this.#next]
    return place === undefined ? null : this.#of.seen.seq(place)
  }

  #takeRows(): void {
    const { rows, seen, line } = this.#of
    for (; this.#fold.at < line.n && this.#nextSeq() === this.#fold.at; this.#next++) {
      const place = rows[this.#next] ?? 0
      this.#fold.shownLeaf(this.#fold.at, labelledLeaf(seen.time(place), seen.digest(place)))
    }
  }

  #fail(code: FindingCode, detail = ''): void {
    this.#failed = true
    const where = detail === '' ? this.#of.label : `${this.#of.label}, ${detail}`
    this.#of.findings.add('completeness', code, { file: PACKAGE_FILES.completeness, detail: where })
  }
}

const PRUNED_CODES: Readonly<Record<string, FindingCode>> = {
  in_window: 'record_hidden',
  bad_position: 'record_left_out',
}
