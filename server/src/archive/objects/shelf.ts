import { createHmac } from 'node:crypto'
import type { KeyId } from '#base'
import { invariant } from '#base'
import type { KeyRegister, Keyring, RegisteredKey } from '#platform/keys'
import { objectName } from './format.ts'
import { type OpenObject, openObject } from './read.ts'
import type { ObjectPlaces } from './write.ts'

/** The house's objects, as the main thread has them. */
export interface ObjectShelf {
  /** For an ObjectWriter on another thread; each call gives fresh bytes. */
  places(): ObjectPlaces
  /** Durable when it returns. Not while a transaction of house.db is open on this thread. */
  createKey(): RegisteredKey
  destroyKey(id: KeyId): void
  /** @throws Fault `object_missing`, `object_damaged`; Refusal `key_destroyed` */
  open(sha256: Uint8Array): Promise<OpenObject>
}

/** HMAC key of the names: its own use of the key that knows sources again. */
export function nameKeyOf(keyring: Keyring): Uint8Array {
  const dedupe = keyring.secret('dedupe')
  const key = createHmac('sha256', dedupe).update('cunzhen/objects/v1\n').digest()
  dedupe.fill(0)
  return Uint8Array.from(key)
}

export function objectShelf(dir: string, keyring: Keyring, register: KeyRegister): ObjectShelf {
  const nameKey = nameKeyOf(keyring)
  return {
    places: () => ({ dir, nameKey: nameKey.slice() }),
    createKey() {
      const [made] = register.create('object')
      invariant(made, 'the register makes as many keys as it is asked for')
      return made
    },
    destroyKey: (id) => register.destroy([id]),
    open: (sha256) => openObject(dir, objectName(nameKey, sha256), (id) => register.open(id)),
  }
}
