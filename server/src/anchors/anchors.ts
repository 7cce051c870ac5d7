import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonValue, NamedAuthority } from '@cunzhen/proof'
import type { Clock } from '#base'
import type { LedgerReader } from '#ledger'
import type { DurableFiles } from '#platform'
import { Anchoring } from './anchoring.ts'
import type { Post } from './post.ts'
import type { StampParts } from './stamp.ts'
import type { StampNote } from './state.ts'
import type { AnchorsStatus } from './status.ts'
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

export interface Anchors {
  /** Whatever is due: cosignatures, stamps, a renewal. Never throws: what fails is told and tried again. */
  turn(): Promise<void>
  /**
   * The newest checkpoint now, due or not, for what leaves: as many as answer in time, nobody where nobody does. Never throws
   * for what others do.
   */
  anchorNow(): Promise<AnchoredNow>
  of(size: number): Anchored
  status(): AnchorsStatus
  /** Turns come by themselves until this is called; it waits for the one that runs, not for whom it asks. */
  stop(): Promise<void>
}

const TURN_MS = 30_000
/** An export waits no longer for others than this. */
const PATIENCE_MS = 20_000

/** Outside parties on the house's checkpoints. Nothing waits for them: not intake, not the ledger. */
export function createAnchors(parts: AnchorsParts, turnMs: number | null = TURN_MS): Anchors {
  const work = new Anchoring(parts)
  let running: Promise<unknown> = Promise.resolve()
  /** One thing at a time: two answers must not write one file. */
  const after = <T>(next: () => Promise<T>): Promise<T> => {
    const mine = running.then(next)
    running = mine.catch(() => undefined) // whoever asked has the error
    return mine
  }
  const turn = (): Promise<void> => after(() => work.turn())
  const timer =
    turnMs === null ? null : setInterval(() => void turn().catch(() => parts.onTrouble('not_written')), turnMs)
  timer?.unref()
  return {
    turn,
    async anchorNow() {
      const head = parts.ledger.head()
      const patience = new AbortController()
      const asked = after(() => work.anchor(head)).catch(() => undefined) // told by the turns; an export goes on without
      await Promise.race([asked, sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined)])
      patience.abort()
      return work.now(head)
    },
    of: (size) => work.of(size),
    status: () => work.status(),
    async stop() {
      if (timer !== null) clearInterval(timer)
      work.halt()
      await running
    },
  }
}
