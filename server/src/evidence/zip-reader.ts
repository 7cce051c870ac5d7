import { timingSafeEqual } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { type PackageReader, ProofError } from '@cunzhen/proof'
import { entryKeys } from './aes-counter.ts'

// Reads back a package that this house has just written, from the disk, for the check before it is released. Strict: only what
// ZipWriter writes. The recipient's verifier reads with another library.

interface Entry {
  name: string
  method: number
  packed: number
  size: number
  offset: number
}

export interface SealedZip extends PackageReader {
  close(): Promise<void>
}

/** @throws ProofError 'bad_zip' */
export async function openSealedZip(path: string, password: string): Promise<SealedZip> {
  const file = await open(path, 'r')
  try {
    const entries = await tableOf(file)
    const byName = new Map(entries.map((entry) => [entry.name, entry]))
    return {
      files: entries.map(({ name, size }) => ({ name, size })),
      read(name) {
        const entry = byName.get(name)
        if (entry === undefined) throw new ProofError('missing_file', name)
        return content(file, entry, password)
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function tableOf(file: FileHandle): Promise<Entry[]> {
  const { size } = await file.stat()
  const tail = await bytesAt(file, Math.max(0, size - 98), Math.min(98, size))
  if (tail.length !== 98 || tail.readUInt32LE(0) !== 0x06064b50) throw new ProofError('bad_zip')
  const table = await bytesAt(file, Number(tail.readBigUInt64LE(48)), Number(tail.readBigUInt64LE(40)))
  const entries: Entry[] = []
  for (let at = 0; at < table.length; ) {
    if (table.readUInt32LE(at) !== 0x02014b50) throw new ProofError('bad_zip')
    const nameLength = table.readUInt16LE(at + 28)
    const extraLength = table.readUInt16LE(at + 30)
    const extra = at + 46 + nameLength
    entries.push({
      name: table.toString('utf8', at + 46, extra),
      size: Number(table.readBigUInt64LE(extra + 4)),
      packed: Number(table.readBigUInt64LE(extra + 12)),
      offset: Number(table.readBigUInt64LE(extra + 20)),
      method: table.readUInt16LE(extra + 28 + 9),
    })
    at = extra + extraLength
  }
  return entries
}

async function* content(file: FileHandle, entry: Entry, password: string): AsyncGenerator<Uint8Array> {
  const head = await bytesAt(file, entry.offset, 30)
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const plain = decrypted(file, start, entry.packed, password)
  if (entry.method === 0) yield* plain
  else yield* Readable.from(plain).pipe(createInflateRaw({ chunkSize: 256 * 1024 })) as AsyncIterable<Uint8Array> // a stream of Buffers
}

const AT_ONCE = 256 * 1024

async function* decrypted(
  file: FileHandle,
  start: number,
  packed: number,
  password: string,
): AsyncGenerator<Uint8Array> {
  const header = await bytesAt(file, start, 18)
  const { cipher, mac, check } = entryKeys(password, header.subarray(0, 16))
  if (!timingSafeEqual(check, header.subarray(16))) throw new ProofError('wrong_password')
  const end = packed - 28
  for (let at = 0; at < end; at += AT_ONCE) {
    const bytes = await bytesAt(file, start + 18 + at, Math.min(AT_ONCE, end - at))
    mac.update(bytes)
    yield cipher.apply(bytes)
  }
  const tag = await bytesAt(file, start + 18 + end, 10)
  if (!timingSafeEqual(mac.digest().subarray(0, 10), tag)) throw new ProofError('bad_zip')
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  if (bytesRead !== length) throw new ProofError('bad_zip')
  return bytes
}
