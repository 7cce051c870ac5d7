import type { Reason } from '../piece.ts'

// Cuts a stream of UTF-8 bytes into the elements of one syntax, without decoding them. The cuts tile the stream.

export interface Cut {
  /** item: one element, whole; structure: what holds the elements together; broken: cannot be an element. */
  what: 'item' | 'structure' | 'broken'
  /** Valid until the next push. */
  bytes: Buffer
  /** Only of `broken`. */
  reason: Reason
  /** Only of `broken`: the next cut goes on with the same item. */
  more: boolean
  /** To be called when all cuts before this one were read: what it says of those behind it. */
  reached?: () => void
}

export interface Splitter {
  /** May hold bytes back until an element is complete, but never more than its limit. */
  push(chunk: Uint8Array): Cut[]
  /** The part is at its end: what was held back. */
  end(): Cut[]
}

/** Longest element that is read; a longer one goes to quarantine in pieces of this size, so memory stays bounded. */
export const MAX_ITEM = 16 * 1024 * 1024

export const item = (bytes: Buffer): Cut => ({ what: 'item', bytes, reason: 'bad_json', more: false })
export const structure = (bytes: Buffer): Cut => ({ what: 'structure', bytes, reason: 'bad_json', more: false })
export const broken = (bytes: Buffer, reason: Reason, more = false): Cut => ({ what: 'broken', bytes, reason, more })

/** Everything is one item that is not read: for parts whose meaning is unknown. */
export function wholePart(reason: Reason): Splitter {
  let any = false
  return {
    push(chunk) {
      any ||= chunk.length > 0
      return chunk.length > 0 ? [broken(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), reason, true)] : []
    },
    end: () => (any ? [broken(Buffer.alloc(0), reason)] : []),
  }
}
