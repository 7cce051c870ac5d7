import { createHash } from 'node:crypto'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Refusal } from '#base'
import { type ByteSource, openFile, streamOf } from './byte-source.ts'
import { type Bounds, type Entry, unpack } from './entry.ts'
import { findMailedZip, type MailedZip } from './mailed-zip.ts'
import { listZip } from './zip.ts'

export interface Listing {
  entries: Entry[]
  /** A code for what is wrong with the container itself; null: nothing. */
  problem: 'zip_directory_damaged' | null
  /** SHA-256 of the file; of a folder, over each file's name and SHA-256. */
  digest(): Promise<Uint8Array>
}

/** What a single file holds: itself, or what is packed in it (zip, gzip, RSMF's mail), seen by its first bytes. */
export async function listFile(source: ByteSource, name: string, bounds: Bounds): Promise<Listing> {
  const digest = () => sha256Of(streamOf(source))
  const magic = source.size >= 4 ? (await source.read(0, 4)).readUInt32BE(0) : 0
  if (magic === 0x504b0304 || magic === 0x504b0506) {
    const zip = await listZip(source, bounds)
    return { entries: zip.entries, problem: zip.recovered ? 'zip_directory_damaged' : null, digest }
  }
  const mailed = source.size >= 4 ? await findMailedZip(source) : null
  if (mailed) {
    const zip = await listZip(mailed.zip, bounds)
    const entries = [...zip.entries, mailEntry(source, basename(name), mailed)]
    return { entries, problem: zip.recovered ? 'zip_directory_damaged' : null, digest }
  }
  const gzipped = magic >>> 8 === 0x1f8b08
  const content = gzipped
    ? () => unpack({ source, start: 0, end: source.size, method: 'gzip', crc: null, size: null, cutOff: false }, bounds)
    : () => streamOf(source)
  const entry: Entry = {
    name: gzipped ? basename(name).replace(/\.gz$/i, '') : basename(name),
    alone: true,
    refused: null,
    claimed: source.size,
    rawSize: source.size,
    raw: () => streamOf(source),
    rest: (used) => ({ start: used, bytes: streamOf(source, used) }),
    content,
  }
  return { entries: [entry], problem: null, digest }
}

/** The mail around a zip: its headers, and the text for who reads it as a mail. */
function mailEntry(source: ByteSource, name: string, { start, end }: MailedZip): Entry {
  const size = source.size - (end - start)
  async function* around(): AsyncGenerator<Buffer> {
    yield* streamOf(source, 0, start)
    yield* streamOf(source, end)
  }
  return {
    name,
    alone: false,
    refused: null,
    claimed: size,
    rawSize: size,
    raw: around,
    rest: () => ({ start: 0, bytes: around() }),
    content: around,
  }
}

/**
 * Every file under a folder, by name. Links are not followed: where they lead is not part of the source.
 * @throws Refusal `source_missing` where a folder of it cannot be looked into: a part of an export is not taken for the whole
 */
export async function listFolder(root: string): Promise<Listing> {
  const entries: Entry[] = []
  const walk = async (path: string): Promise<void> => {
    const names = await readdir(join(root, path)).catch(() => {
      throw new Refusal('not_found', 'source_missing')
    })
    for (const name of names.sort()) {
      const inner = path === '' ? name : `${path}/${name}`
      const stat = await lstat(join(root, inner))
      if (stat.isDirectory()) await walk(inner)
      else entries.push(fileEntry(root, inner, stat.isFile() ? stat.size : null, stat.isSymbolicLink()))
    }
  }
  await walk('')
  return { entries, problem: null, digest: () => digestOfFolder(entries) }
}

/** @param size null: not a regular file, so there are no bytes to keep */
function fileEntry(root: string, name: string, size: number | null, link: boolean): Entry {
  const raw = async function* (): AsyncGenerator<Buffer> {
    if (size === null) return
    const file = await openFile(join(root, name), false)
    try {
      yield* streamOf(file)
    } finally {
      await file.close()
    }
  }
  const refused = link ? 'symlink' : size === null ? 'not_messages' : null
  return {
    name,
    alone: false,
    refused,
    claimed: size ?? 0,
    rawSize: size ?? 0,
    raw,
    rest: () => ({ start: 0, bytes: raw() }),
    content: raw,
  }
}

async function digestOfFolder(entries: readonly Entry[]): Promise<Uint8Array> {
  const whole = createHash('sha256')
  for (const entry of entries) whole.update(JSON.stringify(entry.name)).update(await sha256Of(entry.raw()))
  return Uint8Array.from(whole.digest())
}

async function sha256Of(chunks: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) hash.update(chunk)
  return Uint8Array.from(hash.digest())
}
