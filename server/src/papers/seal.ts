import { createHash, createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '#base'
import { integer, nothing, octets, oid, seq, setOf, tlv, values } from './der.ts'

// The house's seal: a certificate of its CA with its private key, which the operator puts into keys/seal.pem (PKCS#8 key, own
// certificate, then the chain; mode 0600). With it a paper that binds the house carries a PDF signature; without it, none.

export interface Seal {
  /** The signer as the certificate names it. */
  readonly subject: string
  /** Hex SHA-256 of the certificate. */
  readonly fingerprint: string
  /** Detached CMS SignedData (RFC 5652, CAdES-BES as PAdES wants it: ETSI EN 319 142-1) over these bytes, DER. */
  sign(bytes: Uint8Array): Buffer
}

export function sealPath(house: string): string {
  return join(house, 'keys', 'seal.pem')
}

/** Null where the house has none. @throws Fault `seal_unusable` saying what is wrong with the file */
export function openSeal(house: string): Seal | null {
  const path = sealPath(house)
  if (!existsSync(path)) return null
  if ((statSync(path).mode & 0o077) !== 0) throw unusable('others may read it: chmod 600 keys/seal.pem')
  try {
    const pem = readFileSync(path, 'utf8')
    const chain = (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map(
      (each) => new X509Certificate(each),
    )
    return sealOf(createPrivateKey(pem), chain)
  } catch (error) {
    if (error instanceof Fault) throw error
    throw unusable('it must hold a PEM private key without passphrase, its certificate, and the chain')
  }
}

function sealOf(key: KeyObject, chain: readonly X509Certificate[]): Seal {
  const [own] = chain
  if (own === undefined) throw unusable('there is no certificate in it')
  if (!own.checkPrivateKey(key)) throw unusable('the first certificate is not of this key')
  return {
    subject: own.subject.replaceAll('\n', ', '),
    fingerprint: createHash('sha256').update(own.raw).digest('hex'),
    sign: (bytes) => signedData(bytes, key, chain, own),
  }
}

function unusable(what: string): Fault {
  return new Fault('seal_unusable', `keys/seal.pem cannot be used: ${what}`)
}

const SHA256 = seq(oid('2.16.840.1.101.3.4.2.1'), nothing)
const DATA = oid('1.2.840.113549.1.7.1')

function signedData(
  bytes: Uint8Array,
  key: KeyObject,
  chain: readonly X509Certificate[],
  own: X509Certificate,
): Buffer {
  const digest = (of: Uint8Array) => createHash('sha256').update(of).digest()
  const attribute = (type: string, value: Buffer) => seq(oid(type), tlv(0x31, value))
  const attributes = setOf(
    attribute('1.2.840.113549.1.9.3', DATA), // content type
    attribute('1.2.840.113549.1.9.4', octets(digest(bytes))), // message digest
    // signing certificate v2 (RFC 5035): SHA-256 is its default, so the algorithm is left out
    attribute('1.2.840.113549.1.9.16.2.47', seq(seq(seq(octets(digest(own.raw)))))),
  )
  const signature = sign('sha256', attributes, key)
  const algorithm =
    key.asymmetricKeyType === 'rsa' ? seq(oid('1.2.840.113549.1.1.1'), nothing) : seq(oid('1.2.840.10045.4.3.2'))
  const signer = seq(
    integer(1),
    issuerAndSerial(own),
    SHA256,
    // as a member of the signer the set has the tag [0]; what was signed had the tag of a set
    Buffer.concat([Buffer.of(0xa0), attributes.subarray(1)]),
    algorithm,
    octets(signature),
  )
  const certificates = tlv(0xa0, ...chain.map(({ raw }) => raw))
  const signed = seq(integer(1), tlv(0x31, SHA256), seq(DATA), certificates, tlv(0x31, signer))
  return seq(oid('1.2.840.113549.1.7.2'), tlv(0xa0, signed))
}

/** Out of the certificate (RFC 5280, 4.1): serial number and issuer as they stand there. */
function issuerAndSerial({ raw }: X509Certificate): Buffer {
  const [certificate] = values(raw)
  const [body] = values(certificate?.content ?? Buffer.of())
  const fields = values(body?.content ?? Buffer.of()).filter(({ tag }) => tag !== 0xa0) // the version is optional
  const [serial, , issuer] = fields
  if (serial === undefined || issuer === undefined) throw unusable('its certificate cannot be read')
  return seq(issuer.whole, serial.whole)
}
