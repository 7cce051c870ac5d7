import { argon2Sync, randomBytes } from 'node:crypto'
import { Fault, Refusal } from '#base'
import { unwrap, wrap } from '../wrap.ts'
import type { KeyProvider } from './provider.ts'

/** Argon2id: memory in KiB. */
export interface PassphraseCost {
  readonly memory: number
  readonly passes: number
  readonly lanes: number
}

/** Four times the memory of RFC 9106's second recommendation (64 MiB, 3 passes, 4 lanes): asked once a start. */
const PASSPHRASE_COST: PassphraseCost = { memory: 262_144, passes: 3, lanes: 4 }

/** What a keyring may ask of this machine: whoever can change the file must not be able to exhaust it. */
const MOST = { memory: 2_097_152, passes: 64, lanes: 64 }
const LEAST_LETTERS = 12
const SALT_LENGTH = 16
const KEY_LENGTH = 32

/** The master key under a key made of a passphrase: stolen files alone open nothing, and neither does this machine. */
export function passphraseProvider(passphrase: string, cost: PassphraseCost = PASSPHRASE_COST): KeyProvider {
  const typed = passphrase.normalize('NFKC') // one passphrase however the input method spells it
  return {
    name: 'passphrase',
    wrap(masterKey, houseId) {
      if ([...typed].length < LEAST_LETTERS) throw new Refusal('invalid', 'passphrase_short', { least: LEAST_LETTERS })
      const salt = randomBytes(SALT_LENGTH)
      const wrapped = withKey(typed, salt, cost, (key) => wrap(key, purpose(houseId), masterKey))
      return {
        name: 'passphrase',
        salt: salt.toString('base64'),
        ...cost,
        wrapped: Buffer.from(wrapped).toString('base64'),
      }
    },
    unwrap(state, houseId) {
      if (state.name !== 'passphrase' || !isBearable(state)) throw unreadable()
      const salt = Buffer.from(state.salt, 'base64')
      if (salt.length !== SALT_LENGTH) throw unreadable()
      const wrapped = Buffer.from(state.wrapped, 'base64')
      const masterKey = withKey(typed, salt, state, (key) => unwrap(key, purpose(houseId), wrapped))
      if (masterKey?.length !== KEY_LENGTH) {
        throw new Fault('passphrase_wrong', 'type it again; if it is lost, `cunzhen restore-key` opens with the kit')
      }
      return masterKey
    },
  }
}

function withKey<T>(passphrase: string, salt: Uint8Array, cost: PassphraseCost, use: (key: Uint8Array) => T): T {
  const message = Buffer.from(passphrase)
  const key = argon2Sync('argon2id', {
    message,
    nonce: salt,
    memory: cost.memory,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: KEY_LENGTH,
  })
  message.fill(0)
  try {
    return use(key)
  } finally {
    key.fill(0)
  }
}

function isBearable({ memory, passes, lanes }: PassphraseCost): boolean {
  const within = (n: number, least: number, most: number) => Number.isInteger(n) && n >= least && n <= most
  return within(lanes, 1, MOST.lanes) && within(passes, 1, MOST.passes) && within(memory, 8 * lanes, MOST.memory)
}

function unreadable(): Fault {
  return new Fault('keyring_damaged', 'keys/keyring.json names no passphrase settings that can be used: restore it')
}

function purpose(houseId: string): string {
  return `cunzhen/master-by-passphrase/v1\n${houseId}`
}
