import { datCells, PACKAGE_FILES, ProofError } from '@cunzhen/proof'
import { cellsOf } from '../containers/csv-cells.ts'
import { rsmfText } from '../containers/rsmf-text.ts'
import { sheetRows } from '../containers/sheet-rows.ts'
import { openLocked } from '../formats/open-locked.ts'
import { sheetPassword } from '../register/password.ts'

// One page of one file of a package, in the form that suits it: rows of a table, the text as it stands there, or its bytes.

/** `pages`: the browser draws it. */
export type PreviewForm = 'table' | 'text' | 'pages' | 'bytes'

export interface PageOf {
  /** Of a table. */
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Of anything else; null: it is a table, or pages. */
  readonly text: string | null
  /** Where the next page begins; null: there is none. */
  readonly next: number | null
}

const ENDINGS: Readonly<Record<string, PreviewForm>> = {
  csv: 'table',
  xlsx: 'table',
  dat: 'table',
  pdf: 'pages',
  json: 'text',
  ndjson: 'text',
  txt: 'text',
  opt: 'text',
  rsmf: 'text',
  note: 'text',
}

export function formOf(name: string): PreviewForm {
  if (name === PACKAGE_FILES.checkpoint) return 'text'
  return ENDINGS[/\.([a-z]+)$/.exec(name)?.[1] ?? ''] ?? 'bytes'
}

const ROWS_A_PAGE = 50
/** Bytes of a page of text, and of one of bytes. */
export const TEXT_A_PAGE = 32 * 1024
const BYTES_A_PAGE = 4096
/** A document (formats/documents.ts) has at most 4 Mi characters, twice in its file and in base64. */
const MOST_DOCUMENT = 128 * 1024 * 1024
/** formats/locked-sheet.ts makes none that is larger. */
const MOST_LOCKED = 64 * 1024 * 1024

/** @param password of the package; null: it has none. @throws ProofError for what the house did not write */
export async function tablePage(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  from: number,
  password: string | null,
): Promise<PageOf> {
  const rows: string[][] = []
  let headings: string[] | null = null
  let at = 0
  for await (const cells of rowsOf(name, bytes, password)) {
    if (headings === null) {
      headings = cells
      continue
    }
    if (rows.length === ROWS_A_PAGE) return { headings, rows, text: null, next: at }
    if (at >= from) rows.push(cells)
    at += 1
  }
  return { headings: headings ?? [], rows, text: null, next: null }
}

async function* rowsOf(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  password: string | null,
): AsyncGenerator<string[]> {
  if (name.endsWith('-locked.xlsx')) {
    const file = await whole(bytes, MOST_LOCKED)
    yield* sheetRows(one(openLocked(file, sheetPassword(password ?? ''))))
  } else if (name.endsWith('.xlsx')) yield* sheetRows(bytes)
  else {
    const read = name.endsWith('.dat') ? datCells : cellsOf
    for await (const line of linesOf(bytes)) yield read(line)
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8') // the mark at its beginning is no part of the first cell
  let open = ''
  for await (const piece of bytes) {
    const lines = (open + decoder.decode(piece, { stream: true })).split('\r\n')
    open = lines.pop() ?? ''
    yield* lines
  }
  if (open !== '') yield open
}

export async function textPage(name: string, bytes: AsyncIterable<Uint8Array>, from: number): Promise<PageOf> {
  const source = name.endsWith('.rsmf') ? one(Buffer.from(await rsmfText(await whole(bytes, MOST_DOCUMENT)))) : bytes
  const { found, isLast } = await pieceOf(source, from, TEXT_A_PAGE)
  const end = isLast ? found.length : cutOf(found)
  return { ...NO_TABLE, text: found.toString('utf8', 0, end), next: isLast ? null : from + end }
}

export async function bytesPage(bytes: AsyncIterable<Uint8Array>, from: number): Promise<PageOf> {
  const { found, isLast } = await pieceOf(bytes, from, BYTES_A_PAGE)
  const lines: string[] = []
  for (let at = 0; at < found.length; at += 16) {
    const line = found.subarray(at, at + 16)
    const hex = line.toString('hex').replace(/../g, '$& ').padEnd(48)
    const letters = line.toString('latin1').replace(/[^\x20-\x7e]/g, '.')
    lines.push(`${(from + at).toString(16).padStart(8, '0')}  ${hex} ${letters}`)
  }
  return { ...NO_TABLE, text: lines.join('\n'), next: isLast ? null : from + found.length }
}

const NO_TABLE = { headings: [], rows: [] } as const

/** So many bytes from there on, and whether they are the last. */
async function pieceOf(
  bytes: AsyncIterable<Uint8Array>,
  from: number,
  length: number,
): Promise<{ found: Buffer; isLast: boolean }> {
  const pieces: Uint8Array[] = []
  let at = 0
  for await (const piece of bytes) {
    const end = at + piece.length
    if (end > from) pieces.push(piece.subarray(Math.max(0, from - at)))
    at = end
    if (at > from + length) return { found: Buffer.concat(pieces).subarray(0, length), isLast: false }
  }
  return { found: Buffer.concat(pieces), isLast: true }
}

/** After the last line that ends in the second half, else before a character that is cut in two. */
function cutOf(bytes: Buffer): number {
  const line = bytes.lastIndexOf(0x0a) + 1
  if (line > bytes.length / 2) return line
  let last = bytes.length - 1
  while (last > bytes.length - 4 && ((bytes[last] ?? 0) & 0xc0) === 0x80) last -= 1
  const lead = bytes[last] ?? 0
  const wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return last + wanted > bytes.length ? last : bytes.length
}

async function whole(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of bytes) {
    pieces.push(piece)
    length += piece.length
    if (length > most) throw new ProofError('too_long')
  }
  return Buffer.concat(pieces)
}
