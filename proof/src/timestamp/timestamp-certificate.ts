import { type CurveName, type DigestName, type EcKey, type RsaKey, verifyEcdsa, verifyRsa } from '#crypto'
import { equalBytes, fromUtf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import {
  context,
  type Der,
  DerReader,
  readBits,
  readBoolean,
  readDer,
  readOid,
  readSmall,
  readTime,
  readUnsigned,
  TAG,
} from './timestamp-der.ts'

// X.509 certificates (RFC 5280), as much as it takes to know who signed a time stamp. Nothing here says that a certificate is
// good: see timestamp-chain.ts.

export interface SignatureAlgorithm {
  kind: 'rsa' | 'ecdsa'
  /** Null: said elsewhere (rsaEncryption, ecPublicKey). */
  digest: DigestName | null
}

export type PublicKey = { kind: 'rsa'; key: RsaKey } | { kind: 'ecdsa'; key: EcKey }

export interface Certificate {
  /** The whole of it. */
  bytes: Uint8Array
  /** What its issuer signed. */
  signedPart: Uint8Array
  algorithm: SignatureAlgorithm
  signature: Uint8Array
  /** Unsigned, without leading zero. */
  serial: Uint8Array
  /** Names as they stand, compared byte by byte. */
  issuer: Uint8Array
  subject: Uint8Array
  notBefore: number
  notAfter: number
  publicKey: PublicKey
  /** Null: no such extension. */
  authority: { isAuthority: boolean; pathLength: number | null } | null
  /** Bits of the key usage, number 0 first; null: no such extension. */
  keyUsage: readonly boolean[] | null
  extendedUsage: { purposes: string[]; critical: boolean } | null
  subjectKeyId: Uint8Array | null
  /** A critical extension that nobody here understands. */
  hasUnknownCritical: boolean
}

const DIGEST_OIDS: Record<string, DigestName> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const SIGNATURE_OIDS: Record<string, SignatureAlgorithm> = {
  '1.2.840.113549.1.1.1': { kind: 'rsa', digest: null },
  '1.2.840.113549.1.1.11': { kind: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', digest: 'sha512' },
}
const CURVES: Record<string, { name: CurveName; size: number }> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', size: 32 },
  '1.3.132.0.34': { name: 'P-384', size: 48 },
  '1.3.132.0.35': { name: 'P-521', size: 66 },
}
const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  authority: '2.5.29.19',
  policies: '2.5.29.32',
  extendedUsage: '2.5.29.37',
} as const
const MOST_EXTENSIONS = 50
const MOST_PURPOSES = 20
/** NIST SP 800-131A: shorter RSA keys are not to be believed. Longer ones than this only cost time. */
const RSA_BITS = { least: 2048, most: 8192 } as const

const weak = (what: string): ProofError => new ProofError('bad_timestamp', what)

/** Throws ProofError 'bad_timestamp' 'algorithm' for one that is not in the list (SHA-1 and MD5 are not). */
export function readSignatureAlgorithm(der: Der): SignatureAlgorithm {
  const reader = DerReader.of(der)
  const algorithm = SIGNATURE_OIDS[readOid(reader.next(TAG.oid))]
  if (algorithm === undefined) throw weak('algorithm')
  reader.rest(1)
  return algorithm
}

/** Throws ProofError 'bad_timestamp' 'algorithm'. */
export function readDigestAlgorithm(der: Der): DigestName {
  if (der.tag !== TAG.sequence) throw new ProofError('bad_der', 'algorithm')
  const reader = DerReader.of(der)
  const name = DIGEST_OIDS[readOid(reader.next(TAG.oid))]
  if (name === undefined) throw weak('algorithm')
  const parameters = reader.optional(TAG.null)
  if (parameters !== null && parameters.content.length > 0) throw new ProofError('bad_der', 'algorithm')
  reader.end()
  return name
}

export const digestOid = (name: DigestName): string =>
  Object.keys(DIGEST_OIDS).find((oid) => DIGEST_OIDS[oid] === name) ?? ''

/** Throws ProofError 'bad_der'; 'bad_timestamp' 'algorithm' or 'weak_key' for a key that is not to be believed. */
export function parseCertificate(bytes: Uint8Array): Certificate {
  const whole = DerReader.of(readDer(bytes, TAG.sequence))
  const signedPart = whole.next(TAG.sequence)
  const algorithm = whole.next(TAG.sequence)
  const signature = readBits(whole.next(TAG.bitString))
  whole.end()
  const body = DerReader.of(signedPart)
  const version = body.optional(context(0))
  if (version !== null && readSmall(readDer(version.content, TAG.integer)) > 2)
    throw new ProofError('bad_der', 'version')
  const serial = readUnsigned(body.next(TAG.integer))
  // the algorithm stands twice, once inside what is signed: RFC 5280 4.1.1.2 has them equal
  if (!equalBytes(body.next(TAG.sequence).bytes, algorithm.bytes)) throw weak('algorithm')
  const issuer = body.next(TAG.sequence).bytes
  const validity = DerReader.of(body.next(TAG.sequence))
  const notBefore = readTime(validity.next())
  const notAfter = readTime(validity.next())
  validity.end()
  const subject = body.next(TAG.sequence).bytes
  const publicKey = readPublicKey(body.next(TAG.sequence))
  body.optional(context(1, true))
  body.optional(context(2, true))
  const extensions = body.optional(context(3))
  body.end()
  return {
    bytes,
    signedPart: signedPart.bytes,
    algorithm: readSignatureAlgorithm(algorithm),
    signature,
    serial,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    ...readExtensions(extensions),
  }
}

