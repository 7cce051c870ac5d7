import type { Entry, FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js'
import { inflateRaw } from '#inflate'
import { ProofError, type ProofErrorCode } from '../bytes/errors.ts'
import type { PackageFile, PackageReader } from './reader.ts'
import { decrypted } from './zip-aes.ts'

// Zips from outside. The archive, its names and its sizes are attacker-controlled: whatever another tool could read otherwise is
// refused, entries are counted before they are kept, and every byte is counted while it inflates.

/** Bytes of a zip that are read at a time. */
const AT_ONCE = 256 * 1024

/** Loaded with the first zip: a server's workers know this workspace too and never open one. */
async function zipLibrary() {
  const library = await import('@zip.js/zip.js/lib/zip-core-custom.js')
  library.configure({ useWebWorkers: false, chunkSize: AT_ONCE })
  return library
}

export interface ZipLimits {
  entries: number
  /** Bytes of one entry, as declared and as counted. */
  entrySize: number
  /** Inflated to stored, for entries above 1 MiB. */
  ratio: number
}

/** Limits of an evidence package (formats/evidence-package.md, Container). */
export const PACKAGE_LIMITS: ZipLimits = { entries: 16_384, entrySize: 4 * 1024 ** 3, ratio: 200 }
const RATIO_FREE = 1024 * 1024
const FOLDERS: ReadonlySet<string> = new Set([
  'data/',
  'data/rsmf/',
  'data/text/',
  'data/pages/',
  'proof/',
  'proof/timestamps/',
])

/**
 * Opens an evidence package. Throws ProofError 'bad_zip', 'too_many_files', 'bad_file_name', 'duplicate_file', 'file_too_large',
 * 'compression_ratio', 'aside_in_zip', 'password_needed', 'wrong_password'. Reading an entry may throw the middle ones too.
 */
export async function openZipPackage(zip: Blob, password: string | null): Promise<PackageReader> {
  const reader = await openZip(zip, password, PACKAGE_LIMITS, FOLDERS)
  await reader.checkPassword()
  return reader
}

export interface OpenedZip extends PackageReader {
  checkPassword(): Promise<void>
}

/** Any zip, under the given limits; `folders` are the directory entries that may be there. */
export async function openZip(
  zip: Blob,
  password: string | null,
  limits: ZipLimits,
  folders: ReadonlySet<string> | 'any',
): Promise<OpenedZip> {
  const { entries, asides } = await listEntries(zip, limits, folders)
  if (folders !== 'any' && asides) throw new ProofError('aside_in_zip')
  const files: PackageFile[] = [...entries].map(([name, entry]) => ({ name, size: entry.uncompressedSize }))
  return {
    files,
    read: (name) => readEntry(entries.get(name), name, password, limits),
    async checkPassword() {
      const locked = [...entries].find(([, entry]) => entry.encrypted)
      if (locked === undefined) return
      const [name, entry] = locked
      if (password === null || password === '') throw new ProofError('password_needed')
      try {
        await entry.getData(new WritableStream(), { password, checkPasswordOnly: true })
      } catch (error) {
        throw zipError(error, name)
      }
    },
  }
}

async function listEntries(
  zip: Blob,
  limits: ZipLimits,
  folders: ReadonlySet<string> | 'any',
): Promise<{ entries: Map<string, FileEntry>; asides: boolean }> {
  const { BlobReader, ZipReader } = await zipLibrary()
  // strict: no data before or after the archive, no name twice, local headers as the directory has them
  const reader = new ZipReader(new BlobReader(zip), { strictness: 'strict', filenameValidation: 'strict' })
  const entries = new Map<string, FileEntry>()
  let count = 0
  let asides = false
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      asides ||= hasAside(entry)
      if (++count > limits.entries) throw new ProofError('too_many_files')
      if (entry.directory) {
        if (folders !== 'any' && !folders.has(entry.filename)) throw new ProofError('bad_file_name')
        continue
      }
      if (entries.has(entry.filename)) throw new ProofError('duplicate_file')
      checkDeclared(entry, limits)
      entries.set(entry.filename, entry)
    }
  } catch (error) {
    throw zipError(error, '')
  }
  return { entries, asides: asides || reader.comment.length > 0 }
}

