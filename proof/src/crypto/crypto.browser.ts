import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256 as nobleSha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { AesBlocks } from './aes-tables.ts'
import { isUsualKey } from './ed25519-key.ts'
import { Sm3 } from './sm3.ts'

// The browser side of `#crypto`: synchronous and without any Node module. Same exports as crypto.node.ts.

export { decodeBase64, encodeBase64, encodeHex } from '../bytes/base64.ts'

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

/** SM3 (GB/T 32905-2016). */
export function createSm3(): RunningSha256 {
  return new Sm3()
}

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(nobleSha256, key, message)
}

/** HMAC-SHA-1 in pieces: zips are sealed with it. */
export function hmacSha1(key: Uint8Array): RunningSha256 {
  const running = hmac.create(sha1, key)
  return {
    update: (bytes) => void running.update(bytes),
    digest: () => running.digest(),
  }
}

/** AES-256 over whole blocks, each by itself; the answer may be the input's own bytes. Throws ProofError 'bad_length'. */
export function aesBlocks(key: Uint8Array): (blocks: Uint8Array) => Uint8Array {
  const aes = new AesBlocks(key)
  return (blocks) => {
    aes.encrypt(blocks)
    return blocks
  }
}

export function pbkdf2Sha1(password: Uint8Array, salt: Uint8Array, rounds: number, length: number): Uint8Array {
  return pbkdf2(sha1, password, salt, { c: rounds, dkLen: length })
}

/** False for a wrong signature, a key or signature of the wrong length, and a key that is no point or no usual one (ed25519-key.ts). */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64 || !isUsualKey(publicKey)) return false
  try {
    return isSignature(publicKey, message, signature)
  } catch {
    return false // a key that is no point has signed nothing
  }
}

/**
 * RFC 8032 section 5.1.7 without the factor of eight, as OpenSSL has it: both sides must give the same verdict. The library's own
 * check has the factor, and takes signatures that OpenSSL does not.
 */
function isSignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const { Point } = ed25519
  const order = Point.Fn.ORDER
  const half = signature.subarray(0, 32)
  const scalar = numberOf(signature.subarray(32))
  if (scalar >= order) return false
  const challenge = numberOf(sha512.create().update(half).update(publicKey).update(message).digest()) % order
  const point = Point.BASE.multiplyUnsafe(scalar).subtract(Point.fromBytes(publicKey).multiplyUnsafe(challenge))
  return point.toBytes().every((byte, at) => byte === half[at])
}

/** Little endian. */
function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

export type DigestName = 'sha1' | 'sha256' | 'sha384' | 'sha512'
export type CurveName = 'P-256' | 'P-384' | 'P-521'

const DIGESTS = { sha1, sha256: nobleSha256, sha384, sha512 }

/** One hash of the few that time stamps are made with. */
export function digestOf(name: DigestName, bytes: Uint8Array): Uint8Array {
  return DIGESTS[name](bytes)
}

/** As sha256Into, by the hash of this name. */
export function digestInto(name: DigestName, input: Uint8Array, out: Uint8Array, offset: number, length: number): void {
  out.set(DIGESTS[name](input).subarray(0, length), offset)
}

export interface RsaKey {
  /** Big-endian, without leading zeroes. */
  modulus: Uint8Array
  exponent: Uint8Array
}

/** DigestInfo of RFC 8017 section 9.2, without the hash at its end. */
const DIGEST_INFO: Record<DigestName, readonly number[]> = {
  sha1: [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14],
  sha256: [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 3, 4, 2, 1, 0x05, 0x00, 0x04, 0x20],
  sha384: [0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 3, 4, 2, 2, 0x05, 0x00, 0x04, 0x30],
  sha512: [0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 3, 4, 2, 3, 0x05, 0x00, 0x04, 0x40],
}

/** PKCS #1 v1.5. False for a wrong signature and for a key that is none. */
export function verifyRsa(key: RsaKey, name: DigestName, message: Uint8Array, signature: Uint8Array): boolean {
  const length = key.modulus.length
  if (signature.length !== length) return false
  const n = toBigInt(key.modulus)
  const s = toBigInt(signature)
  if (s >= n || n < 3n) return false
  // the block is built and compared whole: nothing in it is parsed, so nothing in it can be forged
  const tail = [...DIGEST_INFO[name], ...digestOf(name, message)]
  if (length < tail.length + 11) return false
  const block = new Uint8Array(length).fill(0xff)
  block[0] = 0
  block[1] = 1
  block[length - tail.length - 1] = 0
  block.set(tail, length - tail.length)
  return power(s, toBigInt(key.exponent), n) === toBigInt(block)
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let e = exponent; e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function toBigInt(bytes: Uint8Array): bigint {
  let hex = '0x0'
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return BigInt(hex)
}

export interface EcKey {
  curve: CurveName
  x: Uint8Array
  y: Uint8Array
}

const CURVES = { 'P-256': p256, 'P-384': p384, 'P-521': p521 }

/** `signature` is r ‖ s, each as long as the curve's field. False for a wrong one and for a point off the curve. */
export function verifyEcdsa(key: EcKey, name: DigestName, message: Uint8Array, signature: Uint8Array): boolean {
  const point = new Uint8Array(1 + key.x.length + key.y.length).fill(4, 0, 1)
  point.set(key.x, 1)
  point.set(key.y, 1 + key.x.length)
  try {
    return CURVES[key.curve].verify(signature, digestOf(name, message), point, { prehash: false, lowS: false })
  } catch {
    return false // a point off the curve has signed nothing
  }
}
