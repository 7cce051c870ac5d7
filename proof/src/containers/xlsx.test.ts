import { createHash } from 'node:crypto'
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js'
import { describe, expect, it } from 'vitest'
import { xlsxOf } from '../../test/support/containers.ts'
import { ProofError } from '../bytes/errors.ts'
import { SHEET, SHEET_PARTS, sheetEnd, sheetHead, sheetRow } from './sheet-parts.ts'
import { readXlsxRows } from './xlsx.ts'

async function zipped(parts: Record<string, string>): Promise<Uint8Array> {
  const zip = new ZipWriter(new BlobWriter())
  for (const [name, text] of Object.entries(parts)) await zip.add(name, new TextReader(text))
  return new Uint8Array(await (await zip.close()).arrayBuffer())
}

const sheet = (rows: string): string => `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`

async function rowsOf(bytes: Uint8Array): Promise<string[][]> {
  const rows: string[][] = []
  for await (const cells of readXlsxRows(bytes)) rows.push(cells)
  return rows
}

const padded = (...cells: string[]): string[] => [...cells, ...new Array<string>(16 - cells.length).fill('')]

describe('cells of a spreadsheet', () => {
  it('come back as text, whatever they hold', async () => {
    const rows = [padded('a', '=1+1', '<&">', '_x0041_', '号码 ', '_', '_x005F_'), padded('', '2')]
    expect(await rowsOf(await xlsxOf(rows))).toEqual(rows)
  })

  it('are found through shared strings, runs, references and gaps', async () => {
    const shared =
      '<sst><si><t>a</t></si><si><r><t>b</t></r><r><rPr/><t xml:space="preserve"> c</t></r></si><si><t/></si></sst>'
    const rows =
      '<row r="1" spans="1:3"><c r="A1" t="s"><v>1</v></c><c r="C1" s="2" t="s"><v>0</v></c></row>' +
      '<row r="2"><c r="A2"/><c r="B2" t="s"><v>2</v></c><c r="D2" t="inlineStr"><is><t>x&#65;&amp;</t></is></c></row>'
    const bytes = await zipped({ [SHEET]: sheet(rows), 'xl/sharedStrings.xml': shared })
    expect(await rowsOf(bytes)).toEqual([padded('b c', '', 'a'), padded('', '', '', 'xA&')])
  })

  it.each<[string, Record<string, string>]>([
    ['no sheet', { 'xl/workbook.xml': '<x/>' }],
    ['two sheets', { [SHEET]: sheet(''), 'xl/worksheets/sheet2.xml': sheet('') }],
    ['a macro', { [SHEET]: sheet(''), 'xl/vbaProject.bin': 'x' }],
    ['a drawing', { [SHEET]: sheet(''), 'xl/drawings/drawing1.xml': 'x' }],
    ['a number', { [SHEET]: sheet('<row r="1"><c r="A1"><v>1</v></c></row>') }],
    ['a formula', { [SHEET]: sheet('<row r="1"><c r="A1" t="str"><f>1+1</f><v>2</v></c></row>') }],
    ['a row out of turn', { [SHEET]: sheet('<row r="2"><c r="A2"/></row>') }],
    ['a hidden row', { [SHEET]: sheet('<row r="1" hidden="1"><c r="A1"/></row>') }],
    ['a cell of another row', { [SHEET]: sheet('<row r="1"><c r="A2"/></row>') }],
    ['a cell twice', { [SHEET]: sheet('<row r="1"><c r="A1"/><c r="A1"/></row>') }],
    ['a comment', { [SHEET]: sheet('<!-- x --><row r="1"><c r="A1"/></row>') }],
    ['an unknown entity', { [SHEET]: sheet('<row r="1"><c t="inlineStr"><is><t>&x;</t></is></c></row>') }],
    ['a shared string that is not there', { [SHEET]: sheet('<row r="1"><c t="s"><v>0</v></c></row>') }],
    ['text between cells', { [SHEET]: sheet('<row r="1">x<c r="A1"/></row>') }],
    ['a row without end', { [SHEET]: sheet('<row r="1"><c r="A1"/>') }],
  ])('refuse %s', async (_, parts) => {
    await expect(rowsOf(await zipped(parts))).rejects.toThrow(ProofError)
  })

  it('refuse what is no zip', async () => {
    await expect(rowsOf(new Uint8Array(100))).rejects.toThrow(new ProofError('bad_zip'))
  })
})

describe('the workbook of version 4', () => {
  it('looks as it did: packages that were handed out are compared with it, so another look is another version', () => {
    const cells = ['1', '林\n若溪 & <x> _x0041_', ...Array.from({ length: 14 }, () => '')]
    const written = [SHEET, sheetHead(), sheetRow(1, cells), sheetRow(2, cells), sheetEnd(2), ...SHEET_PARTS.flat()]
    expect(createHash('sha256').update(written.join('\0')).digest('hex')).toBe(
      'b66e2dce51635940e843a51fcf382143f5809d0bba6f558c754dbfd76b7ee784',
    )
  })
})
