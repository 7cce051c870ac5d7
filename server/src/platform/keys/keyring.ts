import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Clock, Fault, invariant, newId, Refusal } from '#base'
import { type DurableFiles, durable, sweepTemporary } from '../files/durable.ts'
import {
  isCopyCurrent,
  type KeyringFile,
  keyringDamaged,
  masterCheck,
  opensKeyring,
  readIfThere,
  readKeyringFile,
  SECRET_NAMES,
  type SecretName,
  writeKeyringFile,
} from './keyring-file.ts'
import { fileProvider, keyWrong, MASTER_FILE } from './providers/file.ts'
import type { KeyProvider, ProviderName } from './providers/provider.ts'
import { providerFor, type Unlock } from './unlock.ts'
import { unwrap, wrap } from './wrap.ts'

// formats/keyring.md. keys/keyring.json holds the house's named secrets, each wrapped by the master key, and says which
// provider keeps the master key: a file beside it, a passphrase, or a token. Whatever the provider, the recovery kit on
// paper is the master key's backup.

export interface Keyring {
  /** `hse_…`: printed on the recovery kit, part of the ledgers' names. */
  readonly houseId: string
  /** Which master key this is, hex; safe to show. The same as long as the recovery kit opens the house. */
  readonly digest: string
  /** Where the master key is kept. */
  provider(): ProviderName
  /** A copy of a 32-byte secret; the taker zeroes it when done. */
  secret(name: SecretName): Uint8Array
  /**
   * Copies of every register key that may have wrapped something, newest first: one, and while a rotation runs or has run
   * since the start, more. What is wrapped by a register key itself is wrapped by the first and may open by any.
   */
  registerKeys(): Uint8Array[]
  /** A rotation has begun: from here on `registerKeys` answers this one first. In memory; the file still has the older. */
  expectRegisterKey(key: Uint8Array): void
  /** A rotation has ended: `secret` answers this one. On disk when it returns. */
  replaceRegisterKey(key: Uint8Array): void
  /** For the recovery kit and for moving; the bytes are zeroed when `use` returns. */
  withMasterKey<T>(use: (masterKey: Uint8Array) => T): T
}

const KEY_LENGTH = 32

/**
 * Makes a house's keys: all of them or none, and never over existing ones. The master key begins in a file.
 * @throws Refusal `keyring_exists`
 */
export function createKeyring(dir: string, options: { clock: Clock }): Keyring {
  const parent = dirname(dir)
  durable.ensureDir(parent)
  removeUnfinished(dir)
  // 1. everything into a directory of another name; a crash here leaves one that nobody uses, removed by the next call
  const unfinished = join(parent, `.${basename(dir)}.${randomBytes(6).toString('hex')}.new`)
  durable.ensureDir(unfinished)
  writeKeyring(unfinished, options.clock)
  // 2. the name, at once: rename replaces no directory that has anything in it
  try {
    renameSync(unfinished, dir)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (existsSync(dir)) throw new Refusal('conflict', 'keyring_exists')
    throw new Fault('keyring_unwritable', 'check the owner and mode of the house directory', {}, { cause: error })
  }
  durable.syncDir(parent)
  return openKeyring(dir)
}

/**
 * Opens every secret once, so that damage shows at start and not in the middle of an act.
 * @param unlock what the provider needs besides the files; `unlockFor` gathers it
 * @throws Fault `key_missing`, `key_wrong`, `keyring_missing`, `keyring_damaged`, `passphrase_…`, `token_…`
 */
export function openKeyring(dir: string, unlock: Unlock = {}): Keyring {
  const file = readKeyringFile(dir)
  const provider = providerFor(dir, file.provider.name, unlock)
  const masterKey = provider.unwrap(file.provider, file.houseId)
  if (!opensKeyring(masterKey, file)) throw keyWrong()
  const secrets = openSecrets(masterKey, file)
  // a passphrase is not asked for twice and not kept; the key it opened is in memory anyway, in every secret it wraps
  const held = provider.name === 'passphrase' ? masterKey.slice() : null
  masterKey.fill(0)
  return keyringOver(dir, file, secrets, () => held?.slice() ?? provider.unwrap(file.provider, file.houseId))
}

function openSecrets(masterKey: Uint8Array, file: KeyringFile): Map<SecretName, Uint8Array> {
  const secrets = new Map<SecretName, Uint8Array>()
  for (const name of SECRET_NAMES) {
    const secret = unwrap(masterKey, secretPurpose(file.houseId, name), Buffer.from(file.secrets[name], 'base64'))
    if (secret?.length !== KEY_LENGTH) throw keyringDamaged()
    secrets.set(name, secret)
  }
  return secrets
}

function keyringOver(
  dir: string,
  file: KeyringFile,
  secrets: Map<SecretName, Uint8Array>,
  masterKeyAgain: () => Uint8Array,
): Keyring {
  const registerKeys: Uint8Array[] = []
  const keyring: Keyring = {
    houseId: file.houseId,
    digest: createHash('sha256').update(`cunzhen/recovery-kit/v1\n${file.houseId}\n${file.check}`).digest('hex'),
    provider: () => file.provider.name,
    secret(name) {
      const secret = secrets.get(name)
      invariant(secret, 'every secret name is in the keyring')
      return secret.slice()
    },
    registerKeys: () => registerKeys.map((key) => key.slice()),
    expectRegisterKey: (key) => void registerKeys.unshift(key.slice()),
    replaceRegisterKey(key) {
      keyring.withMasterKey((masterKey) => writeSecret(dir, masterKey, 'register', key))
      secrets.set('register', key.slice())
    },
    withMasterKey(use) {
      const again = masterKeyAgain()
      try {
        return use(again)
      } finally {
        again.fill(0)
      }
    },
  }
  registerKeys.push(keyring.secret('register'))
  return keyring
}

