import { createHmac, randomBytes } from 'node:crypto'
import type { ConnectorId } from '#base'
import { Secret } from '#platform'
import type { Secrets } from './kinds.ts'

/** Wraps and unwraps bytes under a key of the house; wire hands it over, this room never sees the key. */
export interface Vault {
  seal(purpose: string, plain: Uint8Array): Uint8Array
  /** Null where the bytes are not what was sealed for this purpose. */
  open(purpose: string, sealed: Uint8Array): Uint8Array | null
}

/** An API key: 256 random bits behind a word that scanners for leaked keys can look for. */
export function makeKey(): string {
  return `cunzhen_${randomBytes(32).toString('base64url')}`
}

/** What is kept of an API key: nobody who reads the database can make it, or try keys against it without the house's key. */
export function hashKey(hashingKey: Uint8Array, key: string): Buffer {
  return createHmac('sha256', hashingKey).update('cunzhen/connector-key/v1\n').update(key, 'utf8').digest()
}

export function sealSecrets(vault: Vault, id: ConnectorId, secrets: Secrets): Uint8Array {
  return Buffer.from(vault.seal(purposeOf(id), Buffer.from(JSON.stringify(secrets))))
}

/** Null where nothing was sealed, or for another connector. */
export function openSecrets(vault: Vault, id: ConnectorId, sealed: Uint8Array | null): Secret<Secrets> | null {
  const plain = sealed === null ? null : vault.open(purposeOf(id), sealed)
  if (plain === null) return null
  return new Secret(JSON.parse(Buffer.from(plain).toString('utf8')) as Secrets) // what sealSecrets wrote
}

function purposeOf(id: ConnectorId): string {
  return `connector secrets of ${id}`
}
