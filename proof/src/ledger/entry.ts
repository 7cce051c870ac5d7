import { hmacSha256, sha256 } from '#crypto'
import { concat, utf8, writeInt64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { canonicalJson } from '../bytes/jcs.ts'

// Ledger entry, version 1: formats/ledger-entry.md. Fixed 89 bytes:
// version and type (1) ‖ convTag (32) ‖ seq u64 ‖ archiveTs i64 ‖ sourceTs i64 ‖ digest (32), big-endian.

export const ENTRY_SIZE = 89
const VERSION = 1
/** A time that is not there: the smallest int64, which no Instant can be. */
const UNDATED = -(2n ** 63n)

export const ENTRY_TYPES = {
  record: 1,
  batch: 2,
  segment: 3,
  decision: 4,
  export: 5,
  key: 6,
  consent: 7,
  setup: 8,
  grant: 9,
  destruction: 10,
  stamp: 11,
  epoch: 12,
} as const
export type EntryType = keyof typeof ENTRY_TYPES
const TYPE_OF = new Map<number, EntryType>(
  Object.entries(ENTRY_TYPES).map(([name, code]) => [code, name as EntryType]), // the keys of ENTRY_TYPES
)

export interface Entry {
  type: EntryType
  /** 32 bytes; zeros for everything but a record. */
  convTag: Uint8Array
  /** Number in its conversation; 0 for everything but a record. */
  seq: number
  /** Milliseconds UTC when the house took it. */
  archiveTs: number
  /** Milliseconds UTC as the source says; null = undated, and for everything but a record. */
  sourceTs: number | null
  /** recordDigest, or statementDigest for everything but a record. */
  digest: Uint8Array
}

export const NO_CONVERSATION: Uint8Array = new Uint8Array(32)

/** Throws ProofError 'bad_entry_type', 'bad_integer', 'bad_digest', 'bad_entry' (a conversation on what is no record). */
export function encodeEntry(entry: Entry): Uint8Array {
  const code = ENTRY_TYPES[entry.type]
  if (code === undefined) throw new ProofError('bad_entry_type')
  if (entry.convTag.length !== 32) throw new ProofError('bad_entry', 'convTag')
  if (entry.digest.length !== 32) throw new ProofError('bad_digest')
  if (!Number.isSafeInteger(entry.seq) || entry.seq < 0) throw new ProofError('bad_integer', 'seq')
  if (!Number.isSafeInteger(entry.archiveTs)) throw new ProofError('bad_integer', 'archiveTs')
  if (entry.sourceTs !== null && !Number.isSafeInteger(entry.sourceTs)) throw new ProofError('bad_integer', 'sourceTs')
  const bytes = new Uint8Array(ENTRY_SIZE)
  const view = new DataView(bytes.buffer)
  bytes[0] = (VERSION << 4) | code
  bytes.set(entry.convTag, 1)
  writeInt64(view, 33, entry.seq)
  writeInt64(view, 41, entry.archiveTs)
  if (entry.sourceTs === null) view.setBigInt64(49, UNDATED)
  else writeInt64(view, 49, entry.sourceTs)
  bytes.set(entry.digest, 57)
  checkStatementShape(entry)
  return bytes
}

/** Strict: throws ProofError 'bad_length', 'bad_version', 'bad_entry_type', 'bad_integer', 'bad_entry'. */
export function decodeEntry(bytes: Uint8Array): Entry {
  if (bytes.length !== ENTRY_SIZE) throw new ProofError('bad_length', 'entry')
  const first = bytes[0] ?? 0
  if (first >> 4 !== VERSION) throw new ProofError('bad_version', 'entry')
  const type = TYPE_OF.get(first & 15)
  if (type === undefined) throw new ProofError('bad_entry_type')
  const view = new DataView(bytes.buffer, bytes.byteOffset, ENTRY_SIZE)
  const entry: Entry = {
    type,
    convTag: new Uint8Array(bytes.subarray(1, 33)),
    seq: safe(view.getBigUint64(33), 'seq'),
    archiveTs: safe(view.getBigInt64(41), 'archiveTs'),
    sourceTs: view.getBigInt64(49) === UNDATED ? null : safe(view.getBigInt64(49), 'sourceTs'),
    digest: new Uint8Array(bytes.subarray(57)),
  }
  checkStatementShape(entry)
  return entry
}

function checkStatementShape(entry: Entry): void {
  if (entry.type === 'record') return
  if (entry.seq !== 0 || entry.sourceTs !== null || entry.convTag.some((byte) => byte !== 0)) {
    throw new ProofError('bad_entry', entry.type)
  }
}

function safe(value: bigint, what: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new ProofError('bad_integer', what)
  return number
}

export const STATEMENT_PREFIX: Uint8Array = utf8('cunzhen/statement/v1\n')

/**
 * Digest of a house statement: SHA256("cunzhen/statement/v1\n" ‖ salt ‖ JCS). The 16 random bytes of salt keep a short
 * statement from being guessed by whoever sees only the ledger. Throws ProofError 'bad_seed', 'unsupported_value'.
 */
export function statementDigest(salt: Uint8Array, statement: object): Uint8Array {
  if (salt.length !== 16) throw new ProofError('bad_seed', 'salt')
  return sha256(concat(STATEMENT_PREFIX, salt, utf8(canonicalJson(statement))))
}

const TAG_KEY_PREFIX = utf8('cunzhen/conv-tag-key/v1\n')
const TAG_PREFIX = utf8('cunzhen/conv-tag/v1\n')

/** platform ‖ NUL ‖ origin ‖ NUL ‖ conversation: names a conversation across the house. */
export function convKeyString(platform: string, origin: string, conversation: string): string {
  return `${platform}\0${origin}\0${conversation}`
}

/** A conversation's own 16-byte tag key from the house's log key. Disclosing it opens this one tag and no other. */
export function convTagKey(logKey: Uint8Array, convKey: string): Uint8Array {
  return hmacSha256(logKey, concat(TAG_KEY_PREFIX, utf8(convKey))).slice(0, 16)
}

/** The 32-byte tag under which a conversation stands in the ledger. */
export function convTag(tagKey: Uint8Array, convKey: string): Uint8Array {
  if (tagKey.length !== 16) throw new ProofError('bad_seed', 'tagKey')
  return hmacSha256(tagKey, concat(TAG_PREFIX, utf8(convKey)))
}
