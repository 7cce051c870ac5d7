import { fromBase64, toBase64 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { HASH_SIZE } from './merkle.ts'
import { isKeyName } from './note.ts'

// Checkpoints (C2SP tlog-checkpoint): the text of a signed note: origin, size, root. Ours have no extension lines.

export interface Checkpoint {
  /** Scheme-less URL; also the name of the key that signs. */
  origin: string
  size: number
  root: Uint8Array
}

/** The three lines to be signed. Throws ProofError 'bad_checkpoint'. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root } = checkpoint
  if (!isKeyName(origin) || root.length !== HASH_SIZE) throw new ProofError('bad_checkpoint')
  if (!Number.isSafeInteger(size) || size < 0) throw new ProofError('bad_checkpoint')
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/**
 * Reads the text of a checkpoint that openNote has verified; a text straight from outside proves nothing.
 * Exactly three lines, the size decimal without leading zeroes. Throws ProofError 'bad_checkpoint'.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', end, ...more] = text.split('\n')
  if (end !== '' || more.length > 0 || !isKeyName(origin)) throw new ProofError('bad_checkpoint')
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw new ProofError('bad_checkpoint')
  return { origin, size: Number(size), root: rootBytes(root) }
}

function rootBytes(text: string): Uint8Array {
  let root: Uint8Array
  try {
    root = fromBase64(text)
  } catch {
    throw new ProofError('bad_checkpoint')
  }
  if (root.length !== HASH_SIZE) throw new ProofError('bad_checkpoint')
  return root
}
