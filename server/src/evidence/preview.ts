import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { BYTE_ORDER_MARK, openZipPackage, PACKAGE_FILES, type PackageReader } from '@cunzhen/proof'
import { Refusal } from '#base'
import { cellsOf } from './csv-cells.ts'
import { openSealedZip } from './zip-reader.ts'

// What a person looks at before saying yes: rendered out of the sealed package itself as it lies there, never out of the archive.
// Nothing of it is kept; nothing readable touches the disk.

export interface PreviewPage {
  readonly files: readonly { readonly name: string; readonly size: number }[]
  readonly headings: readonly string[]
  /** From this row on, from 0. */
  readonly from: number
  readonly rows: readonly (readonly string[])[]
  /** The row after the last shown; null: there is none. */
  readonly next: number | null
}

/** How a package is opened: by its password, or by the house's own key of age, which it has until the release. */
export type PreviewKey = { readonly password: string } | { readonly identity: string }

/** An age file is opened in memory. */
const MOST_AGE = 64 * 1024 * 1024

/** Hex SHA-256 of a file as it lies there. */
export async function digestOf(path: string): Promise<string> {
  const sum = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>)
    sum.update(piece)
  return sum.digest('hex')
}

/** @throws Refusal `preview_too_large` for an age file that is; ProofError for a package that cannot be read */
export async function readPreview(path: string, key: PreviewKey, from: number, limit: number): Promise<PreviewPage> {
  const sealed = 'password' in key ? await openSealedZip(path, key.password) : await openAge(path, key.identity)
  try {
    const files = sealed.files.map(({ name, size }) => ({ name, size }))
    return { files, from, ...(await rowsOf(sealed, from, limit)) }
  } finally {
    await sealed.close()
  }
}

async function openAge(path: string, identity: string): Promise<PackageReader & { close(): Promise<void> }> {
  if ((await stat(path)).size > MOST_AGE) throw new Refusal('conflict', 'preview_too_large')
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  const zip = await decrypter.decrypt(new Uint8Array(await readFile(path)))
  const { files, read } = await openZipPackage(new Blob([Uint8Array.from(zip)]), null)
  return { files, read, close: async () => undefined }
}

async function rowsOf(
  sealed: PackageReader,
  from: number,
  limit: number,
): Promise<Pick<PreviewPage, 'headings' | 'rows' | 'next'>> {
  const rows: string[][] = []
  let headings: string[] | null = null
  let at = 0
  for await (const line of linesOf(sealed.read(PACKAGE_FILES.csv))) {
    if (headings === null) {
      headings = cellsOf(line.replace(BYTE_ORDER_MARK, ''))
      continue
    }
    if (rows.length === limit) return { headings, rows, next: at }
    if (at >= from) rows.push(cellsOf(line))
    at += 1
  }
  return { headings: headings ?? [], rows, next: null }
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let open = ''
  for await (const piece of bytes) {
    const lines = (open + decoder.decode(piece, { stream: true })).split('\r\n')
    open = lines.pop() ?? ''
    yield* lines
  }
  if (open !== '') yield open
}
