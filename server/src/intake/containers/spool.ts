import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { readdirSync, unlinkSync } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '#base'
import { durable } from '#platform'
import { writeRefusal } from '../disk.ts'
import type { ByteSource } from './byte-source.ts'
import { openFile, roomFor } from './byte-source.ts'

// An upload waits on disk until it is read, encrypted under a key that lives in memory only: after a crash the file is
// noise, and the next start removes it. Blocks of 64 KiB, each sealed with AES-256-GCM; the block's number is its nonce,
// which never repeats under a key that is used for one file, written once.

const BLOCK = 64 * 1024
const TAG = 16

/** What the intake thread needs to read a spooled upload. */
export interface Spooled {
  path: string
  key: Uint8Array
  size: number
}

/**
 * Stores a stream of bytes.
 * @throws Refusal `upload_too_large`, `disk_full`; whatever the stream throws. The file is then gone again.
 */
export async function spool(dir: string, bytes: AsyncIterable<Uint8Array>, most: number): Promise<Spooled> {
  durable.ensureDir(dir)
  const path = join(dir, randomBytes(12).toString('hex'))
  const key = new Uint8Array(32)
  key.set(randomBytes(32))
  const file = await open(path, 'wx', 0o600)
  try {
    const secret = createSecretKey(key)
    let block = Buffer.alloc(0)
    let no = 0
    let size = 0
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > most) throw new Refusal('too_large', 'upload_too_large', { most })
      block = Buffer.concat([block, chunk])
      for (; block.length >= BLOCK; block = block.subarray(BLOCK))
        await writeAll(file, seal(secret, no++, block.subarray(0, BLOCK)))
    }
    if (block.length > 0) await writeAll(file, seal(secret, no, block))
    return { path, key, size }
  } catch (error) {
    await unlink(path)
    throw writeRefusal(error)
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten
}

export async function openSpooled(spooled: Spooled): Promise<ByteSource> {
  const file = await openFile(spooled.path, false)
  const key = createSecretKey(spooled.key)
  let heldNo = -1
  let held: Buffer = Buffer.alloc(0)
  const block = async (no: number): Promise<Buffer> => {
    if (no === heldNo) return held
    const start = no * (BLOCK + TAG)
    held = unseal(key, no, await file.read(start, Math.min(BLOCK + TAG, file.size - start)))
    heldNo = no
    return held
  }
  return {
    size: spooled.size,
    async read(start, length, into) {
      if (start + length > spooled.size) throw new Refusal('conflict', 'source_changed')
      const bytes = roomFor(length, into)
      for (let at = 0; at < length; ) {
        const from = await block(Math.floor((start + at) / BLOCK))
        at += from.copy(bytes, at, (start + at) % BLOCK)
      }
      return bytes
    },
    close: () => file.close(),
  }
}

/** Uploads of a process that is no more: nobody has their keys. Only before anybody spools there. */
export function sweepSpool(dir: string): number {
  durable.ensureDir(dir)
  const left = readdirSync(dir)
  for (const name of left) unlinkSync(join(dir, name))
  return left.length
}

function nonce(no: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(no, 6, 6)
  return bytes
}

function seal(key: ReturnType<typeof createSecretKey>, no: number, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(no))
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function unseal(key: ReturnType<typeof createSecretKey>, no: number, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(no))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()])
  } catch {
    throw new Refusal('conflict', 'source_changed')
  }
}
