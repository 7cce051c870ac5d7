// records.xlsx as it is written (ECMA-376 part 1): one sheet of text cells, inline strings only, so that nothing is reinterpreted on opening. Exporter
// and verifier share this one rendering, and packages that were handed out are held to it: another look is another version. From version 4 on a workbook has these parts and no other, so that no style, format or second sheet hides or adds a word.

/** Characters, column by column of records.csv. What is longer is broken: all columns stand on one A4 page across, at 6 points. */
const WIDTHS = [7, 9, 10, 9, 20, 20, 9, 16, 13, 12, 48, 9, 24, 24, 8, 34]

/** Points: of a line of 11-point text; Excel's highest row. */
const LINE = 15
const HIGHEST_ROW = 405

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** A4 across, one page wide, and which page it is. */
const ON_PAPER =
  '<pageMargins left="0.4" right="0.4" top="0.4" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>'

export const SHEET_PARTS: readonly (readonly [string, string])[] = [
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
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="records" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">records!$1:$1</definedName></definedNames></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  ],
  [
    // format 49 is text: what a reader types into a cell later stays text as well. Style 0: broken in
    // its column, from the top; 1: bold headings.
    'xl/styles.xml',
    `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  ],
]

export const SHEET = 'xl/worksheets/sheet1.xml'

const NAMES = WIDTHS.map((_, i) => columnName(i))

/** What stands before the rows. */
export function sheetHead(): string {
  const cols = WIDTHS.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" style="0" customWidth="1"/>`,
  )
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  return `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>${view}<sheetFormatPr defaultRowHeight="15"/><cols>${cols.join('')}</cols><sheetData>`
}

/** Row 1 is the headings. */
export function sheetRow(row: number, cells: readonly string[]): string {
  const style = row === 1 ? ' s="1"' : ''
  let xml = ''
  let lines = 1
  for (const [i, cell] of cells.entries()) {
    if (cell === '') continue
    lines = Math.max(lines, linesOf(cell, WIDTHS[i] ?? 16))
    xml += `<c r="${NAMES[i] ?? ''}${row}"${style} t="inlineStr"><is><t xml:space="preserve">${cellText(cell)}</t></is></c>`
  }
  // said and not left to the reader's program, which may open every row as high as one line
  return `<row r="${row}" ht="${Math.min(LINE * lines, HIGHEST_ROW)}" customHeight="1">${xml}</row>`
}

/** What stands behind the rows. @param rows with the headings */
export function sheetEnd(rows: number): string {
  return `</sheetData><autoFilter ref="A1:${NAMES.at(-1)}${rows}"/>${ON_PAPER}</worksheet>`
}

/** Into how many lines a cell is broken at this width in digits, about: a Han character is as wide as two. */
function linesOf(cell: string, width: number): number {
  if (cell.length * 2 <= width && !cell.includes('\n')) return 1
  let lines = 1
  let filled = 0
  for (let at = 0; at < cell.length; at += 1) {
    const unit = cell.charCodeAt(at)
    const wide = unit >= 0x1100 ? 2 : 1
    if (unit === 0x0a || filled + wide > width) {
      lines += 1
      filled = 0
    }
    if (unit !== 0x0a) filled += wide
  }
  return lines
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
