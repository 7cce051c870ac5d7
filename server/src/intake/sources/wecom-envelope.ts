import { constants, createDecipheriv, createPrivateKey, type KeyObject, privateDecrypt } from 'node:crypto'
import { isObject, type JsonObject, member, readJson, Unreadable } from '../syntax/json-value.ts'

// An item of GetChatData as the server sends it. What is public (developer.work.weixin.qq.com/document/path/91774 and the
// header of the SDK): `encrypt_random_key` is base64 of RSA, PKCS#1 v1.5, under the public key `publickey_ver`; what it
// holds goes, with `encrypt_chat_msg`, into the SDK's DecryptData, which gives the message as JSON.
//
// What DecryptData does is not public. Assumed, as in WeCom's own callback scheme (document/path/90968): the random key is
// 32 bytes, bare or in base64; AES-256 in CBC mode, its first 16 bytes the initial vector, PKCS#7 padding up to 32 bytes;
// inside, the JSON bare, or behind 16 random bytes and its length, before the company's id. A reading counts only where
// it yields a JSON object with the `msgid` that the envelope shows in the clear: a wrong assumption or key leaves the item
// in quarantine, never as something else.

export interface WecomKey {
  /** `publickey_ver`. */
  readonly version: number
  /** RSA, PKCS#1 or PKCS#8. */
  readonly privateKeyPem: string
}

/** Opens envelopes with the private keys at hand, for as long as one import runs. */
export class Envelopes {
  readonly #keys = new Map<string, KeyObject[]>()

  /** Keys that cannot be read open nothing. Several keys of one version are all tried. */
  constructor(keys: readonly WecomKey[]) {
    for (const { version, privateKeyPem } of keys) {
      const key = readPrivateKey(privateKeyPem)
      if (key) this.#keys.set(String(version), [...(this.#keys.get(String(version)) ?? []), key])
    }
  }

  /** The message, with the envelope's numbers; null: no key at hand opens it. */
  open(envelope: JsonObject): JsonObject | null {
    const seal = bytesOf(envelope, 'encrypt_random_key')
    const sealed = bytesOf(envelope, 'encrypt_chat_msg')
    if (!seal || !sealed || sealed.length === 0 || sealed.length % 16 !== 0) return null
    const msgid = member(envelope, 'msgid')
    for (const key of this.#keys.get(String(member(envelope, 'publickey_ver'))) ?? []) {
      const opened = openWith(key, seal, sealed)
      if (opened && member(opened, 'msgid') === msgid) return withNumbers(opened, envelope)
    }
    return null
  }
}

/** Null: no RSA private key. */
export function readPrivateKey(pem: string): KeyObject | null {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'rsa' ? key : null
  } catch {
    return null // what Node says of it may quote it
  }
}

function openWith(key: KeyObject, seal: Buffer, sealed: Buffer): JsonObject | null {
  const random = unseal(key, seal)
  if (!random) return null
  for (const secret of secretsIn(random)) {
    const plain = decrypt(secret, sealed)
    const message = plain && (readMessage(plain) ?? readMessage(insideLayout(plain)))
    if (message) return message
  }
  return null
}

/** With a wrong key OpenSSL answers with noise instead of an error, so that nobody learns from the difference. */
function unseal(key: KeyObject, seal: Buffer): Buffer | null {
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, seal)
  } catch {
    return null
  }
}

/** The forms in which 32 bytes of key may be written. */
function secretsIn(random: Buffer): Buffer[] {
  const decoded = Buffer.from(random.toString('latin1'), 'base64')
  return [random, decoded].filter((bytes) => bytes.length === 32)
}

function decrypt(secret: Buffer, sealed: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-cbc', secret, secret.subarray(0, 16))
  decipher.setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()])
  const pad = padded[padded.length - 1] ?? 0
  if (pad < 1 || pad > 32 || pad > padded.length) return null
  const start = padded.length - pad
  return padded.subarray(start).every((byte) => byte === pad) ? padded.subarray(0, start) : null
}

/** 16 random bytes, the length in network order, the message, the receiver. */
function insideLayout(plain: Buffer): Buffer {
  if (plain.length < 20) return Buffer.alloc(0)
  const length = plain.readUInt32BE(16)
  return plain.subarray(20, 20 + length)
}

function readMessage(bytes: Buffer): JsonObject | null {
  const message = readJson(bytes)
  return !(message instanceof Unreadable) && isObject(message) ? message : null
}

function withNumbers(message: JsonObject, envelope: JsonObject): JsonObject {
  const numbers = Object.entries(envelope).filter(([key]) => key === 'seq' || key === 'publickey_ver')
  return { ...message, ...Object.fromEntries(numbers) }
}

function bytesOf(envelope: JsonObject, key: string): Buffer | null {
  const value = member(envelope, key)
  return typeof value === 'string' ? Buffer.from(value, 'base64') : null
}