/** Reads the file again: what else it says may have changed since it was opened. */
function writeSecret(dir: string, masterKey: Uint8Array, name: SecretName, secret: Uint8Array): void {
  const file = readKeyringFile(dir)
  const wrapped = Buffer.from(wrap(masterKey, secretPurpose(file.houseId, name), secret)).toString('base64')
  writeKeyringFile(dir, { ...file, secrets: { ...file.secrets, [name]: wrapped } })
}

/**
 * Puts the master key back from a recovery kit; a key that does not open this keyring replaces nothing. A house whose key
 * was under a passphrase or in a token has it in the file again afterwards.
 * @throws Refusal `kit_of_another_house`; Faults of a missing or damaged keyring.json
 */
export function restoreMasterKey(dir: string, masterKey: Uint8Array): 'restored' | 'already_there' {
  const file = readKeyringFile(dir)
  if (!opensKeyring(masterKey, file)) throw new Refusal('invalid', 'kit_of_another_house')
  const there = readIfThere(join(dir, MASTER_FILE))
  const isThere = there !== null && Buffer.from(masterKey).equals(there)
  if (isThere && file.provider.name === 'file') return 'already_there'
  keepBy(dir, file, fileProvider(dir), masterKey)
  return 'restored'
}

/**
 * Gives the master key to another provider. Killed at any point, the house opens by the old provider or by the new one.
 * The house must not be running.
 * @throws Refusal `passphrase_short`; Faults of the provider: nothing has changed then
 */
export function moveMasterKey(dir: string, keyring: Keyring, to: KeyProvider, files: DurableFiles = durable): void {
  keyring.withMasterKey((masterKey) => keepBy(dir, readKeyringFile(dir), to, masterKey, files))
}

function keepBy(dir: string, file: KeyringFile, to: KeyProvider, masterKey: Uint8Array, files = durable): void {
  // 1. the new provider has the key. A crash here leaves a key file or a token's key that nothing names: the old provider
  //    opens the house, and tidyKeys removes the file.
  const state = to.wrap(masterKey, file.houseId)
  // 2. and gives it back: a provider that cannot must not become the only one
  const back = to.unwrap(state, file.houseId)
  const isSame = Buffer.from(back).equals(masterKey)
  back.fill(0)
  invariant(isSame, 'a provider gives back the key that it was given')
  // 3. the file, which is the moment; then its copy. A crash between leaves an older copy, which tidyKeys replaces.
  writeKeyringFile(dir, { ...file, provider: state }, files)
  // 4. the key file goes last. A crash before leaves it, and tidyKeys removes it.
  if (to.name !== 'file') files.removeDurably([join(dir, MASTER_FILE)])
}

/**
 * Ends what a crash left of a move: at start, with the house's lock held and the keyring open, so that nothing goes that is
 * still needed. Answers whether there was anything to end.
 */
export function tidyKeys(dir: string, keyring: Keyring): boolean {
  const file = readKeyringFile(dir)
  const path = join(dir, MASTER_FILE)
  const left = file.provider.name === 'file' ? null : readIfThere(path)
  const isOurs = left !== null && keyring.withMasterKey((masterKey) => left.equals(masterKey))
  left?.fill(0)
  const isOld = !isCopyCurrent(dir)
  if (isOld) writeKeyringFile(dir, file)
  if (isOurs) durable.removeDurably([path])
  // an unfinished write of master.key is as good as the key
  return sweepTemporary(dir) > 0 || isOurs || isOld
}

function writeKeyring(dir: string, clock: Clock): void {
  const masterKey = randomBytes(KEY_LENGTH)
  const houseId = newId<string>('hse')
  const wrapped = SECRET_NAMES.map((name) => {
    const secret = wrap(masterKey, secretPurpose(houseId, name), randomBytes(KEY_LENGTH))
    return [name, Buffer.from(secret).toString('base64')] as const
  })
  const secrets = Object.fromEntries(wrapped) as Record<SecretName, string> // one for each name, from the list itself
  const provider = fileProvider(dir).wrap(masterKey, houseId)
  const check = masterCheck(masterKey, houseId)
  writeKeyringFile(dir, { v: 2, houseId, createdAt: clock.now(), check, provider, secrets })
  masterKey.fill(0)
}

function secretPurpose(houseId: string, name: SecretName): string {
  return `cunzhen/keyring/v1\n${houseId}\n${name}`
}

function removeUnfinished(dir: string): void {
  const prefix = `.${basename(dir)}.`
  for (const name of readdirSync(dirname(dir))) {
    const isUnfinished = name.startsWith(prefix) && /^[0-9a-f]{12}\.new$/.test(name.slice(prefix.length))
    if (isUnfinished) rmSync(join(dirname(dir), name), { recursive: true, force: true })
  }
}
