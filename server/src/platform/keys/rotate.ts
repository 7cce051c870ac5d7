import { randomBytes } from 'node:crypto'
import { type Clock, Fault, type Instant, Refusal } from '#base'
import type { HouseDb, ReadableDb, Tx } from '../db/house-db.ts'
import { bridgeTo, crossTo, FIRST_GENERATION, generationOf, proofOf, wrapPurpose } from './generations.ts'
import {
  countKeysBefore,
  endGeneration,
  type Generation,
  insertGeneration,
  keysBefore,
  readGenerations,
  removeBridges,
  replaceWrapped,
} from './key-register.store.ts'
import type { Keyring } from './keyring.ts'
import { unwrap, wrap } from './wrap.ts'

// A new register key, and every key of the register wrapped anew by it. At every moment the key in keyring.json opens all
// of them: before the last step over the bridge, after it directly. So reading, writing and fsck go on throughout, and an
// interrupted rotation only has to be gone on with. The master key does not change: the recovery kit stays valid.

/** Something outside the register that a register key wraps: wraps it anew, whatever of the two keys it is under. */
export type WrapAnew = (tx: Tx, from: Uint8Array, to: Uint8Array) => Promise<void>

export interface RotationParts {
  readonly db: HouseDb
  readonly keyring: Keyring
  readonly clock: Clock
  readonly also?: readonly WrapAnew[]
  /** Keys wrapped anew, of how many. */
  readonly onProgress?: (done: number, total: number) => void
  /** Keys in one transaction. */
  readonly batch?: number
}

export interface RegisterState {
  readonly generation: number
  /** When the key in force was put in force; null: it is the house's first. */
  readonly rotatedAt: Instant | null
  /** A rotation has begun and not ended. */
  readonly isRotating: boolean
  /** A newer key can still be reached from an older one: until the house stops or starts. */
  readonly isBridged: boolean
}

export interface Rotated {
  readonly generation: number
  readonly keys: number
  /** Keys that did not open before either; they are left as they are. */
  readonly damaged: number
}

const BATCH = 500

export async function registerState(db: ReadableDb): Promise<RegisterState> {
  const rows = await readGenerations(db)
  const done = rows.filter(({ done_at }) => done_at !== null)
  const last = done.at(-1)
  return {
    generation: last?.generation ?? FIRST_GENERATION,
    rotatedAt: last && last.generation > FIRST_GENERATION ? last.done_at : null,
    isRotating: rows.length > done.length,
    isBridged: rows.some(({ bridge }) => bridge !== null),
  }
}

/**
 * Step 1, inside the transaction of the act that says so. A crash after it: the next start goes on by itself.
 * @throws Refusal `rotation_running`
 */
export async function beginRotation(
  tx: Tx,
  { keyring, clock }: Pick<RotationParts, 'keyring' | 'clock'>,
): Promise<number> {
  const rows = await readGenerations(tx)
  if (rows.some(({ done_at }) => done_at === null)) throw new Refusal('conflict', 'rotation_running')
  const key = keyring.secret('register')
  const next = randomBytes(32)
  const now = clock.now()
  if (rows.length === 0) {
    const proof = proofOf(key)
    await insertGeneration(tx, { generation: FIRST_GENERATION, proof, bridge: null, begun_at: now, done_at: now })
  }
  const generation = (rows.at(-1)?.generation ?? FIRST_GENERATION) + 1
  const bridge = bridgeTo(generation, next, key)
  await insertGeneration(tx, { generation, proof: proofOf(next), bridge, begun_at: now, done_at: null })
  key.fill(0)
  next.fill(0)
  return generation
}

/**
 * The other steps, from wherever it was left. Null where no rotation has begun.
 * @throws Fault `register_damaged` where the keyring's key is none of the register's
 */
export async function finishRotation(parts: RotationParts): Promise<Rotated | null> {
  const { db, keyring, clock, also = [] } = parts
  const rows = await readGenerations(db)
  const row = rows.find(({ done_at }) => done_at === null)
  if (!row) return null
  const { generation } = row
  const old = keyring.secret('register')
  const next = newestKey(old, generation, rows)
  // 2. whatever this process wraps from now on, it wraps by the new key. In memory only; a crash forgets it.
  keyring.expectRegisterKey(next)
  // 3. every key of the register, some in each transaction. A crash leaves some under the old key, some under the new;
  //    both open, and the next start finds those that are left.
  const wrapped = await wrapAllAnew(parts, generation, { old, next })
  // 4. what other rooms wrap, in a transaction of its own; done again it changes nothing
  await db.write(async (tx) => {
    for (const each of also) await each(tx, old, next)
  })
  // 5. the keyring has the new key. A crash before this: the old one opens all over the bridge. After: the new one does.
  keyring.replaceRegisterKey(next)
  // 6. the rotation is over. A crash before this: the next start finds nothing left to wrap, and says so here.
  await db.write((tx) => endGeneration(tx, generation, clock.now()))
  old.fill(0)
  next.fill(0)
  return { generation, ...wrapped }
}

/**
 * Nobody holds an older key any more: at start, before anybody was given one, or at stop, after everybody has gone. From
 * then on an old register key leads nowhere.
 */
export async function closeBridges(db: HouseDb): Promise<void> {
  if ((await registerState(db)).isBridged) await db.write(removeBridges)
}

/** Step 5 may have been done already: then the keyring's key is the new one. */
function newestKey(held: Uint8Array, generation: number, rows: readonly Generation[]): Uint8Array {
  const own = generationOf(held, rows)
  const next = own === null ? null : crossTo(generation, { generation: own, key: held }, rows)
  if (!next) throw new Fault('register_damaged', 'restore keys/keyring.json and house.db from one backup')
  return next
}

async function wrapAllAnew(
  { db, batch = BATCH, onProgress }: RotationParts,
  generation: number,
  { old, next }: { old: Uint8Array; next: Uint8Array },
): Promise<{ keys: number; damaged: number }> {
  const total = await countKeysBefore(db, generation)
  let [done, damaged, after] = [0, 0, '']
  onProgress?.(0, total)
  for (;;) {
    const last = await db.write(async (tx) => {
      const keys = await keysBefore(tx, generation, after, batch)
      for (const { id, purpose, wrapped } of keys) {
        const key = unwrap(old, wrapPurpose(id, purpose), wrapped)
        if (key) await replaceWrapped(tx, id, wrap(next, wrapPurpose(id, purpose), key), generation)
        else damaged += 1
        key?.fill(0)
        done += 1
      }
      return keys.at(-1)?.id
    })
    if (last === undefined) return { keys: done - damaged, damaged }
    after = last
    onProgress?.(done, total)
    await new Promise<void>((resume) => setImmediate(resume)) // the house answers in between
  }
}
