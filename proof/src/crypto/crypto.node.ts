import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  getHashes,
  hash,
  type JsonWebKey,
  pbkdf2Sync,
  verify,
} from 'node:crypto'
import { ProofError } from '../bytes/errors.ts'
import { isUsualKey } from './ed25519-key.ts'
import { Sm3 } from './sm3.ts'

// The Node side of `#crypto`. Same exports as crypto.browser.ts; test/crypto.test.ts holds both to the same answers.
// A hash in Node costs its result Buffer more than SHA-256 itself, so the hot path takes the digest as a latin1 string
// and writes it straight into bytes that the caller owns (evidence.md 0.7, 5.5).

/** Writes the first `length` bytes of SHA-256(input) into `out` at `offset`. */
export function sha256Into(input: Uint8Array, out: Uint8Array, offset: number, length: number): void {
  latin1Write.call(out, hash('sha256', input, 'binary'), offset, length)
}

// Buffer methods that @types/node leaves out; they work on any Uint8Array (crypto.test.ts holds them).
const { latin1Write, base64Slice, hexSlice } = Buffer.prototype as Buffer & {
  latin1Write(this: Uint8Array, text: string, offset: number, length: number): number
  base64Slice(this: Uint8Array, start: number, end: number): string
  hexSlice(this: Uint8Array, start: number, end: number): string
}

export function encodeHex(bytes: Uint8Array): string {
  return hexSlice.call(bytes, 0, bytes.length)
}

/** RFC 4648 section 4, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return base64Slice.call(bytes, 0, bytes.length)
}

/** Null unless padded, of the alphabet, and with spare bits of zero: Node reads much more, but it writes one spelling. */
export function decodeBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return base64Slice.call(bytes, 0, bytes.length) === text
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    : null
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

const HAS_SM3 = getHashes().includes('sm3')

/** SM3 (GB/T 32905-2016); OpenSSL's where it was built with it. */
export function createSm3(): RunningSha256 {
  if (!HAS_SM3) return new Sm3()
  const running = createHash('sm3')
  return {
    update: (bytes) => void running.update(bytes),
    digest: () => new Uint8Array(running.digest()),
  }
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(message).digest())
}

/** HMAC-SHA-1 in pieces: zips are sealed with it. */
export function hmacSha1(key: Uint8Array): RunningSha256 {
  const running = createHmac('sha1', key)
  return {
    update: (bytes) => void running.update(bytes),
    digest: () => new Uint8Array(running.digest()),
  }
}

/** AES-256 over whole blocks, each by itself; the answer may be the input's own bytes. Throws ProofError 'bad_length'. */
export function aesBlocks(key: Uint8Array): (blocks: Uint8Array) => Uint8Array {
  if (key.length !== 32) throw new ProofError('bad_length', 'key')
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return (blocks) => cipher.update(blocks)
}

export function pbkdf2Sha1(password: Uint8Array, salt: Uint8Array, rounds: number, length: number): Uint8Array {
  return new Uint8Array(pbkdf2Sync(password, salt, rounds, length, 'sha1'))
}

// RFC 8410: SubjectPublicKeyInfo of an Ed25519 key is this prefix and the 32 bytes.
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** False for a wrong signature, a key or signature of the wrong length, and a key that is no point or no usual one (ed25519-key.ts). */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64 || !isUsualKey(publicKey)) return false
  try {
    const key = createPublicKey({ key: Buffer.concat([ED25519_SPKI, publicKey]), format: 'der', type: 'spki' })
    return verify(null, message, key, signature)
  } catch {
    return false // a key that OpenSSL cannot read has signed nothing
  }
}

export type DigestName = 'sha1' | 'sha256' | 'sha384' | 'sha512'
export type CurveName = 'P-256' | 'P-384' | 'P-521'

/** One hash of the few that time stamps are made with. */
export function digestOf(name: DigestName, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash(name).update(bytes).digest())
}

/** As sha256Into, by the hash of this name. */
export function digestInto(name: DigestName, input: Uint8Array, out: Uint8Array, offset: number, length: number): void {
  latin1Write.call(out, hash(name, input, 'binary'), offset, length)
}

export interface RsaKey {
  /** Big-endian, without leading zeroes. */
  modulus: Uint8Array
  exponent: Uint8Array
}

/** PKCS #1 v1.5. False for a wrong signature and for a key that is none. */
export function verifyRsa(key: RsaKey, name: DigestName, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== key.modulus.length) return false
  const jwk = { kty: 'RSA', n: base64url(key.modulus), e: base64url(key.exponent) }
  return verifyJwk(jwk, name, message, signature, { padding: constants.RSA_PKCS1_PADDING })
}

export interface EcKey {
  curve: CurveName
  x: Uint8Array
  y: Uint8Array
}

/** `signature` is r ‖ s, each as long as the curve's field. False for a wrong one and for a point off the curve. */
export function verifyEcdsa(key: EcKey, name: DigestName, message: Uint8Array, signature: Uint8Array): boolean {
  const jwk = { kty: 'EC', crv: key.curve, x: base64url(key.x), y: base64url(key.y) }
  return verifyJwk(jwk, name, message, signature, { dsaEncoding: 'ieee-p1363' })
}

function verifyJwk(
  jwk: JsonWebKey,
  name: DigestName,
  message: Uint8Array,
  signature: Uint8Array,
  how: { padding?: number; dsaEncoding?: 'ieee-p1363' },
): boolean {
  try {
    return verify(name, message, { key: createPublicKey({ key: jwk, format: 'jwk' }), ...how }, signature)
  } catch {
    return false // a key that OpenSSL cannot read has signed nothing
  }
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
