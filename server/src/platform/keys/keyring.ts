import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Clock, Fault, invariant, newId, Refusal } from '#base'
import { durable } from '../files/durable.ts'
import { unwrap, wrap } from './wrap.ts'

// formats/keyring.md. keys/master.key is 32 random bytes; keys/keyring.json holds the house's named secrets, each wrapped
// by it, and keyring.copy.json is the same bytes again. Both JSON files are ciphertext and belong in every backup;
// master.key belongs in none: the recovery kit on paper is its backup.

export const SECRET_NAMES = [
  'house.db', // file key
  'journal.db', // file key
  'log', // k_log: conversation tags of ledger entries
  'dedupe', // keyed source ids
  'lookup', // keyed phone numbers and accounts in house.db
  'register', // wraps the key register
  'signer.evidence', // Ed25519 seed
  'signer.audit', // Ed25519 seed
  'pseudonym', // pseudonyms in exports
] as const
export type SecretName = (typeof SECRET_NAMES)[number]

export interface Keyring {
  /** `hse_…`: printed on the recovery kit, part of the ledgers' names. */
  readonly houseId: string
  /** SHA-256 of keyring.json, hex. */
  readonly digest: string
  /** A copy of a 32-byte secret; the taker zeroes it when done. */
  secret(name: SecretName): Uint8Array
  /** For the recovery kit only; the bytes are zeroed when `use` returns. */
  withMasterKey<T>(use: (masterKey: Uint8Array) => T): T
}

interface KeyringFile {
  v: 1
  houseId: string
  /** HMAC(master key): tells a wrong key from a damaged file. */
  check: string
  secrets: Record<SecretName, string>
}

const MASTER = 'master.key'
const KEYRING = 'keyring.json'
const COPY = 'keyring.copy.json'
const KEY_LENGTH = 32
const HINT_RESTORE = 'run `npm run cunzhen -- restore-key --house DIR` with the recovery kit'
const HINT_COPY = 'copy keys/keyring.copy.json, or the one of a backup, over keys/keyring.json'

/**
 * Makes a house's keys: all of them or none, and never over existing ones.
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

/** True where a keyring was made, even if some of its files are missing now. */
export function hasKeyring(dir: string): boolean {
  return [MASTER, KEYRING, COPY].some((name) => existsSync(join(dir, name)))
}

/**
 * Opens every secret once, so that damage shows at start and not in the middle of an act.
 * @throws Fault `key_missing`, `key_wrong`, `keyring_missing`, `keyring_damaged`
 */
export function openKeyring(dir: string): Keyring {
  const { file, digest } = readKeyringFile(dir)
  const masterKey = readMasterKey(dir)
  if (!opens(masterKey, file)) throw keyWrong()
  const secrets = new Map<SecretName, Uint8Array>()
  for (const name of SECRET_NAMES) {
    const secret = unwrap(masterKey, secretPurpose(file.houseId, name), Buffer.from(file.secrets[name], 'base64'))
    if (secret?.length !== KEY_LENGTH) throw keyringDamaged()
    secrets.set(name, secret)
  }
  masterKey.fill(0)
  return {
    houseId: file.houseId,
    digest,
    secret(name) {
      const secret = secrets.get(name)
      invariant(secret, 'every secret name is in the keyring')
      return secret.slice()
    },
    withMasterKey(use) {
      const again = readMasterKey(dir)
      try {
        return use(again)
      } finally {
        again.fill(0)
      }
    },
  }
}

/**
 * Puts the master key back from a recovery kit; a key that does not open this keyring replaces nothing.
 * @throws Refusal `kit_of_another_house`; Faults of a missing or damaged keyring.json
 */
export function restoreMasterKey(dir: string, masterKey: Uint8Array): 'restored' | 'already_there' {
  const { file } = readKeyringFile(dir)
  if (!opens(masterKey, file)) throw new Refusal('invalid', 'kit_of_another_house')
  const path = join(dir, MASTER)
  if (existsSync(path) && Buffer.from(masterKey).equals(readFileSync(path))) return 'already_there'
  durable.writeFileDurably(path, masterKey)
  return 'restored'
}

function writeKeyring(dir: string, clock: Clock): void {
  const masterKey = randomBytes(KEY_LENGTH)
  const houseId = newId<string>('hse')
  const wrapped = SECRET_NAMES.map((name) => {
    const secret = wrap(masterKey, secretPurpose(houseId, name), randomBytes(KEY_LENGTH))
    return [name, Buffer.from(secret).toString('base64')] as const
  })
  const check = masterCheck(masterKey, houseId).toString('hex')
  const file = { v: 1, houseId, createdAt: clock.now(), check, secrets: Object.fromEntries(wrapped) }
  const text = Buffer.from(`${JSON.stringify(file, null, 2)}\n`)
  durable.writeFileDurably(join(dir, KEYRING), text)
  durable.writeFileDurably(join(dir, COPY), text)
  durable.writeFileDurably(join(dir, MASTER), masterKey)
  masterKey.fill(0)
}

function readKeyringFile(dir: string): { file: KeyringFile; digest: string } {
  const bytes = readIfThere(join(dir, KEYRING))
  if (!bytes) throw new Fault('keyring_missing', `keys/${KEYRING} is not there: ${HINT_COPY}`)
  const file = parseKeyring(bytes)
  if (!file) throw keyringDamaged()
  return { file, digest: createHash('sha256').update(bytes).digest('hex') }
}

function parseKeyring(bytes: Buffer): KeyringFile | null {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return null // the caller says which file is damaged
  }
  const file = value as KeyringFile | null // every member that is used is checked on the next lines
  if (file?.v !== 1 || typeof file.houseId !== 'string' || !/^[0-9a-f]{32}$/.test(file.check)) return null
  return SECRET_NAMES.every((name) => typeof file.secrets?.[name] === 'string') ? file : null
}

function readMasterKey(dir: string): Buffer {
  const masterKey = readIfThere(join(dir, MASTER))
  if (!masterKey) throw new Fault('key_missing', `keys/${MASTER} is not there: ${HINT_RESTORE}`)
  if (masterKey.length !== KEY_LENGTH) throw keyWrong()
  return masterKey
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new Fault(
      'file_unreadable',
      `cannot read keys/${basename(path)}: check its owner and mode`,
      {},
      { cause: error },
    )
  }
}

function opens(masterKey: Uint8Array, file: KeyringFile): boolean {
  return timingSafeEqual(masterCheck(masterKey, file.houseId), Buffer.from(file.check, 'hex'))
}

function masterCheck(masterKey: Uint8Array, houseId: string): Buffer {
  return createHmac('sha256', masterKey).update(`cunzhen/keyring-check/v1\n${houseId}`).digest().subarray(0, 16)
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

function keyWrong(): Fault {
  return new Fault(
    'key_wrong',
    `keys/${MASTER} is not the key of this house: put back the right one, or ${HINT_RESTORE}`,
  )
}

function keyringDamaged(): Fault {
  return new Fault('keyring_damaged', `keys/${KEYRING} is damaged: ${HINT_COPY}`)
}
