import { createHmac, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Fault } from '#base'
import { type DurableFiles, durable } from '../files/durable.ts'
import type { ProviderState } from './providers/provider.ts'

// keys/keyring.json, formats/keyring.md: the house's named secrets, each wrapped by the master key, and where the master
// key is kept. keyring.copy.json is the same bytes again. Both are ciphertext and belong in every backup.

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

export interface KeyringFile {
  v: 2
  houseId: string
  createdAt: number
  /** HMAC(master key): tells a wrong key from a damaged file. */
  check: string
  /** Where the master key is kept; a file of version 1 says nothing and means `file`. */
  provider: ProviderState
  secrets: Record<SecretName, string>
}

const KEYRING = 'keyring.json'
export const COPY = 'keyring.copy.json'
const HINT_COPY = 'copy keys/keyring.copy.json, or the one of a backup, over keys/keyring.json'

/** @throws Fault `keyring_missing`, `keyring_damaged` */
export function readKeyringFile(dir: string): KeyringFile {
  const bytes = readIfThere(join(dir, KEYRING))
  if (!bytes) throw new Fault('keyring_missing', `keys/${KEYRING} is not there: ${HINT_COPY}`)
  const file = parseKeyring(bytes)
  if (!file) throw keyringDamaged()
  return file
}

export function hasKeyringFile(dir: string): boolean {
  return existsSync(join(dir, KEYRING))
}

/** The file first, then its copy: whichever is whole opens the house. */
export function writeKeyringFile(dir: string, file: KeyringFile, files: DurableFiles = durable): void {
  const text = Buffer.from(`${JSON.stringify(file, null, 2)}\n`)
  // 1. a crash before this has changed nothing, after it the new file counts
  files.writeFileDurably(join(dir, KEYRING), text)
  // 2. a crash before this leaves an older copy, which tidyKeys replaces at the next start
  files.writeFileDurably(join(dir, COPY), text)
}

/** True where the copy says what the file says. */
export function isCopyCurrent(dir: string): boolean {
  const [file, copy] = [readIfThere(join(dir, KEYRING)), readIfThere(join(dir, COPY))]
  return file !== null && copy !== null && file.equals(copy)
}

export function opensKeyring(masterKey: Uint8Array, file: KeyringFile): boolean {
  return timingSafeEqual(Buffer.from(masterCheck(masterKey, file.houseId), 'hex'), Buffer.from(file.check, 'hex'))
}

/** 16 bytes, hex. */
export function masterCheck(masterKey: Uint8Array, houseId: string): string {
  const check = createHmac('sha256', masterKey).update(`cunzhen/keyring-check/v1\n${houseId}`).digest()
  return check.subarray(0, 16).toString('hex')
}

export function readIfThere(path: string): Buffer | null {
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

export function keyringDamaged(): Fault {
  return new Fault('keyring_damaged', `keys/${KEYRING} is damaged: ${HINT_COPY}`)
}

function parseKeyring(bytes: Buffer): KeyringFile | null {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return null // the caller says which file is damaged
  }
  const file = value as (Omit<KeyringFile, 'v'> & { v: unknown }) | null // each member is checked on the next lines
  if (file === null || typeof file !== 'object' || (file.v !== 1 && file.v !== 2)) return null
  const provider = file.v === 1 ? { name: 'file' as const } : readProvider(file.provider)
  if (!provider || typeof file.houseId !== 'string' || !/^[0-9a-f]{32}$/.test(file.check)) return null
  if (!SECRET_NAMES.every((name) => typeof file.secrets?.[name] === 'string')) return null
  return { ...file, v: 2, provider }
}

/** The numbers and lengths are the provider's to judge. */
function readProvider(value: ProviderState | undefined): ProviderState | null {
  const words = (...all: unknown[]) => all.every((each) => typeof each === 'string')
  switch (value?.name) {
    case 'file':
      return { name: 'file' }
    case 'passphrase':
      return words(value.salt, value.wrapped) ? value : null
    case 'pkcs11':
      return words(value.token, value.key, value.wrapped) ? value : null
    default:
      return null
  }
}
