import { type DigestName, digestInto } from '#crypto'
import { ProofError } from '../bytes/errors.ts'

// The hashes that the trees can be rebuilt with before SHA-256 ages (formats/hash-renewal.md). Another one is one line here,
// if `#crypto` has it and a time-stamping authority can be asked for it.

export interface TreeHash {
  readonly name: DigestName
  /** Bytes of a digest. */
  readonly length: number
}

const HASHES = {
  /** The one in use: under it everything gives what the rest of this workspace gives, which the tests hold. */
  sha256: { name: 'sha256', length: 32 },
  sha512: { name: 'sha512', length: 64 },
} as const satisfies Record<string, TreeHash>

/** Those that a renewal may be made with. */
export const RENEWAL_HASHES = ['sha512'] as const satisfies readonly (keyof typeof HASHES)[]
export type RenewalHash = (typeof RENEWAL_HASHES)[number]

/** Throws ProofError 'unsupported_value' for a hash that is in no table. */
export function treeHash(name: string): TreeHash {
  const found = Object.values(HASHES).find((each) => each.name === name)
  if (found === undefined) throw new ProofError('unsupported_value', 'hash')
  return found
}

export function isRenewalHash(name: string): name is RenewalHash {
  return RENEWAL_HASHES.some((each) => each === name)
}

/** The digest of these parts, one behind the other. */
export function hashOf({ name, length }: TreeHash, ...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(length)
  digestInto(name, joined(parts), out, 0, length)
  return out
}

let room = new Uint8Array(4096)

/** As `concat`, in one room for all: a record takes a hundred hashes. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  let size = 0
  for (const part of parts) size += part.length
  if (room.length < size) room = new Uint8Array(2 * size)
  let at = 0
  for (const part of parts) {
    room.set(part, at)
    at += part.length
  }
  return room.subarray(0, size)
}
