import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '#base'
import { durable } from '#platform'
import { type ByteSource, roomFor } from './containers/byte-source.ts'
import { writeRefusal } from './disk.ts'

// formats: one file per import, `quarantine/<import id>`. Byte 0: version 1. Then blocks: u32 BE length of the rest ‖
// AES-256-GCM ciphertext ‖ 16-byte tag. Nonce: the block's number, u96 BE, under a key made for this file alone, which is
// written once from its start to its end. Additional data: "cunzhen/quarantine/v1\n" ‖ import id. A span begins a block.

export const VERSION = 1
const BLOCK = 64 * 1024
const TAG = 16

/** Where a span's bytes lie. */
export interface KeptSpan {
  /** Offset of its first block in the file. */
  at: number
  /** Number of its first block. */
  block: number
  /** Bytes of plain text. */
  length: number
  /** HMAC-SHA256 of the plain bytes under the house's key for such: tells the same bytes when they come again. */
  digest: Uint8Array
}

export class QuarantineFile {
  readonly #path: string
  readonly #key: KeyObject
  readonly #digestKey: KeyObject
  readonly #importId: string
  #file = -1
  #broken: { reason: unknown } | null = null
  #at = 0
  #block = 0
  #held: Buffer[] = []
  #heldBytes = 0
  #open: { at: number; block: number; length: number; hmac: ReturnType<typeof createHmac> } | null = null

  constructor(path: string, importId: string, key: Uint8Array, digestKey: Uint8Array) {
    this.#path = path
    this.#importId = importId
    this.#key = createSecretKey(key)
    this.#digestKey = createSecretKey(digestKey)
  }

  /** Adds bytes to the span that is open, or opens one. */
  write(bytes: Uint8Array): void {
    this.#open ??= { at: this.#position(), block: this.#block, length: 0, hmac: createHmac('sha256', this.#digestKey) }
    this.#open.length += bytes.length
    this.#open.hmac.update(bytes)
    for (let from = 0; from < bytes.length; from += BLOCK) {
      const part = bytes.subarray(from, from + BLOCK)
      if (this.#heldBytes + part.length > BLOCK) this.#seal()
      this.#held.push(Buffer.from(part))
      this.#heldBytes += part.length
    }
  }

  /** @throws what the write that failed before threw */
  endSpan(): KeptSpan {
    if (this.#broken) throw this.#broken.reason
    const open = this.#open ?? {
      at: this.#position(),
      block: this.#block,
      length: 0,
      hmac: createHmac('sha256', this.#digestKey),
    }
    this.#seal()
    this.#open = null
    return { at: open.at, block: open.block, length: open.length, digest: Uint8Array.from(open.hmac.digest()) }
  }

  /** On disk when it returns: spans ended before may now be spoken of. */
  sync(): void {
    if (this.#file < 0) return
    fsyncSync(this.#file)
  }

  close(): void {
    if (this.#file >= 0) closeSync(this.#file)
    this.#file = -1
  }

  #position(): number {
    if (this.#file < 0) {
      durable.ensureDir(dirname(this.#path))
      this.#file = openSync(this.#path, 'wx', 0o600)
      durable.syncDir(dirname(this.#path))
      this.#append(Buffer.from([VERSION]))
    }
    return this.#at
  }

  #seal(): void {
    if (this.#heldBytes === 0) return
    this.#position()
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce(this.#block))
    cipher.setAAD(additional(this.#importId))
    const sealed = Buffer.concat([
      ...this.#held.map((part) => cipher.update(part)),
      cipher.final(),
      cipher.getAuthTag(),
    ])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(sealed.length)
    this.#append(Buffer.concat([length, sealed]))
    this.#block += 1
    this.#held = []
    this.#heldBytes = 0
  }

  #append(bytes: Buffer): void {
    // what lies behind a failed write is half a block: a span told of over it could not be read, and the same bytes would
    // be taken for kept when they come again
    if (this.#broken) throw this.#broken.reason
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at)
    } catch (error) {
      this.#broken = { reason: writeRefusal(error) }
      throw this.#broken.reason
    }
    this.#at += bytes.length
  }
}

/**
 * The bytes of a span, to be read anywhere in it, as a file's are.
 * @throws Fault `quarantine_damaged`, at once or when the damage is reached
 */
export function openKept(path: string, importId: string, key: Uint8Array, span: KeptSpan): ByteSource {
  const secret = createSecretKey(key)
  const file = openSync(path, 'r')
  const blocks = blocksOf(file, span)
  let held: { no: number; plain: Uint8Array } = { no: -1, plain: new Uint8Array(0) }
  const plainOf = (no: number, at: number): Uint8Array => {
    if (held.no !== no) held = { no, plain: unseal(secret, importId, span.block + no, readBlock(file, at)) }
    return held.plain
  }
  return {
    size: span.length,
    read(start, length, into) {
      const bytes = roomFor(length, into)
      for (let done = 0; done < length; ) {
        const no = blocks.findLastIndex((block) => block.start <= start + done)
        const block = blocks[no]
        if (!block) throw damaged()
        const part = plainOf(no, block.at).subarray(start + done - block.start, start + length - block.start)
        if (part.length === 0) throw damaged()
        bytes.set(part, done)
        done += part.length
      }
      return Promise.resolve(bytes)
    },
    close() {
      closeSync(file)
      return Promise.resolve()
    },
  }
}

/** Where each block of a span lies in the file (`at`) and in the span (`start`), by the blocks' own lengths. */
function blocksOf(file: number, span: KeptSpan): { at: number; start: number }[] {
  const blocks: { at: number; start: number }[] = []
  let { at } = span
  for (let start = 0; start < span.length; ) {
    blocks.push({ at, start })
    const length = readExactly(file, at, 4).readUInt32BE(0)
    if (length <= TAG || length > BLOCK + TAG) throw damaged()
    at += 4 + length
    start += length - TAG
  }
  return blocks
}

function readBlock(file: number, at: number): Buffer {
  const head = readExactly(file, at, 4)
  const length = head.readUInt32BE(0)
  if (length < TAG || length > BLOCK + TAG) throw damaged()
  return readExactly(file, at + 4, length)
}

function readExactly(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  if (readSync(file, bytes, 0, length, at) !== length) throw damaged()
  return bytes
}

function unseal(key: KeyObject, importId: string, block: number, sealed: Buffer): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(block))
    decipher.setAAD(additional(importId))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()])
  } catch {
    throw damaged()
  }
}

function damaged(): Fault {
  return new Fault('quarantine_damaged', 'restore the quarantine folder from the newest backup')
}

function nonce(block: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(block, 6, 6)
  return bytes
}

function additional(importId: string): Buffer {
  return Buffer.from(`cunzhen/quarantine/v1\n${importId}`)
}
