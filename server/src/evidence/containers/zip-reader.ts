import { timingSafeEqual } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { type PackageReader, ProofError } from '@cunzhen/proof'
import { entryKeys } from './aes-counter.ts'
import { type ByteSource, openFile } from './byte-source.ts'

// Reads back a package that this house has written, for the check before it is released and for whoever looks at it then. Strict: only
// what ZipWriter writes, sealed or plain (inside an age file). The recipient's verifier reads with another library.

interface Entry {
  name: string
  method: number
  packed: number
  size: number
  offset: number
  /** Of a plain entry; a sealed one has its tag. */
  crc: number
}

export interface SealedZip extends PackageReader {
  close(): Promise<void>
}

/** @throws ProofError 'bad_zip' */
export async function openSealedZip(path: string, password: string): Promise<SealedZip> {
  return openEntries(await openFile(path), sealedTable, (file, entry) => content(file, entry, password))
}

/** A zip without encryption of its own. Closes `file`. @throws ProofError 'bad_zip' */
export function openPlainZip(file: ByteSource): Promise<SealedZip> {
  return openEntries(file, plainTable, plainContent)
}

async function openEntries(
  file: ByteSource,
  tableOf: (file: ByteSource) => Promise<Entry[]>,
  read: (file: ByteSource, entry: Entry) => AsyncIterable<Uint8Array>,
): Promise<SealedZip> {
  try {
    const entries = await tableOf(file)
    const byName = new Map(entries.map((entry) => [entry.name, entry]))
    return {
      files: entries.map(({ name, size }) => ({ name, size })),
      read(name) {
        const entry = byName.get(name)
        if (entry === undefined) throw new ProofError('missing_file', name)
        return read(file, entry)
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function sealedTable(file: ByteSource): Promise<Entry[]> {
  const tail = await file.read(Math.max(0, file.size - 98), Math.min(98, file.size))
  if (tail.length !== 98 || tail.readUInt32LE(0) !== 0x06064b50) throw new ProofError('bad_zip')
  const table = await file.read(Number(tail.readBigUInt64LE(48)), Number(tail.readBigUInt64LE(40)))
  return listed(table, (extra) => ({
    size: Number(table.readBigUInt64LE(extra + 4)),
    packed: Number(table.readBigUInt64LE(extra + 12)),
    offset: Number(table.readBigUInt64LE(extra + 20)),
    method: table.readUInt16LE(extra + 28 + 9),
  }))
}

async function plainTable(file: ByteSource): Promise<Entry[]> {
  const tail = await file.read(Math.max(0, file.size - 22), Math.min(22, file.size))
  if (tail.length !== 22 || tail.readUInt32LE(0) !== 0x06054b50) throw new ProofError('bad_zip')
  const table = await file.read(tail.readUInt32LE(16), tail.readUInt32LE(12))
  return listed(table, (_extra, at) => ({
    size: table.readUInt32LE(at + 24),
    packed: table.readUInt32LE(at + 20),
    offset: table.readUInt32LE(at + 42),
    method: table.readUInt16LE(at + 10),
  }))
}

/** @param rest what sealed and plain entries write at different places: `extra` begins the extra field of the entry at `at` */
function listed(
  table: Buffer,
  rest: (extra: number, at: number) => Pick<Entry, 'size' | 'packed' | 'offset' | 'method'>,
): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at < table.length; ) {
    if (table.readUInt32LE(at) !== 0x02014b50) throw new ProofError('bad_zip')
    const extra = at + 46 + table.readUInt16LE(at + 28)
    const name = table.toString('utf8', at + 46, extra)
    entries.push({ name, crc: table.readUInt32LE(at + 16), ...rest(extra, at) })
    at = extra + table.readUInt16LE(at + 30)
  }
  return entries
}

async function* content(file: ByteSource, entry: Entry, password: string): AsyncGenerator<Uint8Array> {
  const plain = decrypted(file, await startOf(file, entry), entry.packed, password)
  yield* entry.method === 0 ? plain : inflated(plain)
}

async function* plainContent(file: ByteSource, entry: Entry): AsyncGenerator<Uint8Array> {
  const packed = stored(file, await startOf(file, entry), entry.packed)
  let crc = 0
  for await (const bytes of entry.method === 0 ? packed : inflated(packed)) {
    crc = crc32(bytes, crc)
    yield bytes
  }
  if (crc !== entry.crc) throw new ProofError('bad_zip')
}

async function startOf(file: ByteSource, entry: Entry): Promise<number> {
  const head = await file.read(entry.offset, 30)
  return entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
}

/** Ends with the compressed data; what follows it is not looked at. */
export function inflated(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
  pipeline(Readable.from(bytes), inflate, () => undefined) // whoever reads is told of an error
  return inflate as AsyncIterable<Uint8Array> // a stream of Buffers
}

const AT_ONCE = 256 * 1024

async function* stored(file: ByteSource, start: number, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length; at += AT_ONCE) yield await file.read(start + at, Math.min(AT_ONCE, length - at))
}

async function* decrypted(
  file: ByteSource,
  start: number,
  packed: number,
  password: string,
): AsyncGenerator<Uint8Array> {
  const header = await file.read(start, 18)
  const { cipher, mac, check } = entryKeys(password, header.subarray(0, 16))
  if (!timingSafeEqual(check, header.subarray(16))) throw new ProofError('wrong_password')
  const end = packed - 28
  for (let at = 0; at < end; at += AT_ONCE) {
    const bytes = await file.read(start + 18 + at, Math.min(AT_ONCE, end - at))
    mac.update(bytes)
    yield cipher.apply(bytes)
  }
  const tag = await file.read(start + 18 + end, 10)
  if (!timingSafeEqual(mac.digest().subarray(0, 10), tag)) throw new ProofError('bad_zip')
}
