import { createHash, createHmac, createPublicKey, hash, verify } from 'node:crypto'

// The Node side of `#crypto`. Same exports as crypto.browser.ts; test/crypto.test.ts holds both to the same answers.
// A hash in Node costs its result Buffer more than SHA-256 itself, so the hot path takes the digest as a latin1 string
// and writes it straight into bytes that the caller owns (evidence.md 0.7, 5.5).

/** Writes the first `length` bytes of SHA-256(input) into `out` at `offset`. */
export function sha256Into(input: Uint8Array, out: Uint8Array, offset: number, length: number): void {
  latin1Write.call(out, hash('sha256', input, 'binary'), offset, length)
}

// A Buffer method that @types/node leaves out; it works on any Uint8Array (crypto.test.ts holds it).
const { latin1Write } = Buffer.prototype as Buffer & {
  latin1Write(this: Uint8Array, text: string, offset: number, length: number): number
}

export function sha256(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(32)
  sha256Into(bytes, out, 0, 32)
  return out
}

export interface RunningSha256 {
  update(bytes: Uint8Array): void
  digest(): Uint8Array
}

export function createSha256(): RunningSha256 {
  const running = createHash('sha256')
  return {
    update: (bytes) => void running.update(bytes),
    digest: () => new Uint8Array(running.digest()),
  }
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(message).digest())
}

// RFC 8410: SubjectPublicKeyInfo of an Ed25519 key is this prefix and the 32 bytes.
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** False for a wrong signature, a key or signature of the wrong length, and a key that is no point. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    const key = createPublicKey({ key: Buffer.concat([ED25519_SPKI, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  } catch {
    return false // a key that OpenSSL cannot read has signed nothing
  }
}
