import { createHmac, randomBytes } from 'node:crypto'
import type { ExportId } from '#base'
import { Fault } from '#base'
import { type Keyring, unwrap, wrap } from '#platform/keys'

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789' // 32, none mistaken for another

/** 26 random letters, 130 bits, in groups to be read out: the zip format's own key derivation adds nothing worth counting. */
export function newPassword(): string {
  const letters = Array.from(randomBytes(26), (byte) => LETTERS.charAt(byte & 31)).join('')
  return (letters.match(/.{1,5}/g) ?? []).join('-')
}

export function wrapPassword(keyring: Keyring, id: ExportId, password: string): Uint8Array {
  return withKey(keyring, (key) => wrap(key, purpose(id), Buffer.from(password)))
}

/** @throws Fault `export_password_damaged` */
export function unwrapPassword(keyring: Keyring, id: ExportId, wrapped: Uint8Array): string {
  const password = withKey(keyring, (key) => unwrap(key, purpose(id), wrapped))
  if (password === null)
    throw new Fault('export_password_damaged', 'ask for the export again; this package stays closed')
  return Buffer.from(password).toString()
}

/** A key of its own out of the secret that wraps the key register. */
function withKey<T>(keyring: Keyring, use: (key: Uint8Array) => T): T {
  const secret = keyring.secret('register')
  const key = createHmac('sha256', secret).update('cunzhen/export-password/v1\n').digest()
  secret.fill(0)
  try {
    return use(key)
  } finally {
    key.fill(0)
  }
}

function purpose(id: ExportId): string {
  return `cunzhen/export-password/v1\n${id}`
}