/**
 * Fields that zip programs write by themselves: sizes (zip64), AES, times and owners. What else stands beside an entry is somebody's
 * text: a comment, or another name or comment that some programs show instead (0x7075, 0x6375).
 */
const PLAIN_FIELDS: ReadonlySet<number> = new Set([0x0001, 0x9901, 0x000a, 0x5455, 0x5855, 0x7855, 0x7875])

function hasAside({ rawComment, extraField }: Entry): boolean {
  return rawComment.length > 0 || [...(extraField?.keys() ?? [])].some((type) => !PLAIN_FIELDS.has(type))
}

function checkDeclared(entry: FileEntry, limits: ZipLimits): void {
  const { uncompressedSize: size, compressedSize: stored } = entry
  if (size > limits.entrySize) throw new ProofError('file_too_large')
  if (size > RATIO_FREE && size > stored * limits.ratio) throw new ProofError('compression_ratio')
}

async function* readEntry(
  entry: FileEntry | undefined,
  name: string,
  password: string | null,
  limits: ZipLimits,
): AsyncGenerator<Uint8Array> {
  if (entry === undefined) throw new ProofError('missing_file', name)
  if (password !== null && isSealed(entry)) {
    yield* counted(openSealed(entry, name, password), entry, name, limits)
    return
  }
  yield* counted(libraryData(entry, name, password === null ? {} : { password }), entry, name, limits)
}

/** WinZip AE-2, AES-256, deflated or stored: what our packages are, and what the library is slow at. */
function isSealed({ encrypted, zipCrypto, extraFieldAES: aes, compressionMethod }: FileEntry): boolean {
  const isAes256 = encrypted && !zipCrypto && aes?.strength === 3 && aes.vendorVersion === 2
  return isAes256 && (compressionMethod === STORED || compressionMethod === DEFLATED)
}

const STORED = 0
const DEFLATED = 8

/** The same checks of the library over the entry's place; its bytes deciphered and inflated here. */
async function* openSealed(entry: FileEntry, name: string, password: string): AsyncGenerator<Uint8Array> {
  const plain = decrypted(libraryData(entry, name, { passThrough: true }), password)
  if (entry.compressionMethod === STORED) yield* plain
  else yield* inflated(plain, name)
}

async function* inflated(bytes: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* inflateRaw(bytes)
  } catch (error) {
    throw zipError(error, name)
  }
}

/** Never more than was declared: what inflates to more is a bomb or a lie. */
async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  entry: FileEntry,
  name: string,
  limits: ZipLimits,
): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > entry.uncompressedSize || size > limits.entrySize) throw new ProofError('file_too_large', name)
    yield chunk
  }
}

async function* libraryData(
  entry: FileEntry,
  name: string,
  how: { password?: string; passThrough?: boolean },
): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const options = { checkOverlappingEntry: true, checkCrc32: how.passThrough !== true, ...how }
  // a failure ends the stream, so that the loop below ends; what it was is told after the loop
  const outcome = entry.getData(writable, options).then(
    () => null,
    async (error: unknown) => {
      await writable.abort().catch(() => undefined) // already ended by whoever failed
      return zipError(error, name)
    },
  )
  const chunks = readable.getReader()
  try {
    for (;;) {
      const next = await chunks.read().catch(() => null)
      if (next === null || next.done) break
      yield next.value
    }
  } finally {
    await chunks.cancel().catch(() => undefined) // a stream that has failed has nothing left to cancel
  }
  const error = await outcome
  if (error !== null) throw error
}

const ZIP_ERRORS: readonly (readonly [pattern: RegExp, code: ProofErrorCode])[] = [
  [/encrypted entry/i, 'password_needed'],
  [/invalid password/i, 'wrong_password'],
  [/unsafe filename/i, 'bad_file_name'],
  [/duplicate/i, 'duplicate_file'],
]

/** No exception of the library leaves this file: its messages may quote names of the attacker's choice. */
function zipError(error: unknown, name: string): ProofError {
  if (error instanceof ProofError) return error
  // zip.js says in `reason` what made an archive ambiguous
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : ''
  const text = error instanceof Error ? `${error.message} ${reason}` : ''
  const [, code] = ZIP_ERRORS.find(([pattern]) => pattern.test(text)) ?? [null, 'bad_zip' as const]
  return new ProofError(code, name)
}
