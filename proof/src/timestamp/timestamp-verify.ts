import { type DigestName, digestOf, sha256 } from '#crypto'
import { equalBytes, toHex } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { parseTimestamp, type SignerId } from './timestamp.ts'
import {
  type Certificate,
  commonName,
  parseCertificate,
  readDigestAlgorithm,
  verifyWith,
} from './timestamp-certificate.ts'
import { chainToRoot, checkPurpose, isValidAt } from './timestamp-chain.ts'
import { context, type Der, DerReader, readDer, readOid, readUnsigned, TAG } from './timestamp-der.ts'

// Is this the time stamp of these bytes by an authority that the caller pinned? Nothing is read but what is signed: status,
// certificates and everything else around it can be changed by whoever holds the token.

/** Why a time stamp is refused: the `what` of a ProofError 'bad_timestamp'. */
export const TIMESTAMP_FAULTS = [
  'not_granted',
  'not_a_token',
  'several_signers',
  'version',
  'algorithm',
  'weak_key',
  'content_type',
  'message_digest',
  'imprint_algorithm',
  'imprint',
  'nonce',
  'policy',
  'no_certificate',
  'certificate_binding',
  'key_purpose',
  'key_usage',
  'critical_extension',
  'outside_validity',
  'chain',
  'signature',
  'in_the_future',
] as const
export type TimestampFault = (typeof TIMESTAMP_FAULTS)[number]

export interface TimestampExpectation {
  /** What was stamped, whole. */
  message: Uint8Array
  /** DER of pinned certificates: roots, or anything below one that the caller trusts as if it were. */
  roots: readonly Uint8Array[]
  /** Certificates that may help to reach a root, DER. */
  hints?: readonly Uint8Array[]
  /** What was sent; absent: not asked. */
  nonce?: Uint8Array
  /** What the imprint must be made with; absent: any of those that are believed. */
  algorithm?: DigestName
  /** OIDs; absent: any. */
  policies?: readonly string[]
  /** Milliseconds UTC; a stamp of a later time is refused. Absent: not asked. */
  now?: number
}

export interface VerifiedTimestamp {
  /** Milliseconds UTC. */
  time: number
  accuracy: number | null
  policy: string
  /** Hex. */
  serial: string
  /** Common name of the signer, for people to read. */
  authority: string
  /** When the signer's certificate ends, milliseconds UTC. */
  notAfter: number
  /** Hex SHA-256 of the pinned certificate that the chain ends in. */
  root: string
}

const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const
const TIMESTAMP_INFO = '1.2.840.113549.1.9.16.1.4'
const IMPRINTS: readonly DigestName[] = ['sha256', 'sha384', 'sha512']
const MOST_BOUND = 20

const refuse = (what: TimestampFault): ProofError => new ProofError('bad_timestamp', what)

/**
 * Returns what the stamp says, or throws ProofError 'bad_timestamp' with one of TIMESTAMP_FAULTS, 'bad_der', 'too_long'.
 * Whether a certificate was revoked is not looked at: nothing in a token says so.
 */
export function verifyTimestamp(bytes: Uint8Array, expected: TimestampExpectation): VerifiedTimestamp {
  const { info, infoBytes, certificates, signer } = parseTimestamp(bytes)
  const imprints = expected.algorithm === undefined ? IMPRINTS : [expected.algorithm]
  if (!imprints.includes(info.imprint.algorithm)) throw refuse('imprint_algorithm')
  if (!equalBytes(digestOf(info.imprint.algorithm, expected.message), info.imprint.digest)) throw refuse('imprint')
  if (expected.nonce !== undefined && !isNonce(info.nonce, expected.nonce)) throw refuse('nonce')
  if (expected.policies !== undefined && !expected.policies.includes(info.policy)) throw refuse('policy')
  checkAttributes(signer.attributes, signer.digest, infoBytes)
  const hints = [...certificates, ...(expected.hints ?? []), ...expected.roots].flatMap(readable)
  const own = hints.find((each) => isNamed(signer.id, each) && isBound(signer.attributes, each))
  if (own === undefined)
    throw refuse(hints.some((each) => isNamed(signer.id, each)) ? 'certificate_binding' : 'no_certificate')
  const digest = signer.algorithm.digest ?? signer.digest
  if (digest === 'sha1' || digest !== signer.digest) throw refuse('algorithm')
  const algorithm = { kind: signer.algorithm.kind, digest }
  if (!verifyWith(own.publicKey, algorithm, signer.attributesBytes, signer.signature)) throw refuse('signature')
  checkPurpose(own)
  if (!isValidAt(own, info.time)) throw refuse('outside_validity')
  const path = chainToRoot(own, hints, expected.roots, info.time)
  // the signature holds: only now is its time worth comparing
  if (expected.now !== undefined && info.time - (info.accuracy ?? 0) > expected.now) throw refuse('in_the_future')
  return {
    time: info.time,
    accuracy: info.accuracy,
    policy: info.policy,
    serial: toHex(info.serial),
    authority: commonName(own.subject),
    notAfter: own.notAfter,
    root: toHex(sha256(path[path.length - 1]?.bytes ?? own.bytes)),
  }
}

