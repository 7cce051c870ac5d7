import type { JsonValue, NamedAuthority } from '@cunzhen/proof'
import type { Clock } from '#base'
import type { LedgerReader } from '#ledger'
import type { DurableFiles } from '#platform'
import type { Post } from './post.ts'
import type { StampParts } from './stamp.ts'
import type { StampNote } from './state.ts'
import type { AnchorTrouble } from './trouble.ts'

export interface AnchorsParts {
  /** The house's directory. */
  readonly house: string
  readonly clock: Clock
  readonly ledger: Pick<LedgerReader, 'head' | 'proveConsistency'>
  readonly appendStatement: StampParts['appendStatement']
  /** Epoch seals of the ledger from this entry on, in order, at most `limit`. */
  readonly seals: (from: number, limit: number) => readonly { readonly index: number; readonly statement: JsonValue }[]
  /** Told of each failure; the next turn tries again. */
  readonly onTrouble: (code: AnchorTrouble) => void
  readonly post?: Post
  readonly files?: DurableFiles
}

/** What was said of one checkpoint. */
export interface Anchored {
  /** The note with the cosignatures that came; null: nothing is kept of this size. */
  readonly checkpoint: string | null
  readonly stamps: readonly { readonly note: StampNote; readonly response: Uint8Array }[]
}

export interface AnchoredNow {
  readonly size: number
  /** The note with the cosignatures that came. */
  readonly checkpoint: string
  readonly stamps: readonly { readonly authority: string; readonly response: Uint8Array }[]
  /** Those of the settings whose stamp or cosignature is here. */
  readonly authorities: readonly NamedAuthority[]
  readonly witnesses: readonly string[]
}
