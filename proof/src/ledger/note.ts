import { sha256, verifyEd25519 } from '#crypto'
import { concat, equalBytes, fromBase64, fromUtf8, toBase64, toHex, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'

// Signed notes (C2SP signed-note) with Ed25519 keys (type 01): text, blank line, lines `— name base64(keyId ‖ signature)`.

const ED25519 = 0x01
const MAX_NOTE = 1_000_000
const MAX_SIGNATURES = 100
const DASH = '\u2014 '

export interface VerifierKey {
  name: string
  /** SHA256(name ‖ 0A ‖ type ‖ key)[:4] */
  keyId: Uint8Array
  publicKey: Uint8Array
}

/** Key names: not empty, no white space, no `+`, nothing below U+0020. */
export function isKeyName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
  return name !== '' && name.isWellFormed() && !/[\s+\u0000-\u001f\u007f\u0085\u200b]/u.test(name)
}

function noteKeyId(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(concat(utf8(name), Uint8Array.of(0x0a, ED25519), publicKey)).slice(0, 4)
}

/** `name+hash+base64`. Throws ProofError 'bad_verifier_key'. */
export function formatVerifierKey(name: string, publicKey: Uint8Array): string {
  if (!isKeyName(name) || publicKey.length !== 32) throw new ProofError('bad_verifier_key')
  return `${name}+${toHex(noteKeyId(name, publicKey))}+${toBase64(concat(Uint8Array.of(ED25519), publicKey))}`
}

/** Strict: the hash must be the key's own, the type Ed25519. Throws ProofError 'bad_verifier_key'. */
export function parseVerifierKey(vkey: string): VerifierKey {
  const [name = '', hash = '', ...rest] = vkey.split('+')
  // base64 may itself hold a '+': only the first two separate
  const encoded = keyBytes(rest.join('+'))
  if (!isKeyName(name) || encoded.length !== 33 || encoded[0] !== ED25519) throw new ProofError('bad_verifier_key')
  const publicKey = encoded.slice(1)
  const keyId = noteKeyId(name, publicKey)
  if (hash !== toHex(keyId)) throw new ProofError('bad_verifier_key')
  return { name, keyId, publicKey }
}

function keyBytes(text: string): Uint8Array {
  try {
    return fromBase64(text)
  } catch {
    throw new ProofError('bad_verifier_key')
  }
}

/**
 * Signs a note text (which ends in a newline) under the name and key of `verifierKey`; `sign` is Ed25519 over the text.
 * Throws ProofError 'bad_note', 'bad_verifier_key'.
 */
export function signNote(text: string, verifierKey: string, sign: (message: Uint8Array) => Uint8Array): string {
  if (!isNoteText(text)) throw new ProofError('bad_note')
  const { name, keyId, publicKey } = parseVerifierKey(verifierKey)
  const message = utf8(text)
  const signature = sign(message)
  // a signer that holds another key than it says would publish notes that nobody can open
  if (!verifyEd25519(publicKey, message, signature)) throw new ProofError('bad_signature')
  return `${text}\n${DASH}${name} ${toBase64(concat(keyId, signature))}\n`
}

export interface NoteSignature {
  name: string
  keyId: Uint8Array
  signature: Uint8Array
}

/** Text and signature lines of a note, nothing verified. Throws ProofError 'bad_note'. */
export function parseNote(note: string): { text: string; unverifiedSignatures: NoteSignature[] } {
  if (note.length > MAX_NOTE) throw new ProofError('bad_note')
  const split = note.lastIndexOf('\n\n')
  if (split < 0) throw new ProofError('bad_note')
  const text = note.slice(0, split + 1)
  const tail = note.slice(split + 2)
  if (!isNoteText(text) || !tail.endsWith('\n')) throw new ProofError('bad_note')
  const lines = tail.slice(0, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) throw new ProofError('bad_note')
  return { text, unverifiedSignatures: lines.map(parseSignature) }
}

function parseSignature(line: string): NoteSignature {
  if (!line.startsWith(DASH)) throw new ProofError('bad_note')
  const [name = '', encoded = '', ...more] = line.slice(DASH.length).split(' ')
  if (!isKeyName(name) || more.length > 0) throw new ProofError('bad_note')
  let bytes: Uint8Array
  try {
    bytes = fromBase64(encoded)
  } catch {
    throw new ProofError('bad_note')
  }
  if (bytes.length < 5) throw new ProofError('bad_note')
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }
}

/**
 * Verifies a note against known keys. Signatures of unknown keys are ignored (C2SP signed-note); a known key whose
 * signature fails throws 'bad_signature', even if another known key's holds; no known key at all throws
 * 'no_known_signature'. `verified` names the keys, each once.
 */
export function openNote(note: string, verifierKeys: readonly string[]): { text: string; verified: string[] } {
  const { text, unverifiedSignatures } = parseNote(note)
  const keys = verifierKeys.map(parseVerifierKey)
  const message = utf8(text)
  const verified = new Set<string>()
  for (const { name, keyId, signature } of unverifiedSignatures) {
    for (const key of keys) {
      if (key.name !== name || !equalBytes(key.keyId, keyId)) continue
      if (!verifyEd25519(key.publicKey, message, signature)) throw new ProofError('bad_signature')
      verified.add(name)
    }
  }
  if (verified.size === 0) throw new ProofError('no_known_signature')
  return { text, verified: [...verified] }
}

/** A note as bytes, strictly UTF-8. Throws ProofError 'bad_note'. */
export function noteFromBytes(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes)
  } catch {
    throw new ProofError('bad_note')
  }
}

function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
  return text !== '' && text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text)
}
