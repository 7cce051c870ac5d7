import { createHmac, randomBytes } from 'node:crypto'
import { type ExportId, Fault, invariant } from '#base'
import { type Keyring, unwrap, type WrapAnew, wrap } from '#platform/keys'
import { listPasswords, replacePassword } from './store.ts'

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789' // 32, none mistaken for another

/** 26 random letters, 130 bits, in groups to be read out: the zip format's own key derivation adds nothing worth counting. */
export function newPassword(): string {
  return grouped(randomBytes(26))
}

function grouped(bytes: Uint8Array): string {
  const letters = Array.from(bytes, (byte) => LETTERS.charAt(byte & 31)).join('')
  return (letters.match(/.{1,5}/g) ?? []).join('-')
}

/**
 * Of the workbook in the package: it follows from the package's password and does not lead back to it, so that who is given the
 * workbook alone opens nothing else.
 */
export function sheetPassword(password: string): string {
  const digest = createHmac('sha256', password).update('cunzhen/sheet-password/v1\n').digest()
  return grouped(digest.subarray(0, 26))
}

export function wrapPassword(keyring: Keyring, id: ExportId, password: string): Uint8Array {
  const [newest, ...older] = keyring.registerKeys()
  for (const key of older) key.fill(0)
  invariant(newest, 'a keyring has a register key')
  return withKey(newest, (key) => wrap(key, purpose(id), Buffer.from(password)))
}

/** @throws Fault `export_password_damaged` */
export function unwrapPassword(keyring: Keyring, id: ExportId, wrapped: Uint8Array): string {
  // while the register's key is rotated, a password is under the older key or already under the newer one
  const opened = keyring.registerKeys().map((each) => withKey(each, (key) => unwrap(key, purpose(id), wrapped)))
  const password = opened.find((each) => each !== null)
  if (!password) throw new Fault('export_password_damaged', 'ask for the export again; this package stays closed')
  return Buffer.from(password).toString()
}

/** The passwords of all packages, wrapped anew under another register key; one that is under it already stays. */
export const wrapPasswordsAnew: WrapAnew = async (tx, from, to) => {
  for (const { id, password } of await listPasswords(tx)) {
    const plain = withKey(from.slice(), (key) => unwrap(key, purpose(id), password))
    if (plain === null) continue
    await replacePassword(
      tx,
      id,
      withKey(to.slice(), (key) => wrap(key, purpose(id), plain)),
    )
    plain.fill(0)
  }
}

/** A key of its own out of the secret that wraps the key register; the secret is zeroed. */
function withKey<T>(secret: Uint8Array, use: (key: Uint8Array) => T): T {
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
