import { randomBytes } from 'node:crypto'
import { type KeyId, newId, type SegmentId } from '#base'
import type { JournalReading } from './reading.store.ts'
import { nextRange, SealInput } from './seal-input.ts'
import { type FrameKey, planSegment, type SegmentInput, type SegmentPlan } from './segment/write.ts'
import type { SealedSegment } from './statements.ts'

/** A segment's file, written and synced under a name that nobody reads. */
export interface StagedSegment {
  bytes: number
  sha256: Uint8Array
  /** SHA-256 over what the frames hold, in file order. */
  plainDigest: Uint8Array
}

/** The steps that touch disk, each of which may fail, before or after it took effect. */
export interface SealSteps {
  makeKeys(count: number): FrameKey[]
  begin(id: SegmentId, keys: readonly KeyId[]): Promise<void>
  stage(input: SegmentInput, plan: SegmentPlan, keys: readonly FrameKey[]): Promise<StagedSegment>
  readBack(id: SegmentId, staged: StagedSegment): Promise<void>
  giveName(id: SegmentId): void
  register(sealed: SealedSegment): Promise<unknown>
  /** True where the segment is in the register, and so sealed. */
  isRegistered(id: SegmentId): boolean
  /** Removes an attempt's files, then its keys and the note of it. Never one that is registered. */
  abandon(id: SegmentId): Promise<void>
  openKey(id: KeyId): Uint8Array
  breathe(): Promise<void>
}

/**
 * Seals the oldest records of the journal into one segment. Critical sequence; step 6 is its one commit point. Before
 * it, the records are in the journal only, and whatever a crash leaves is rubbish that `abandonAll` clears at the next
 * start. After it, they are in both, and pruning may begin.
 *
 * @param most bytes of ciphertext to take
 * @returns the segment's id; null where there is nothing to seal
 */
export async function sealNext(journal: JournalReading, steps: SealSteps, most: number): Promise<SegmentId | null> {
  const range = nextRange(journal, most)
  if (!range) return null
  const id = newId<SegmentId>('seg')
  const input = await SealInput.load(journal, steps.openKey, id, range, steps.breathe)
  const plan = planSegment(input)
  try {
    // 1. Fresh keys for this very attempt: no other can then use a nonce of it again. On disk in the register. A crash
    //    here leaves keys that nothing names and nothing was encrypted with: space, no harm.
    const keys = steps.makeKeys(plan.keys)
    // 2. A note of the attempt and its keys. From here on abandonAll finds what a crash leaves.
    await steps.begin(
      id,
      keys.map((key) => key.id),
    )
    // 3. The file, synced, under its working name. A crash leaves a part of it.
    const staged = await steps.stage(input, plan, keys).finally(() => {
      for (const { key } of keys) key.fill(0)
    })
    // 4. Read back with the keys as the register now gives them, and compare with what went in.
    await steps.readBack(id, staged)
    // 5. Its name, and the directory synced. A crash leaves a whole file that the register does not know.
    steps.giveName(id)
    // 6. One transaction of the journal: register row, ledger statement, counters, and the attempt's note removed.
    const { retention, from, to, count: records } = input
    const { bytes, sha256 } = staged
    const journalBytes = range.bytes
    await steps.register({ id, retention, from, to, records, bytes, sha256, journalBytes, salt: randomBytes(16) })
  } catch (error) {
    // Step 6 may have failed for its caller and yet have been committed: only the register knows.
    if (steps.isRegistered(id)) return id
    await steps.abandon(id)
    throw error
  }
  return id
}

/** Start-up: clears away every attempt that did not reach the register. */
export async function abandonAll(journal: JournalReading, steps: Pick<SealSteps, 'abandon'>): Promise<void> {
  for (const id of journal.attempts()) await steps.abandon(id)
}
