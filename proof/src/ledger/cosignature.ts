import { sha256, verifyEd25519 } from '#crypto'
import { concat, equalBytes, fromBase64, toBase64, toHex, utf8, writeInt64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { isKeyName, parseNote } from './note.ts'

// Cosignatures of witnesses (C2SP tlog-cosignature, Ed25519): "as of this time, the largest tree that I have seen of this log,
// consistent with all that I saw before, has this root". A witness's line stands in the note beside the log's own.

const ED25519_COSIGNATURE = 0x04
const BLOB = 8 + 64
const DASH = '\u2014 '

export interface CosignerKey {
  name: string
  /** SHA256(name ‖ 0A ‖ 04 ‖ key)[:4] */
  keyId: Uint8Array
  publicKey: Uint8Array
}

export interface Cosignature {
  name: string
  /** Seconds since 1970, UTC: the witness's own clock. */
  time: number
}

function cosignerKeyId(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(concat(utf8(name), Uint8Array.of(0x0a, ED25519_COSIGNATURE), publicKey)).slice(0, 4)
}

/** `name+hash+base64`, with type 04. Throws ProofError 'bad_verifier_key'. */
export function formatCosignerKey(name: string, publicKey: Uint8Array): string {
  if (!isKeyName(name) || publicKey.length !== 32) throw new ProofError('bad_verifier_key')
  const id = toHex(cosignerKeyId(name, publicKey))
  return `${name}+${id}+${toBase64(concat(Uint8Array.of(ED25519_COSIGNATURE), publicKey))}`
}

/** Strict: the hash must be the key's own, the type 04. Throws ProofError 'bad_verifier_key'. */
export function parseCosignerKey(vkey: string): CosignerKey {
  const [name = '', hash = '', ...rest] = vkey.split('+')
  let encoded: Uint8Array
  try {
    encoded = fromBase64(rest.join('+'))
  } catch {
    throw new ProofError('bad_verifier_key')
  }
  if (!isKeyName(name) || encoded.length !== 33 || encoded[0] !== ED25519_COSIGNATURE) {
    throw new ProofError('bad_verifier_key')
  }
  const publicKey = encoded.slice(1)
  const keyId = cosignerKeyId(name, publicKey)
  if (hash !== toHex(keyId)) throw new ProofError('bad_verifier_key')
  return { name, keyId, publicKey }
}

/** What a witness signs over the text of a checkpoint (which ends in a newline). */
function cosignedMessage(text: string, time: number): Uint8Array {
  if (!Number.isSafeInteger(time) || time < 0) throw new ProofError('bad_cosignature', 'time')
  return utf8(`cosignature/v1\ntime ${time}\n${text}`)
}

/**
 * One signature line with its newline. `time` in seconds; `sign` is Ed25519. Throws ProofError 'bad_verifier_key', 'bad_signature'
 * (the signer holds another key than it says).
 */
export function cosign(
  text: string,
  cosigner: string,
  time: number,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const { name, keyId, publicKey } = parseCosignerKey(cosigner)
  const message = cosignedMessage(text, time)
  const signature = sign(message)
  if (!verifyEd25519(publicKey, message, signature)) throw new ProofError('bad_signature')
  const stamp = new Uint8Array(8)
  writeInt64(new DataView(stamp.buffer), 0, time)
  return `${DASH}${name} ${toBase64(concat(keyId, stamp, signature))}\n`
}

/**
 * The cosignatures of known witnesses on a note, each witness once (its latest). Lines of unknown keys are ignored; one of a
 * known key that does not hold throws ProofError 'bad_cosignature'. Also throws 'bad_note', 'bad_verifier_key'.
 */
export function openCosignatures(note: string, cosigners: readonly string[]): Cosignature[] {
  const { text, unverifiedSignatures } = parseNote(note)
  const keys = cosigners.map(parseCosignerKey)
  const found = new Map<string, number>()
  for (const { name, keyId, signature } of unverifiedSignatures) {
    for (const key of keys) {
      if (key.name !== name || !equalBytes(key.keyId, keyId)) continue
      const time = verifiedTime(key, text, signature)
      found.set(name, Math.max(time, found.get(name) ?? 0))
    }
  }
  return [...found].map(([name, time]) => ({ name, time }))
}

function verifiedTime(key: CosignerKey, text: string, blob: Uint8Array): number {
  if (blob.length !== BLOB) throw new ProofError('bad_cosignature', 'length')
  const seconds = new DataView(blob.buffer, blob.byteOffset, 8).getBigUint64(0)
  const time = Number(seconds)
  if (!Number.isSafeInteger(time)) throw new ProofError('bad_cosignature', 'time')
  if (!verifyEd25519(key.publicKey, cosignedMessage(text, time), blob.subarray(8))) {
    throw new ProofError('bad_cosignature', 'signature')
  }
  return time
}

/** The signature lines of `more` that `note` has not, put after its own. Both are notes over one text, else 'bad_note'. */
export function withSignatures(note: string, lines: string): string {
  const { text } = parseNote(note)
  const own = new Set(note.slice(text.length + 1, -1).split('\n'))
  const added = lines.split('\n').filter((line) => line !== '' && !own.has(line))
  const whole = added.reduce((all, line) => `${all}${line}\n`, note)
  parseNote(whole)
  return whole
}
