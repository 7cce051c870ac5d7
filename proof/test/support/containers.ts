import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js'
import { utf8 } from '../../src/bytes/bytes.ts'
import { SHEET, SHEET_PARTS, sheetEnd, sheetHead, sheetRow } from '../../src/containers/sheet-parts.ts'

/** The least that a spreadsheet program calls a spreadsheet: one sheet of inline strings. */
export async function xlsxOf(rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const cell = (text: string): string => `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`
  const sheet = rows.map((cells, i) => `<row r="${i + 1}">${cells.map(cell).join('')}</row>`).join('')
  const parts: [string, string][] = [
    ['[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
    ['xl/worksheets/sheet1.xml', `<?xml version="1.0"?><worksheet><sheetData>${sheet}</sheetData></worksheet>`],
  ]
  const zip = new ZipWriter(new BlobWriter())
  for (const [name, text] of parts) await zip.add(name, new TextReader(text))
  return new Uint8Array(await (await zip.close()).arrayBuffer())
}

/** As a house writes it. */
export async function ownXlsxOf(rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const sheet = `${sheetHead()}${rows.map((cells, i) => sheetRow(i + 1, cells)).join('')}${sheetEnd(rows.length)}`
  const parts = [...SHEET_PARTS, [SHEET, sheet] as const].map(([name, text]): [string, Uint8Array] => [
    name,
    utf8(text),
  ])
  return new Uint8Array(await (await zipOf(parts, null)).arrayBuffer())
}

function escapeXml(text: string): string {
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, '_x005F_x$1_')
    .replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

export async function zipOf(files: Iterable<[string, Uint8Array]>, password: string | null): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter(), password === null ? {} : { password, encryptionStrength: 3 })
  for (const [name, bytes] of files) await zip.add(name, new Uint8ArrayReader(bytes))
  return zip.close()
}
