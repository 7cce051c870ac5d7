import { fromBase64, toBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { type Cosignature, openCosignatures } from './cosignature.ts'
import { HASH_SIZE, verifyInclusion } from './merkle.ts'
import { openNote } from './note.ts'

// `.tlog-proof` (C2SP tlog-proof): that one entry is in a log, with everything to check it offline but the keys.

const HEAD = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^53 entries is 53 deep. */
const MOST_HASHES = 63
const MOST_TEXT = 1_200_000
const MOST_EXTRA = 64 * 1024

export interface ProofFile {
  index: number
  /** From the leaf's sibling up. */
  hashes: Uint8Array[]
  /** The signed note, verbatim. */
  checkpoint: string
  /** Not authenticated by anything. */
  extra?: Uint8Array
}

const bad = (what: string): ProofError => new ProofError('bad_proof_file', what)

/** Throws ProofError 'bad_proof_file'. */
export function formatProofFile({ index, hashes, checkpoint, extra }: ProofFile): string {
  if (!Number.isSafeInteger(index) || index < 0) throw bad('index')
  if (hashes.length > MOST_HASHES || hashes.some((hash) => hash.length !== HASH_SIZE)) throw bad('hash')
  if (!checkpoint.endsWith('\n')) throw bad('checkpoint')
  const lines = [HEAD, ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`]
  return `${[...lines, ...hashes.map(toBase64)].join('\n')}\n\n${checkpoint}`
}

/** Nothing is verified. Throws ProofError 'bad_proof_file'. */
export function parseProofFile(text: string): ProofFile {
  if (text.length > MOST_TEXT) throw bad('too long')
  const end = text.indexOf('\n\n')
  if (end < 0) throw bad('checkpoint')
  const checkpoint = text.slice(end + 2)
  if (checkpoint === '' || !checkpoint.endsWith('\n')) throw bad('checkpoint')
  const lines = text.slice(0, end).split('\n')
  if (lines.shift() !== HEAD) throw bad('head')
  const extra = lines[0]?.startsWith('extra ') ? decode(lines.shift()?.slice(6) ?? '', 'extra') : undefined
  if (extra !== undefined && extra.length > MOST_EXTRA) throw bad('extra')
  const [, number = ''] = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '') ?? []
  const index = Number(number)
  if (number === '' || !Number.isSafeInteger(index)) throw bad('index')
  if (lines.length > MOST_HASHES) throw bad('hash')
  const hashes = lines.map((line) => decode(line, 'hash'))
  if (hashes.some((hash) => hash.length !== HASH_SIZE)) throw bad('hash')
  return { index, hashes, checkpoint, ...(extra === undefined ? {} : { extra }) }
}

function decode(text: string, what: string): Uint8Array {
  try {
    return fromBase64(text)
  } catch {
    throw bad(what)
  }
}

export interface LogPolicy {
  /** Verifier keys of the log (type 01). */
  logs: readonly string[]
  /** Keys of the witnesses that count (type 04). */
  witnesses: readonly string[]
  /** How many of them must have cosigned. */
  quorum: number
}

/**
 * That the entry with this leaf hash is at the file's index, in a checkpoint that the log and enough witnesses signed. The
 * checkpoint's origin must be the name of the key that signed it. Throws ProofError 'bad_proof_file' ('quorum', 'origin'),
 * and those of openNote, openCosignatures, parseCheckpoint, verifyInclusion.
 */
export function verifyProofFile(
  file: ProofFile,
  leaf: Uint8Array,
  policy: LogPolicy,
): { checkpoint: Checkpoint; cosignatures: Cosignature[] } {
  const { text, verified } = openNote(file.checkpoint, policy.logs)
  const checkpoint = parseCheckpoint(text)
  if (!verified.includes(checkpoint.origin)) throw bad('origin')
  const cosignatures = openCosignatures(file.checkpoint, policy.witnesses)
  if (cosignatures.length < policy.quorum) throw bad('quorum')
  verifyInclusion(file.index, checkpoint.size, leaf, file.hashes, checkpoint.root)
  return { checkpoint, cosignatures }
}
