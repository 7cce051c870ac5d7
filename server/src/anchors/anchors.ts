import { setTimeout as sleep } from 'node:timers/promises'
import { Anchoring } from './anchoring.ts'
import type { Anchored, AnchoredNow, AnchorsParts } from './parts.ts'
import type { AnchorsStatus } from './status.ts'

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
