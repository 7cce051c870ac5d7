import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { fromBuffer } from 'yauzl'

// What a stranger would do with an export before counting: unpack it with somebody else's tools and read it as text.

/** One file of an export, as text. Paths are relative to the export. */
export interface NaivePart {
  readonly name: string
  readonly text: string
  readonly bytes: Buffer
}

/** Every file of a file, folder, zip or gzip. Members that cannot be unpacked are left out: they hold no countable message. */
export async function openNaively(path: string): Promise<NaivePart[]> {
  if (statSync(path).isDirectory()) return filesBelow(path).map((name) => part(name, readFileSync(join(path, name))))
  const bytes = readFileSync(path)
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04' && !/\.xlsx$/i.test(path)) return unzip(bytes)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return [part(basename(path).replace(/\.gz$/i, ''), gunzip(bytes))]
  return [part(basename(path), bytes)]
}

/** Regular files only, in no particular order. */
export function filesBelow(root: string): string[] {
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}

function part(name: string, bytes: Buffer): NaivePart {
  return { name, bytes, text: textOf(bytes) }
}

function textOf(bytes: Buffer): string {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function gunzip(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes)
  } catch {
    return Buffer.alloc(0)
  }
}

function unzip(bytes: Buffer): Promise<NaivePart[]> {
  const { promise, resolve } = Promise.withResolvers<NaivePart[]>()
  const parts: NaivePart[] = []
  fromBuffer(bytes, { lazyEntries: true, decodeStrings: true }, (error, zip) => {
    if (error) return resolve(parts)
    zip.on('error', () => resolve(parts))
    zip.on('end', () => resolve(parts))
    zip.on('entry', (entry) => {
      if (entry.fileName.endsWith('/')) return zip.readEntry()
      zip.openReadStream(entry, (refused, stream) => {
        if (refused) return zip.readEntry()
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('error', () => zip.readEntry())
        stream.on('end', () => {
          parts.push(part(entry.fileName, Buffer.concat(chunks)))
          zip.readEntry()
        })
      })
    })
    zip.readEntry()
  })
  return promise
}
