import type { DigestName } from '#crypto'
import { ProofError } from '../bytes/errors.ts'
import {
  digestOid,
  readDigestAlgorithm,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
} from './timestamp-certificate.ts'
import {
  context,
  type Der,
  DerReader,
  readBoolean,
  readDer,
  readInteger,
  readOid,
  readSmall,
  readTime,
  readUnsigned,
  TAG,
  writeDer,
  writeOid,
  writeUnsigned,
} from './timestamp-der.ts'

// Time stamps of RFC 3161: the request, and reading of what comes back. What is read here is a claim: timestamp-verify.ts
// says whether an authority that the caller pinned made it.

export const MOST_TIMESTAMP_BYTES = 64 * 1024
const SIGNED_DATA = '1.2.840.113549.1.7.2'
const TIMESTAMP_INFO = '1.2.840.113549.1.9.16.1.4'
const MOST_CERTIFICATES = 16
const MOST_ATTRIBUTES = 30

export interface TimestampInfo {
  policy: string
  imprint: { algorithm: DigestName; digest: Uint8Array }
  /** Unsigned, without leading zero. */
  serial: Uint8Array
  /** Milliseconds UTC. */
  time: number
  /** Milliseconds either way, rounded up; null when the authority does not say. */
  accuracy: number | null
  /** Content of the INTEGER as it stood; null when there is none. */
  nonce: Uint8Array | null
}

export interface SignerId {
  /** Name and serial, or the key's identifier. */
  issuer: Uint8Array | null
  serial: Uint8Array | null
  keyId: Uint8Array | null
}

export interface ParsedTimestamp {
  info: TimestampInfo
  /** What the signer's message digest is of. */
  infoBytes: Uint8Array
  /** DER of the certificates that came with it: hints. */
  certificates: Uint8Array[]
  signer: {
    id: SignerId
    digest: DigestName
    algorithm: SignatureAlgorithm
    signature: Uint8Array
    /** As signed: with the tag of a SET. */
    attributesBytes: Uint8Array
    /** By OID, each with its one value. */
    attributes: ReadonlyMap<string, Uint8Array>
  }
}

export interface TimestampQuestion {
  algorithm: DigestName
  digest: Uint8Array
  /** Random and fresh; big-endian, not negative. */
  nonce: Uint8Array
  /** OID that the authority shall stamp under; absent: its own choice. */
  policy?: string
}

/** DER of a TimeStampReq that asks for the authority's certificates too. */
export function encodeTimestampRequest({ algorithm, digest, nonce, policy }: TimestampQuestion): Uint8Array {
  const imprint = writeDer(
    TAG.sequence,
    writeDer(TAG.sequence, writeOid(digestOid(algorithm)), writeDer(TAG.null)),
    writeDer(TAG.octetString, digest),
  )
  return writeDer(
    TAG.sequence,
    writeDer(TAG.integer, Uint8Array.of(1)),
    imprint,
    policy === undefined ? new Uint8Array(0) : writeOid(policy),
    writeUnsigned(nonce),
    writeDer(TAG.boolean, Uint8Array.of(0xff)),
  )
}

const refuse = (what: string): ProofError => new ProofError('bad_timestamp', what)

/**
 * A TimeStampResp or a bare token. Throws ProofError 'bad_der'; 'bad_timestamp' 'not_granted', 'not_a_token',
 * 'several_signers', 'version', 'algorithm', 'critical_extension'; 'too_long'.
 */
export function parseTimestamp(bytes: Uint8Array): ParsedTimestamp {
  if (bytes.length > MOST_TIMESTAMP_BYTES) throw new ProofError('too_long', 'timestamp')
  const whole = DerReader.of(readDer(bytes, TAG.sequence))
  if (whole.peek() === TAG.oid) return parseToken(whole)
  const status = readSmall(DerReader.of(whole.next(TAG.sequence)).next(TAG.integer))
  // 0 granted, 1 granted with changes; all else is an answer without a token
  if (status > 1 || whole.peek() === null) throw refuse('not_granted')
  const token = whole.next(TAG.sequence)
  whole.end()
  return parseToken(DerReader.of(token))
}

function parseToken(contentInfo: DerReader): ParsedTimestamp {
  if (readOid(contentInfo.next(TAG.oid)) !== SIGNED_DATA) throw refuse('not_a_token')
  const content = contentInfo.next(context(0))
  contentInfo.end()
  const signed = DerReader.of(readDer(content.content, TAG.sequence))
  readSmall(signed.next(TAG.integer))
  signed.next(TAG.set)
  const encapsulated = DerReader.of(signed.next(TAG.sequence))
  if (readOid(encapsulated.next(TAG.oid)) !== TIMESTAMP_INFO) throw refuse('content_type')
  const infoBytes = readDer(encapsulated.next(context(0)).content, TAG.octetString).content
  encapsulated.end()
  const certificates = signed.optional(context(0))
  signed.optional(context(1))
  const signers = DerReader.of(signed.next(TAG.set)).rest(10)
  signed.end()
  const [signer, ...more] = signers
  if (signer === undefined || more.length > 0) throw refuse('several_signers')
  return {
    info: parseInfo(infoBytes),
    infoBytes,
    certificates: certificates === null ? [] : certificatesIn(certificates),
    signer: parseSigner(signer),
  }
}

