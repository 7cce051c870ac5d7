import { decide, type PersonActor, type RulesInForce, requireAllowed } from '#access'
import type { KeyCare } from '#api'
import type { ActDraft, Recorder } from '#audit'
import { type Clock, Fault, Refusal } from '#base'
import { wrapPasswordsAnew } from '#evidence'
import type { HouseDb, Log, Tx } from '#platform'
import { beginRotation, closeBridges, finishRotation, type Keyring, type Rotated, registerState } from '#platform/keys'

// Rotation of the register's key in the open house. Everything goes on meanwhile: whoever holds the older key reads what is
// under the newer one over the bridge (platform/keys/rotate.ts).

export interface KeyCareParts {
  readonly db: HouseDb
  readonly keyring: Keyring
  readonly clock: Clock
  readonly log: Log
  readonly recorder: Recorder
  readonly rules: () => RulesInForce
}

/** At start, before any room was given a register key: ends what was interrupted, and breaks off what leads back. */
export async function resumeRotation({
  db,
  keyring,
  clock,
  log,
}: Omit<KeyCareParts, 'recorder' | 'rules'>): Promise<void> {
  const rotated = await finishRotation({ db, keyring, clock, also: [wrapPasswordsAnew] })
  if (rotated) tell(log, rotated)
  await closeBridges(db)
}

/** Of this process; what the house itself knows stands in house.db. */
interface Running {
  progress: { done: number; total: number } | null
  problem: string | null
  ended: Promise<void>
}

export function createKeyCare(parts: KeyCareParts): KeyCare & { close(): Promise<void> } {
  const { db, keyring } = parts
  const running: Running = { progress: null, problem: null, ended: Promise.resolve() }
  return {
    async state() {
      const { progress, problem } = running
      return { provider: keyring.provider(), ...(await registerState(db)), progress, problem }
    },
    rotate: (actor, because) => rotate(parts, running, actor, because),
    async ended() {
      await running.ended
      if (running.problem) throw new Refusal('unavailable', 'rotation_stopped')
    },
    async close() {
      await running.ended
      await closeBridges(db)
    },
  }
}

async function rotate(parts: KeyCareParts, running: Running, actor: PersonActor, because: string): Promise<void> {
  const { keyring, clock, recorder, rules } = parts
  let isOurs = false
  const begin = async (tx: Tx, draft: ActDraft) => {
    requireAllowed(decide(actor, 'house.rotate_keys', null, rules(), clock.now()))
    if (running.progress) throw new Refusal('conflict', 'rotation_running')
    running.progress = { done: 0, total: 0 } // at once: a second click finds it running
    isOurs = true
    const { isRotating, generation } = await registerState(tx)
    draft.detail({ generation: isRotating ? generation + 1 : await beginRotation(tx, { keyring, clock }) })
  }
  try {
    await recorder.perform({ action: 'house.rotate_keys', actor, detail: { because } }, begin)
  } catch (error) {
    if (isOurs) running.progress = null
    throw error
  }
  running.problem = null
  running.ended = finish(parts, running)
}

async function finish({ db, keyring, clock, log }: KeyCareParts, running: Running): Promise<void> {
  try {
    const onProgress = (done: number, total: number) => {
      running.progress = { done, total }
    }
    const rotated = await finishRotation({ db, keyring, clock, also: [wrapPasswordsAnew], onProgress })
    if (rotated) tell(log, rotated)
  } catch (error) {
    running.problem = error instanceof Refusal || error instanceof Fault ? error.code : 'unexpected_error'
    log.error('rotation_failed', error) // nothing is lost: it goes on when it is asked for again, or at the next start
  } finally {
    running.progress = null
  }
}

function tell(log: Log, { generation, keys, damaged }: Rotated): void {
  if (damaged > 0) log.warn('keys_rotated', { generation, keys, damaged })
  else log.info('keys_rotated', { generation, keys })
}
