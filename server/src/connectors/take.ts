import type { ConnectorId, ImportId, RefusalDetail, RefusalKind } from '#base'
import type { HookKind } from './kinds.ts'
import type { Platform } from './messages.ts'

// What crosses to the thread of live intake, and back.

export interface Take extends Platform {
  readonly connector: ConnectorId
  /** How the bytes are to be read: our own batches, or a vendor's event. */
  readonly what: 'batch' | HookKind
  readonly importId: ImportId
  /** A body as it came, its sender proven. */
  readonly bytes: Uint8Array
}

export interface MessageAnswer {
  readonly id: string
  readonly outcome: 'archived' | 'duplicate' | 'refused'
  /** With `refused`: why. */
  readonly reason?: string
}

export interface Taken {
  readonly answers: MessageAnswer[]
  /** Newest source time among what was taken, ms; null where all is undated. */
  readonly newest: number | null
  /** The source's own numbers of what was taken. */
  readonly numbers: number[]
}

/** What became of one request of a bundle; a refusal is told, not thrown, so that it is this one's alone. */
export type TakeAnswer =
  | { readonly taken: Taken }
  | { readonly refused: { readonly kind: RefusalKind; readonly code: string; readonly detail: RefusalDetail } }