/** X.509 certificates only: attribute certificates and the like stand under other tags and help nobody here. */
const certificatesIn = (der: Der): Uint8Array[] =>
  DerReader.of(der)
    .rest(MOST_CERTIFICATES)
    .filter(({ tag }) => tag === TAG.sequence)
    .map(({ bytes }) => bytes)

function parseInfo(bytes: Uint8Array): TimestampInfo {
  const reader = DerReader.of(readDer(bytes, TAG.sequence))
  if (readSmall(reader.next(TAG.integer)) !== 1) throw refuse('version')
  const policy = readOid(reader.next(TAG.oid))
  const imprint = DerReader.of(reader.next(TAG.sequence))
  const algorithm = readDigestAlgorithm(imprint.next(TAG.sequence))
  const digest = imprint.next(TAG.octetString).content
  imprint.end()
  const serial = readUnsigned(reader.next(TAG.integer))
  const time = readTime(reader.next(TAG.generalizedTime))
  const accuracy = reader.optional(TAG.sequence)
  const ordering = reader.optional(TAG.boolean)
  if (ordering !== null) readBoolean(ordering)
  const nonce = reader.optional(TAG.integer)
  reader.optional(context(0))
  const extensions = reader.optional(context(1))
  reader.end()
  if (extensions !== null) refuseCritical(extensions)
  return {
    policy,
    imprint: { algorithm, digest },
    serial,
    time,
    accuracy: accuracy === null ? null : readAccuracy(accuracy),
    nonce: nonce === null ? null : readInteger(nonce),
  }
}

/** None is understood here, so none may be critical. */
function refuseCritical(extensions: Der): void {
  for (const each of DerReader.of(extensions).rest(MOST_ATTRIBUTES)) {
    const reader = DerReader.of(each)
    reader.next(TAG.oid)
    const flag = reader.optional(TAG.boolean)
    if (flag !== null && readBoolean(flag)) throw refuse('critical_extension')
  }
}

function readAccuracy(der: Der): number {
  const reader = DerReader.of(der)
  const seconds = reader.optional(TAG.integer)
  const millis = reader.optional(context(0, true))
  const micros = reader.optional(context(1, true))
  reader.end()
  const small = (each: Der | null): number => (each === null ? 0 : readSmall({ ...each, tag: TAG.integer }))
  return small(seconds) * 1000 + small(millis) + Math.ceil(small(micros) / 1000)
}

function parseSigner(der: Der): ParsedTimestamp['signer'] {
  const reader = DerReader.of(der)
  readSmall(reader.next(TAG.integer))
  const id = readSignerId(reader.next())
  const digest = readDigestAlgorithm(reader.next(TAG.sequence))
  const attributes = reader.next(context(0))
  const algorithm = readSignatureAlgorithm(reader.next(TAG.sequence))
  const signature = reader.next(TAG.octetString).content
  reader.optional(context(1)) // unsigned: nothing in it is believed
  reader.end()
  const attributesBytes = attributes.bytes.slice()
  attributesBytes[0] = TAG.set // RFC 5652 5.4: the signature is over the SET, not over its implicit tag
  return { id, digest, algorithm, signature, attributesBytes, attributes: attributesIn(attributes) }
}

function readSignerId(der: Der): SignerId {
  if (der.tag === context(0, true)) return { issuer: null, serial: null, keyId: der.content }
  if (der.tag !== TAG.sequence) throw new ProofError('bad_der', 'signer')
  const reader = DerReader.of(der)
  const issuer = reader.next(TAG.sequence).bytes
  const serial = readUnsigned(reader.next(TAG.integer))
  reader.end()
  return { issuer, serial, keyId: null }
}

/** Each once, each with one value: RFC 5652 11.1 and 11.2 demand it of those that matter. */
function attributesIn(der: Der): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>()
  for (const each of DerReader.of(der).rest(MOST_ATTRIBUTES)) {
    const reader = DerReader.of(each)
    const oid = readOid(reader.next(TAG.oid))
    const values = reader.next(TAG.set)
    reader.end()
    const [value, ...more] = DerReader.of(values).rest(MOST_ATTRIBUTES)
    if (value === undefined || more.length > 0 || found.has(oid)) throw new ProofError('bad_der', 'attribute')
    found.set(oid, value.bytes)
  }
  return found
}