/** Compared as numbers: leading zeroes of what was sent do not count. */
function isNonce(found: Uint8Array | null, sent: Uint8Array): boolean {
  if (found === null) return false
  const bare = (bytes: Uint8Array): Uint8Array => {
    const from = bytes.findIndex((byte) => byte !== 0)
    return from < 0 ? new Uint8Array(0) : bytes.subarray(from)
  }
  return equalBytes(bare(found), bare(sent))
}

function checkAttributes(attributes: ReadonlyMap<string, Uint8Array>, digest: DigestName, content: Uint8Array): void {
  const type = attributes.get(ATTRIBUTE.contentType)
  if (type === undefined || readOid(readDer(type, TAG.oid)) !== TIMESTAMP_INFO) throw refuse('content_type')
  const found = attributes.get(ATTRIBUTE.messageDigest)
  if (found === undefined) throw refuse('message_digest')
  if (!equalBytes(readDer(found, TAG.octetString).content, digestOf(digest, content))) throw refuse('message_digest')
}

/** A certificate that nobody can read is no reason to refuse a token: it only helps nobody. */
function readable(bytes: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(bytes)]
  } catch (error) {
    if (error instanceof ProofError) return []
    throw error
  }
}

function isNamed({ issuer, serial, keyId }: SignerId, certificate: Certificate): boolean {
  if (keyId !== null) return certificate.subjectKeyId !== null && equalBytes(keyId, certificate.subjectKeyId)
  if (issuer === null || serial === null) return false
  return equalBytes(issuer, certificate.issuer) && equalBytes(serial, certificate.serial)
}

/** RFC 5816 and RFC 2634 5.4: the signed attributes name the signer's certificate by its hash. */
function isBound(attributes: ReadonlyMap<string, Uint8Array>, certificate: Certificate): boolean {
  const second = attributes.get(ATTRIBUTE.signingCertificateV2)
  const first = attributes.get(ATTRIBUTE.signingCertificate)
  if (second === undefined && first === undefined) return false
  if (second !== undefined && !names(firstOf(second), 'sha256', certificate)) return false
  return first === undefined || names(firstOf(first), 'sha1', certificate)
}

/** The first of the list is the signer's. */
function firstOf(value: Uint8Array): DerReader {
  const [first] = DerReader.of(DerReader.of(readDer(value, TAG.sequence)).next(TAG.sequence)).rest(MOST_BOUND)
  if (first === undefined) throw refuse('certificate_binding')
  return DerReader.of(first)
}

function names(bound: DerReader, usual: DigestName, certificate: Certificate): boolean {
  const algorithm = bound.optional(TAG.sequence)
  // the first version has no choice of algorithm: SHA-1, which is why a token of its own may add the second
  if (algorithm !== null && usual === 'sha1') throw refuse('certificate_binding')
  const digest = algorithm === null ? usual : readDigestAlgorithm(algorithm)
  const hash = bound.next(TAG.octetString).content
  const issuer = bound.optional(TAG.sequence)
  bound.end()
  return equalBytes(hash, digestOf(digest, certificate.bytes)) && (issuer === null || isIssuer(issuer, certificate))
}

/** GeneralNames with one directoryName, and the serial. */
function isIssuer(der: Der, certificate: Certificate): boolean {
  const reader = DerReader.of(der)
  const [name, ...more] = DerReader.of(reader.next(TAG.sequence)).rest(MOST_BOUND)
  const serial = readUnsigned(reader.next(TAG.integer))
  reader.end()
  if (name === undefined || more.length > 0 || name.tag !== context(4)) return false
  return equalBytes(name.content, certificate.issuer) && equalBytes(serial, certificate.serial)
}
