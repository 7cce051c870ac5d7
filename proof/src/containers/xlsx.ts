import { equalBytes, fromUtf8, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { readWhole } from './reader.ts'
import { SHEET, SHEET_PARTS, sheetEnd, sheetHead, sheetRow } from './sheet-parts.ts'
import { type OpenedZip, openZip, type ZipLimits } from './zip.ts'

// The cells of records.xlsx, read strictly and as text (ECMA-376 part 1, 18.3.1 and 18.4): one sheet, string cells, no formula. What
// this reader does not know it refuses: a spreadsheet that other programs could show otherwise is no proof.

const LIMITS: ZipLimits = { entries: 64, entrySize: 4 * 1024 ** 3, ratio: 1000 }
const PART_LIMIT = 64 * 1024
const SHARED_LIMIT = 1024 ** 3
const ROW_LIMIT = 16 * 1024 * 1024
const ANY_SHEET = /^xl\/worksheets\/[^/]+\.xml$/
/** Parts that could show, hide or compute something besides the one sheet. */
const FOREIGN = /^xl\/(?:chartsheets|dialogsheets|macrosheets|externalLinks|drawings|media|embeddings|activeX|vba)/i

/**
 * The same of a workbook of version 4: of the parts that the exporter writes and no others, byte for byte, so that nothing but the cells can be
 * read in it. Throws as readXlsxRows, and 'aside_in_zip'.
 */
export async function* readOwnXlsxRows(bytes: Uint8Array): AsyncGenerator<string[]> {
  const zip = await openZip(new Blob([new Uint8Array(bytes)]), null, LIMITS, new Set())
  const names = new Set([SHEET, ...SHEET_PARTS.map(([name]) => name)])
  if (zip.files.length !== names.size || zip.files.some(({ name }) => !names.has(name)))
    throw new ProofError('bad_shape', 'sheets')
  for (const [name, content] of SHEET_PARTS) {
    const part = await readWhole(zip.read(name), PART_LIMIT, name)
    if (!equalBytes(part, utf8(content))) throw new ProofError('bad_shape', name)
  }
  yield* ownRows(zip.read(SHEET))
}

async function* ownRows(xml: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let wanted = 1
  for await (const row of rowsOf(xml, { head: sheetHead(), end: sheetEnd })) {
    const { cells } = parseRow(row, [], wanted)
    // a style, a height, a hidden row: whatever is not the cells themselves
    if (`${row}</row>` !== sheetRow(wanted, cells)) throw new ProofError('bad_shape', 'row')
    wanted++
    yield cells
  }
}

/** Rows of cells, headings first. Throws ProofError 'bad_shape', 'bad_zip', 'too_long', 'bad_utf8'. */
export async function* readXlsxRows(bytes: Uint8Array): AsyncGenerator<string[]> {
  // a copy of its own: a Blob takes no shared memory
  const zip = await openZip(new Blob([new Uint8Array(bytes)]), null, LIMITS, 'any')
  const names = zip.files.map(({ name }) => name)
  const [sheet, ...others] = names.filter((name) => ANY_SHEET.test(name))
  if (sheet === undefined || others.length > 0 || names.some((name) => FOREIGN.test(name))) {
    throw new ProofError('bad_shape', 'sheets')
  }
  yield* readSheetRows(zip.read(sheet), await sharedStrings(zip, names))
}

/** Rows of cells of one worksheet's XML, headings first. Throws as readXlsxRows. */
export async function* readSheetRows(
  xml: AsyncIterable<Uint8Array>,
  shared: readonly string[] = [],
): AsyncGenerator<string[]> {
  let wanted = 1
  for await (const row of rowsOf(xml)) {
    const { number, cells } = parseRow(row, shared, wanted)
    if (number !== wanted) throw new ProofError('bad_shape', 'row number')
    wanted++
    yield cells
  }
}

async function sharedStrings(zip: OpenedZip, names: readonly string[]): Promise<readonly string[]> {
  const name = 'xl/sharedStrings.xml'
  if (!names.includes(name)) return []
  const xml = fromUtf8(await readWhole(zip.read(name), SHARED_LIMIT, name))
  refuseMarkup(xml)
  return [...xml.matchAll(/<si(?:\s[^>]*)?(?:\/>|>(.*?)<\/si>)/gs)].map((match) => textOf(match[1] ?? ''))
}

/** The text of each `<row …>…</row>`, one at a time. */
async function* rowsOf(
  chunks: AsyncIterable<Uint8Array>,
  frame: { head: string; end: (rows: number) => string } | null = null,
): AsyncGenerator<string> {
  let before = frame?.head
  let rows = 0
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  for await (const chunk of chunks) {
    text += decodePart(decoder, chunk)
    if (text.length > ROW_LIMIT) throw new ProofError('too_long', 'row')
    let from = 0
    for (let end = text.indexOf('</row>'); end >= 0; end = text.indexOf('</row>', from)) {
      const start = text.indexOf('<row', from)
      if (start < 0 || start > end) throw new ProofError('bad_shape', 'row')
      if (before !== undefined && text.slice(from, start) !== before) throw new ProofError('bad_shape', 'sheet')
      before = frame === null ? undefined : ''
      refuseMarkup(text.slice(from, start))
      rows++
      yield text.slice(start, end)
      from = end + '</row>'.length
    }
    text = text.slice(from)
  }
  if (frame !== null && text !== frame.end(rows)) throw new ProofError('bad_shape', 'sheet')
  refuseMarkup(text)
  if (/<row[\s>]|<c[\s>]/.test(text)) throw new ProofError('bad_shape', 'row')
}

function decodePart(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch {
    throw new ProofError('bad_utf8', 'sheet')
  }
}

/** Comments, CDATA and declarations of entities could hide text from one reader and show it to another. */
function refuseMarkup(xml: string): void {
  if (xml.includes('<!')) throw new ProofError('bad_shape', 'markup')
}

function parseRow(xml: string, shared: readonly string[], wanted: number): { number: number; cells: string[] } {
  refuseMarkup(xml)
  const head = /^<row(\s[^>]*)?>/.exec(xml)
  if (head === null) throw new ProofError('bad_shape', 'row')
  const attributes = head[1] ?? ''
  if (/\shidden="(?:1|true)"/.test(attributes)) throw new ProofError('bad_shape', 'hidden row')
  const number = Number(/\sr="([0-9]+)"/.exec(attributes)?.[1] ?? wanted)
  const cells: string[] = []
  const pattern = /\s*<c((?:\s[^>]*?)?)(?:\/>|>(.*?)<\/c>)/gsy
  pattern.lastIndex = head[0].length
  for (let match = pattern.exec(xml); match !== null; match = pattern.exec(xml)) {
    const column = columnOf(match[1] ?? '', cells.length, number)
    while (cells.length < column) cells.push('')
    cells.push(cellText(match[1] ?? '', match[2] ?? '', shared))
    head.index = pattern.lastIndex
  }
  const rest = xml.slice(head.index === 0 ? head[0].length : head.index)
  if (rest.trim() !== '') throw new ProofError('bad_shape', 'row')
  // a writer may leave out empty cells at the end; the row of headings sets how many there are
  while (cells.length < 16) cells.push('')
  return { number, cells }
}

/** Column from 0 of a cell reference, which must lie in its row and to the right of what came before. */
function columnOf(attributes: string, least: number, row: number): number {
  const reference = /\sr="([A-Z]{1,3})([0-9]+)"/.exec(attributes)
  if (reference === null) return least
  let column = 0
  for (const letter of reference[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  if (Number(reference[2]) !== row || column - 1 < least || column > 64) throw new ProofError('bad_shape', 'cell')
  return column - 1
}

function cellText(attributes: string, content: string, shared: readonly string[]): string {
  const type = /\st="([A-Za-z]+)"/.exec(attributes)?.[1] ?? 'n'
  if (/<f[\s>/]/.test(content)) throw new ProofError('bad_shape', 'formula')
  if (content === '') return ''
  if (type === 'inlineStr') {
    const inline = /^<is>(.*)<\/is>$/s.exec(content)
    if (inline !== null) return textOf(inline[1] ?? '')
  }
  const value = /^<v(?:\s[^>]*)?>([^<]*)<\/v>$/.exec(content)?.[1]
  if (value !== undefined && type === 's' && /^[0-9]+$/.test(value)) {
    const text = shared[Number(value)]
    if (text !== undefined) return text
  }
  throw new ProofError('bad_shape', 'cell')
}

/** `<t>` elements one after the other, bare or in runs. Phonetic readings (`rPh`) would be shown beside: refused. */
function textOf(xml: string): string {
  const [, only] = /^<t(?: xml:space="preserve")?>([^<]*)<\/t>$/.exec(xml) ?? []
  if (only !== undefined) return unescapeXml(only)
  if (xml.includes('<rPh')) throw new ProofError('bad_shape', 'text')
  let text = ''
  for (const match of xml.matchAll(/<t(?:\s[^>]*)?(?:\/>|>([^<]*)<\/t>)/g)) text += unescapeXml(match[1] ?? '')
  return text
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Entities of XML, then `_xHHHH_` of ST_Xstring (ECMA-376 part 1, 22.9.2.19). */
function unescapeXml(text: string): string {
  if (!text.includes('&') && !text.includes('_x')) return text
  const plain = text.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]+));|&/g, (_, hex, decimal, name) => {
    const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : null
    if (code !== null && code <= 0x10ffff) return String.fromCodePoint(code)
    const named = NAMED[name]
    if (named === undefined) throw new ProofError('bad_shape', 'entity')
    return named
  })
  return plain.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}
