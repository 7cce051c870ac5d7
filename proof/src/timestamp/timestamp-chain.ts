import { equalBytes } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { type Certificate, parseCertificate, verifyWith } from './timestamp-certificate.ts'

// From the certificate that signed a time stamp to one that the caller has pinned (RFC 5280 section 6, without policies and
// name constraints: a certificate that has them as critical is refused). Revocation is not looked at.

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const ANY_PURPOSE = '2.5.29.37.0'
const DIGITAL_SIGNATURE = 0
const CONTENT_COMMITMENT = 1
const CERTIFICATE_SIGN = 5
const DEEPEST = 6
/** Signature checks in one search: crossed certificates must not make it explode. */
const MOST_CHECKS = 40

const refuse = (what: string): ProofError => new ProofError('bad_timestamp', what)

/** RFC 3161 section 2.3: the purpose is time stamping, alone, and critical. Throws ProofError 'bad_timestamp'. */
export function checkPurpose(signer: Certificate): void {
  const usage = signer.extendedUsage
  if (usage === null || !usage.critical) throw refuse('key_purpose')
  if (usage.purposes.length !== 1 || usage.purposes[0] !== TIME_STAMPING) throw refuse('key_purpose')
  const bits = signer.keyUsage
  if (bits !== null && bits[DIGITAL_SIGNATURE] !== true && bits[CONTENT_COMMITMENT] !== true) throw refuse('key_usage')
  if (signer.hasUnknownCritical) throw refuse('critical_extension')
}

/** What was valid then; the ends belong to it. */
export const isValidAt = (certificate: Certificate, time: number): boolean =>
  certificate.notBefore <= time && time <= certificate.notAfter

/**
 * The certificates from `signer` to one of `roots` (pinned, in DER), all valid at `time`. `hints` come with the token and
 * are believed only as far as a root's signature reaches. Throws ProofError 'bad_timestamp' 'chain'.
 */
export function chainToRoot(
  signer: Certificate,
  hints: readonly Certificate[],
  roots: readonly Uint8Array[],
  time: number,
): Certificate[] {
  const pinned = roots.map(parseCertificate)
  let checks = 0
  const climb = (path: Certificate[]): Certificate[] | null => {
    const last = path[path.length - 1] ?? signer
    const own = pinned.find((root) => equalBytes(root.bytes, last.bytes))
    if (own !== undefined) return path
    if (path.length >= DEEPEST) return null
    for (const next of [...pinned, ...hints]) {
      if (!equalBytes(next.subject, last.issuer) || path.some((each) => equalBytes(each.bytes, next.bytes))) continue
      const isPinned = pinned.includes(next)
      if (!isValidAt(next, time) || (!isPinned && !mayIssue(next, path.length - 1)) || checks >= MOST_CHECKS) continue
      checks++
      if (!hasSigned(next, last)) continue
      const found = climb([...path, next])
      if (found !== null) return found
    }
    return null
  }
  const path = climb([signer])
  if (path === null) throw refuse('chain')
  return path
}

/** `below`: authorities between it and the signer. */
function mayIssue(certificate: Certificate, below: number): boolean {
  const { authority, keyUsage, extendedUsage, hasUnknownCritical } = certificate
  if (authority === null || !authority.isAuthority || hasUnknownCritical) return false
  if (authority.pathLength !== null && below > authority.pathLength) return false
  if (keyUsage !== null && keyUsage[CERTIFICATE_SIGN] !== true) return false
  return extendedUsage === null || extendedUsage.purposes.some((each) => each === TIME_STAMPING || each === ANY_PURPOSE)
}

function hasSigned(issuer: Certificate, certificate: Certificate): boolean {
  const { kind, digest } = certificate.algorithm
  if (digest === null) return false
  return verifyWith(issuer.publicKey, { kind, digest }, certificate.signedPart, certificate.signature)
}
