import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { Fault, release, type SegmentId } from '#base'

// One sealed frame of a segment: zstd, then AES-256-GCM (formats/segment.md, "Frames").

const FRAME_KINDS = { content: 1, locator: 2, table: 3 } as const
export type FrameKind = keyof typeof FRAME_KINDS

/** Which frame it is. All of it is authenticated, so a frame cannot stand in for another. */
export interface FrameAddress {
  segment: SegmentId
  kind: FrameKind
  /** From 0 within its kind. */
  number: number
  /** What it holds: records, slots, or frames. */
  count: number
}

const TAG = 16
/** Node takes no smaller pieces. */
const LEAST_CHUNK = 64
const NONCE = 12
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

/**
 * What seals a frame, once: keys are fresh for each attempt to seal, and under one that seals several each has a number.
 * @param key 32 bytes
 * @param number of the frame among those of this key; 0 where it seals no other
 */
export function frameLock(key: Uint8Array | KeyObject, number = 0): FrameLock {
  const nonce = Buffer.alloc(NONCE)
  nonce.writeUInt32BE(number, NONCE - 4)
  return { key: key instanceof Uint8Array ? createSecretKey(key) : key, nonce }
}

export interface FrameLock {
  readonly key: KeyObject
  readonly nonce: Uint8Array
}

export function sealFrame(address: FrameAddress, plain: Uint8Array, lock: FrameLock, header?: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', lock.key, lock.nonce)
  cipher.setAAD(additionalData(address, header))
  const body = cipher.update(zstdCompressSync(plain, LEVEL))
  cipher.final()
  return Buffer.concat([body, cipher.getAuthTag()])
}

/**
 * @returns bytes with memory of their own, for `release`
 * @param plainLength as the table says; more than that is never inflated
 * @throws Fault `segment_damaged` where one bit of frame, address or length is not what was sealed
 */
export function openFrame(
  address: FrameAddress,
  sealed: Uint8Array,
  lock: FrameLock,
  plainLength: number,
  header?: Uint8Array,
): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', lock.key, lock.nonce, { authTagLength: TAG })
    decipher.setAAD(additionalData(address, header))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    const packed = decipher.update(sealed.subarray(0, sealed.length - TAG))
    decipher.final()
    // room for all of it and more: else it comes in pieces that must be put together [32 KiB: 95 µs → 65]
    const chunkSize = Math.max(plainLength + LEAST_CHUNK, LEAST_OWN)
    const plain = zstdDecompressSync(packed, { maxOutputLength: Math.max(plainLength, 1), chunkSize })
    if (plain.length === plainLength) return owned(plain)
  } catch {
    // the library's error says nothing that the Fault below does not
  }
  throw segmentDamaged(address.segment, address.kind, address.number)
}

/** Node cuts what is smaller out of a pool, where none can be given back. */
const LEAST_OWN = Buffer.poolSize / 2

/** A copy of just its length; the room that zstd had goes at once, not when its engine is collected. @param bytes of zstd's own buffer */
function owned(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length)
  own.set(bytes)
  release(bytes)
  return own
}

function additionalData(address: FrameAddress, header?: Uint8Array): Buffer {
  const data = Buffer.alloc(30 + (header?.length ?? 0))
  data[0] = 1
  data[1] = FRAME_KINDS[address.kind]
  data.write(address.segment, 2, 20, 'latin1')
  data.writeUInt32BE(address.number, 22)
  data.writeUInt32BE(address.count, 26)
  if (header) data.set(header, 30)
  return data
}

export function segmentDamaged(segment: SegmentId, part: string, number = 0): Fault {
  return new Fault('segment_damaged', `segment ${segment} is damaged; put back its file from a backup`, {
    segment,
    part,
    number,
  })
}