function readPublicKey(der: Der): PublicKey {
  const whole = DerReader.of(der)
  const algorithm = DerReader.of(whole.next(TAG.sequence))
  const bits = readBits(whole.next(TAG.bitString))
  whole.end()
  const oid = readOid(algorithm.next(TAG.oid))
  if (oid === '1.2.840.113549.1.1.1') return { kind: 'rsa', key: readRsaKey(bits) }
  if (oid !== '1.2.840.10045.2.1') throw weak('algorithm')
  const curve = CURVES[readOid(algorithm.next(TAG.oid))]
  if (curve === undefined) throw weak('algorithm')
  if (bits[0] !== 4 || bits.length !== 1 + 2 * curve.size) throw new ProofError('bad_der', 'point')
  return { kind: 'ecdsa', key: { curve: curve.name, x: bits.slice(1, 1 + curve.size), y: bits.slice(1 + curve.size) } }
}

function readRsaKey(bits: Uint8Array): RsaKey {
  const reader = DerReader.of(readDer(bits, TAG.sequence))
  const modulus = readUnsigned(reader.next(TAG.integer))
  const exponent = readUnsigned(reader.next(TAG.integer))
  reader.end()
  const length = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24
  const isOdd = ((exponent.at(-1) ?? 0) & 1) === 1 && ((modulus.at(-1) ?? 0) & 1) === 1
  if (length < RSA_BITS.least || length > RSA_BITS.most || exponent.length > 4 || !isOdd) throw weak('weak_key')
  if (exponent.length === 1 && exponent[0] === 1) throw weak('weak_key') // s^1 = s: anybody could sign
  return { modulus, exponent }
}

type Extensions = Pick<Certificate, 'authority' | 'keyUsage' | 'extendedUsage' | 'subjectKeyId' | 'hasUnknownCritical'>

function readExtensions(der: Der | null): Extensions {
  const found: Extensions = {
    authority: null,
    keyUsage: null,
    extendedUsage: null,
    subjectKeyId: null,
    hasUnknownCritical: false,
  }
  if (der === null) return found
  const met = new Set<string>()
  for (const each of DerReader.of(readDer(der.content, TAG.sequence)).rest(MOST_EXTENSIONS)) {
    const reader = DerReader.of(each)
    const oid = readOid(reader.next(TAG.oid))
    const flag = reader.optional(TAG.boolean)
    const critical = flag !== null && readBoolean(flag)
    const { content } = reader.next(TAG.octetString)
    reader.end()
    if (met.has(oid)) throw new ProofError('bad_der', 'extension')
    met.add(oid)
    if (oid === EXTENSION.authority) found.authority = readAuthority(content)
    else if (oid === EXTENSION.keyUsage) found.keyUsage = readUsage(content)
    else if (oid === EXTENSION.extendedUsage) found.extendedUsage = { purposes: readPurposes(content), critical }
    else if (oid === EXTENSION.subjectKeyId) found.subjectKeyId = readDer(content, TAG.octetString).content
    else if (critical && oid !== EXTENSION.policies) found.hasUnknownCritical = true
  }
  return found
}

function readAuthority(content: Uint8Array): { isAuthority: boolean; pathLength: number | null } {
  const reader = DerReader.of(readDer(content, TAG.sequence))
  const flag = reader.optional(TAG.boolean)
  const length = reader.optional(TAG.integer)
  reader.end()
  return { isAuthority: flag !== null && readBoolean(flag), pathLength: length === null ? null : readSmall(length) }
}

function readUsage(content: Uint8Array): boolean[] {
  const [unused = 8, ...bytes] = readDer(content, TAG.bitString).content
  if (unused > 7 || bytes.length > 2) throw new ProofError('bad_der', 'bits')
  return bytes.flatMap((byte) => Array.from({ length: 8 }, (_, bit) => ((byte >> (7 - bit)) & 1) === 1))
}

const readPurposes = (content: Uint8Array): string[] =>
  DerReader.of(readDer(content, TAG.sequence)).rest(MOST_PURPOSES).map(readOid)

/** Of a signature over `message`; the key and the algorithm must be of one kind. */
export function verifyWith(
  publicKey: PublicKey,
  algorithm: SignatureAlgorithm & { digest: DigestName },
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.kind !== algorithm.kind) return false
  if (publicKey.kind === 'rsa') return verifyRsa(publicKey.key, algorithm.digest, message, signature)
  const pair = pairOf(signature, publicKey.key.x.length)
  return pair !== null && verifyEcdsa(publicKey.key, algorithm.digest, message, pair)
}

/** r ‖ s from the DER in which certificates and time stamps have them; null where it is none. */
function pairOf(signature: Uint8Array, size: number): Uint8Array | null {
  try {
    const reader = DerReader.of(readDer(signature, TAG.sequence))
    const pair = new Uint8Array(2 * size)
    for (const end of [size, 2 * size]) {
      const value = readUnsigned(reader.next(TAG.integer))
      if (value.length > size) return null
      pair.set(value, end - value.length)
    }
    reader.end()
    return pair
  } catch (error) {
    if (error instanceof ProofError) return null
    throw error
  }
}

const COMMON_NAME = '2.5.4.3'
const MOST_NAMES = 30

/** The common name in a Name, for people to read: at most 100 characters, no control or direction marks; '' when none. */
export function commonName(name: Uint8Array): string {
  let found = ''
  for (const set of DerReader.of(readDer(name, TAG.sequence)).rest(MOST_NAMES)) {
    for (const pair of DerReader.of(set).rest(MOST_NAMES)) {
      const reader = DerReader.of(pair)
      if (readOid(reader.next(TAG.oid)) !== COMMON_NAME) continue
      try {
        found = fromUtf8(reader.next().content)
      } catch {
        found = '' // BMPString and the like: shown as none
      }
    }
  }
  return found.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(0, 100)
}
