import type { Outcome } from '#archive'
import { invariant } from '#base'
import type { Reason } from './piece.ts'

/** `archived + duplicates + quarantined = items` and `parsedBytes + quarantinedBytes = bytes`, once all is answered. */
export interface Counts {
  items: number
  archived: number
  duplicates: number
  quarantined: number
  bytes: number
  parsedBytes: number
  quarantinedBytes: number
  /** Items without a time of their own. */
  undated: number
  /** Files that messages name: kept in the house's objects, and not in the source or not readable. */
  attached: number
  attachedMissing: number
}

export const NOTHING: Counts = {
  items: 0,
  archived: 0,
  duplicates: 0,
  quarantined: 0,
  bytes: 0,
  parsedBytes: 0,
  quarantinedBytes: 0,
  undated: 0,
  attached: 0,
  attachedMissing: 0,
}

export interface ReasonCount {
  reason: Reason
  items: number
  bytes: number
}

/** The book of one import: every byte and every item is entered once. */
export class Tally {
  #counts: Counts = { ...NOTHING }
  readonly #reasons = new Map<Reason, ReasonCount>()

  structure(bytes: number): void {
    this.#counts.bytes += bytes
    this.#counts.parsedBytes += bytes
  }

  records(bytes: number, items: number, undated: number): void {
    this.structure(bytes)
    this.#counts.items += items
    this.#counts.undated += undated
  }

  quarantined(bytes: number, items: number, reason: Reason): void {
    const counts = this.#counts
    counts.bytes += bytes
    counts.quarantinedBytes += bytes
    counts.items += items
    counts.quarantined += items
    const entry = this.#reasons.get(reason) ?? { reason, items: 0, bytes: 0 }
    entry.items += items
    entry.bytes += bytes
    this.#reasons.set(reason, entry)
  }

  files(kept: number, missing: number): void {
    this.#counts.attached += kept
    this.#counts.attachedMissing += missing
  }

  answered(outcomes: readonly Outcome[]): void {
    for (const { outcome } of outcomes) this.#counts[outcome === 'archived' ? 'archived' : 'duplicates'] += 1
  }

  /** Items. */
  get inQuarantine(): number {
    return this.#counts.quarantined
  }

  get counts(): Counts {
    return { ...this.#counts }
  }

  get reasons(): ReasonCount[] {
    return [...this.#reasons.values()].map((one) => ({ ...one }))
  }

  /** Every item was answered for, every byte was looked at. */
  close(): void {
    const { items, archived, duplicates, quarantined, bytes, parsedBytes, quarantinedBytes } = this.#counts
    invariant(items === archived + duplicates + quarantined, 'items = archived + duplicates + quarantined')
    invariant(bytes === parsedBytes + quarantinedBytes, 'bytes = parsed + quarantined')
  }
}
