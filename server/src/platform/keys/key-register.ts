import { randomBytes } from 'node:crypto'
import { type Clock, Fault, type KeyId, newId, Refusal, type RefusalDetail } from '#base'
import { openEncrypted } from '../db/connect.ts'
import { sqliteFault } from '../db/sqlite-fault.ts'
import { crossTo, FIRST_GENERATION, generationOf, wrapPurpose } from './generations.ts'
import { type Generation, registerStore } from './key-register.store.ts'
import { unwrap, wrap } from './wrap.ts'

// The keys that may be destroyed one by one: blocks of segments, epochs of the journal, shards of the index. They live
// here only, wrapped, never in or beside what they open.

export type KeyPurpose = 'block' | 'epoch' | 'shard' | 'object' | 'quarantine'

export interface RegisteredKey {
  id: KeyId
  key: Uint8Array
}

export interface KeyRegister {
  /** `count` fresh 32-byte keys; on disk when this returns. */
  create(purpose: KeyPurpose, count?: number): RegisteredKey[]
  /** @throws Refusal `key_destroyed` (not_found) where the key is not, or no longer, there; Fault `register_damaged` */
  open(id: KeyId): Uint8Array
  /** Durable when it returns; destroying twice is no error. Copies in old backups end with the register's own key. */
  destroy(ids: readonly KeyId[]): void
  close(): void
}

/**
 * The register over a connection of its own to house.db: one per thread that needs it. The migrations have run. It goes on
 * through rotations: what a newer register key wraps opens over the bridge, and new keys are wrapped by the newest.
 * @param registerKey the keyring's secret `register`; kept in memory while open, zeroed by close
 */
export function openKeyRegister(
  path: string,
  houseKey: Uint8Array,
  registerKey: Uint8Array,
  clock: Clock,
  options: { readonly?: boolean } = {},
): KeyRegister {
  const db = openEncrypted(path, houseKey, options)
  const store = guarded(path, () => registerStore(db))
  const held = heldKeys(registerKey, () => guarded(path, () => store.generations()))
  return {
    create(purpose, count = 1) {
      const made = Array.from({ length: count }, () => ({ id: newId<KeyId>('key'), key: freshKey() }))
      guarded(path, () =>
        store.inTransaction(() => {
          // inside the transaction: a rotation that began before it counts, one that begins after it finds these keys
          const { generation, key } = held.newest()
          for (const one of made) {
            const wrapped = wrap(key, wrapPurpose(one.id, purpose), one.key)
            store.insert(one.id, { purpose, wrapped, generation }, clock.now())
          }
        }),
      )
      return made
    },
    open(id) {
      const row = guarded(path, () => store.find(id))
      if (!row) throw new Refusal('not_found', 'key_destroyed')
      const key = held.of(row.generation)
      const opened = key && unwrap(key, wrapPurpose(id, row.purpose), row.wrapped)
      if (!opened) throw registerDamaged({ id })
      return opened
    },
    destroy(ids) {
      guarded(path, () => store.inTransaction(() => ids.forEach(store.remove)))
    },
    close() {
      held.clear()
      db.close()
    },
  }
}

/** The register keys that a connection holds: the one it was given, and newer ones once it has met them. */
function heldKeys(registerKey: Uint8Array, generations: () => Generation[]) {
  const own = { generation: generationOf(registerKey, generations()), key: registerKey.slice() }
  const crossed = new Map<number, Uint8Array>()
  const of = (generation: number, rows?: readonly Generation[]): Uint8Array | null => {
    if (own.generation === generation) return own.key
    const known = crossed.get(generation)
    if (known || own.generation === null) return known ?? null
    const key = crossTo(generation, { generation: own.generation, key: own.key }, rows ?? generations())
    if (key) crossed.set(generation, key)
    return key
  }
  return {
    of,
    newest() {
      const rows = generations()
      const generation = rows.at(-1)?.generation ?? FIRST_GENERATION
      const key = of(generation, rows)
      if (!key) throw registerDamaged({ generation })
      return { generation, key }
    },
    clear() {
      for (const key of [own.key, ...crossed.values()]) key.fill(0)
    },
  }
}

function registerDamaged(detail: RefusalDetail): Fault {
  return new Fault('register_damaged', 'restore the key register from the newest backup', detail)
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw sqliteFault(error, path)
  }
}

/** Its own small buffer: a slice of Node's shared pool could not be zeroed or handed over alone. */
function freshKey(): Uint8Array {
  const key = new Uint8Array(32)
  key.set(randomBytes(32))
  return key
}
