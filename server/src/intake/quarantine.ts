import type { Reason } from './piece.ts'
import type { QuarantineFile } from './quarantine-file.ts'

/** One span in quarantine, as the receiver reports it. */
export interface QuarantinedSpan {
  part: string
  start: number
  end: number
  reason: Reason
  items: number
  kept: { at: number; block: number; length: number; digest: Uint8Array }
}

/** A run of equal troubles is one span with as many items, up to these. */
const MOST_ITEMS = 1000
const MOST_BYTES = 16 * 1024 * 1024

/** Where the bytes go. */
export type Keeps = Pick<QuarantineFile, 'write' | 'endSpan' | 'sync'>

/** Takes broken pieces as they come and makes spans of them: touching ones of one reason lie together. */
export class Quarantine {
  readonly #file: Keeps
  #open: Omit<QuarantinedSpan, 'kept'> | null = null
  #unfinished = false
  #done: QuarantinedSpan[] = []

  constructor(file: Keeps) {
    this.#file = file
  }

  /** @param more the next call goes on with the same item */
  add(
    piece: { start: number; end: number; reason: Reason; items: number; bytes: Uint8Array; more: boolean },
    part: string,
  ): void {
    if (!this.#belongs(piece, part)) {
      this.close()
      this.#open = { part, start: piece.start, end: piece.start, reason: piece.reason, items: 0 }
    }
    if (!this.#open) return
    this.#file.write(piece.bytes)
    this.#open.end = piece.end
    this.#open.items += piece.items
    this.#unfinished = piece.more
  }

  /** Ends the span that is open: something else follows. */
  close(): void {
    if (!this.#open) return
    const open = this.#open
    this.#open = null
    this.#done.push({ ...open, kept: this.#file.endSpan() })
  }

  /** Spans whose bytes are on disk when this returns. */
  take(): QuarantinedSpan[] {
    if (this.#done.length === 0) return []
    this.#file.sync()
    const done = this.#done
    this.#done = []
    return done
  }

  #belongs(piece: { start: number; reason: Reason }, part: string): boolean {
    const open = this.#open
    if (!open) return false
    if (this.#unfinished) return true
    const touches = open.part === part && open.end === piece.start && open.reason === piece.reason
    return touches && open.items < MOST_ITEMS && open.end - open.start < MOST_BYTES
  }
}
