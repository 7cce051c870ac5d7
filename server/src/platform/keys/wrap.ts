import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'

const NONCE_LENGTH = 12
const TAG_LENGTH = 16

/**
 * AES-256-GCM with a random 96-bit nonce: nonce ‖ ciphertext ‖ tag. One wrapping key wraps far fewer than 2^32 values
 * (NIST SP 800-38D 8.3). `purpose` is authenticated: what was wrapped for one place opens at no other.
 */
export function wrap(wrappingKey: Uint8Array, purpose: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_LENGTH)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(wrappingKey), nonce).setAAD(Buffer.from(purpose))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** The value, or null where key, purpose or bytes are not the ones it was wrapped with. */
export function unwrap(wrappingKey: Uint8Array, purpose: string, wrapped: Uint8Array): Uint8Array | null {
  if (wrapped.length < NONCE_LENGTH + TAG_LENGTH) return null
  const nonce = wrapped.subarray(0, NONCE_LENGTH)
  const body = wrapped.subarray(NONCE_LENGTH, wrapped.length - TAG_LENGTH)
  const tag = wrapped.subarray(wrapped.length - TAG_LENGTH)
  const options = { authTagLength: TAG_LENGTH }
  const key = createSecretKey(wrappingKey) // bare bytes take three times as long
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, options).setAAD(Buffer.from(purpose))
  decipher.setAuthTag(tag)
  const plain = decipher.update(body)
  try {
    decipher.final()
    return new Uint8Array(plain)
  } catch {
    plain.fill(0)
    return null // the one thing final() throws for is a tag that does not match
  }
}
