import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto'
import { Fault, type KeyId } from '#base'

// formats/object.md: one attachment per file, sealed in chunks as a STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015,
// "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"): no chunk can be changed, left out, put
// elsewhere, or be the last where it was not.

export const VERSION = 1
/** Bytes of content in every chunk but the last. */
export const CHUNK = 64 * 1024
export const TAG = 16
const MAGIC = Buffer.from('cunzhen object\n')
const KEY_ID = 20
export const HEADER = 1 + MAGIC.length + KEY_ID
/** 2^32 chunks are 256 TiB. */
const MOST_CHUNKS = 2 ** 32

/** Under which an object lies: 64 hex digits. */
export type ObjectName = string & { readonly objectName: unique symbol }

/** The one name of a content in this house; without the key it says nothing about it. @param sha256 32 bytes */
export function objectName(nameKey: Uint8Array, sha256: Uint8Array): ObjectName {
  const mac = createHmac('sha256', nameKey).update('cunzhen/object/name/v1\n').update(sha256)
  return mac.digest('hex') as ObjectName // made here and nowhere else, but for names read from the folder
}

export function isObjectName(name: string): name is ObjectName {
  return /^[0-9a-f]{64}$/.test(name)
}

export function headerOf(key: KeyId): Buffer {
  return Buffer.concat([Buffer.from([VERSION]), MAGIC, Buffer.from(key, 'latin1')])
}

/** The id of the key that opens the file. @throws Fault `object_damaged` */
export function keyOf(header: Buffer, name: string): KeyId {
  const isOurs = header.length === HEADER && header[0] === VERSION && header.subarray(1, 1 + MAGIC.length).equals(MAGIC)
  const id = header.toString('latin1', 1 + MAGIC.length)
  if (!isOurs || !/^key_[a-z0-9]{16}$/.test(id)) throw objectDamaged(name)
  return id as KeyId // of its form; the register says whether there is one
}

export function sealChunk(key: KeyObject, at: ChunkPlace, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(at))
  cipher.setAAD(additional(at))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Where a chunk stands. All of it is authenticated. */
export interface ChunkPlace {
  name: ObjectName
  /** The file's own header: its key is no other's. */
  header: Buffer
  /** From 0. */
  number: number
  isLast: boolean
}

/** @throws Fault `object_damaged` where one bit of chunk or place is not what was sealed */
export function openChunk(key: KeyObject, at: ChunkPlace, sealed: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(at), { authTagLength: TAG })
    decipher.setAAD(additional(at))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG))
    decipher.final()
    return plain
  } catch {
    throw objectDamaged(at.name) // the library's error says nothing more
  }
}

/** How a file of this size divides. @throws Fault `object_damaged` where no content has such a size */
export function divisionOf(fileSize: number, name: string): { chunks: number; bytes: number } {
  const body = fileSize - HEADER
  const chunks = Math.ceil(body / (CHUNK + TAG))
  const bytes = body - chunks * TAG
  const last = bytes - (chunks - 1) * CHUNK
  // an empty content is one empty chunk; no other content ends in one
  if (chunks < 1 || chunks > MOST_CHUNKS || last < 0 || (last === 0 && chunks > 1)) throw objectDamaged(name)
  return { chunks, bytes }
}

export function objectDamaged(name: string): Fault {
  return new Fault('object_damaged', 'put back this file of the objects folder from a backup', { name })
}

/** 11 bytes of number, 1 byte that says whether it is the last. Right because a key seals one object, once. */
function nonceOf({ number, isLast }: ChunkPlace): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

function additional({ name, header, number, isLast }: ChunkPlace): Buffer {
  const tail = Buffer.alloc(9)
  tail.writeUIntBE(number, 2, 6)
  tail[8] = isLast ? 1 : 0
  return Buffer.concat([Buffer.from('cunzhen/object/v1\n'), Buffer.from(name, 'hex'), header, tail])
}
