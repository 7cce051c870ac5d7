import { ed25519 } from '@noble/curves/ed25519.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'

// The browser side of `#crypto`: synchronous and without any Node module. Same exports as crypto.node.ts.

/** Writes the first `length` bytes of SHA-256(input) into `out` at `offset`. */
export function sha256Into(input: Uint8Array, out: Uint8Array, offset: number, length: number): void {
  const digest = nobleSha256(input)
  out.set(length === 32 ? digest : digest.subarray(0, length), offset)
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return nobleSha256(bytes)
}

export interface RunningSha256 {
  update(bytes: Uint8Array): void
  digest(): Uint8Array
}

export function createSha256(): RunningSha256 {
  const running = nobleSha256.create()
  return {
    update: (bytes) => void running.update(bytes),
    digest: () => running.digest(),
  }
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(nobleSha256, key, message)
}

/** False for a wrong signature, a key or signature of the wrong length, and a key that is no point. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    // RFC 8032 cofactorless rules, as OpenSSL has them, so that both sides give the same verdict
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false // a key that is no point has signed nothing
  }
}
