import type { OpenEntry } from './zip.ts'
import { ZipWriter } from './zip.ts'

// One sheet of text cells, written row by row (ECMA-376 part 1). Inline strings only: no cell is a number, a date or a
// formula, so nothing is reinterpreted on opening and memory does not grow with the rows.

/** Excel's limits: rows of a sheet, the heading's among them; UTF-16 units of a cell. */
export const MOST_ROWS = 1_048_576
export const LONGEST_CELL = 32_767

/** Characters, column by column of records.csv. */
const WIDTHS = [8, 10, 14, 12, 27, 27, 10, 20, 14, 18, 60, 10, 24, 24, 9, 66]

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const PARTS: readonly (readonly [string, string])[] = [
  [
    '[Content_Types].xml',
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="records" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  ],
  [
    // format 49 is text: what a reader types into a cell later stays text as well. Style 1: bold headings.
    'xl/styles.xml',
    `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  ],
]

/** Writes a workbook into an entry of a package, which should be stored: the sheet is compressed here. */
export class SheetWriter {
  readonly #zip: ZipWriter
  #sheet: OpenEntry | null = null
  #columns: readonly string[] = []
  #row = 0
  #waiting = ''

  constructor(out: Pick<OpenEntry, 'write'>) {
    this.#zip = new ZipWriter((bytes) => out.write(bytes), null)
  }

  async begin(headings: readonly string[]): Promise<void> {
    for (const [name, content] of PARTS) await this.#zip.add(name, content)
    this.#columns = headings.map((_, i) => columnName(i))
    const cols = headings.map(
      (_, i) => `<col min="${i + 1}" max="${i + 1}" width="${WIDTHS[i] ?? 16}" style="0" customWidth="1"/>`,
    )
    const view =
      '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    this.#sheet = await this.#zip.open('xl/worksheets/sheet1.xml', { level: 1 })
    this.#waiting = `${XML}<worksheet xmlns="${MAIN}">${view}<sheetFormatPr defaultRowHeight="15"/><cols>${cols.join('')}</cols><sheetData>`
    await this.#put(headings, ' s="1"')
  }

  row(cells: readonly string[]): Promise<void> {
    return this.#put(cells, '')
  }

  async end(): Promise<void> {
    this.#waiting += '</sheetData></worksheet>'
    await this.#flush()
    await this.#sheet?.end()
    await this.#zip.end()
  }

  async #put(cells: readonly string[], style: string): Promise<void> {
    this.#row += 1
    let xml = `<row r="${this.#row}">`
    for (let i = 0; i < cells.length; i += 1) {
      const cell = cells[i] ?? ''
      if (cell === '') continue
      xml += `<c r="${this.#columns[i] ?? ''}${this.#row}"${style} t="inlineStr"><is><t xml:space="preserve">${cellText(cell)}</t></is></c>`
    }
    this.#waiting += `${xml}</row>`
    if (this.#waiting.length > 64 * 1024) await this.#flush()
  }

  async #flush(): Promise<void> {
    const text = this.#waiting
    this.#waiting = ''
    await this.#sheet?.write(Buffer.from(text))
  }
}

const SPECIAL = /[&<>]|_x[0-9A-Fa-f]{4}_/
const SPECIAL_ALL = /[&<>]|_(?=x[0-9A-Fa-f]{4}_)/g
const WRITTEN: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', _: '_x005F_' }

/** XML text; an underscore that would begin a `_xHHHH_` escape is escaped itself (ECMA-376 part 1, 22.9.2.19 ST_Xstring). */
export function cellText(cell: string): string {
  return SPECIAL.test(cell) ? cell.replace(SPECIAL_ALL, (found) => WRITTEN[found] ?? found) : cell
}

/** A, B … Z, AA … */
function columnName(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + columnName(index % 26)
}
