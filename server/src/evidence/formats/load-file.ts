// Concordance DAT and Opticon OPT, as review platforms load them: UTF-8 with BOM, CR LF; in the DAT every value between U+00FE and
// joined by U+0014, the first line the names of the fields (relativitydev/relativity-import-samples, rdo_load_file_01.dat); in the
// OPT seven fields joined by commas. Digests are of the files produced here, never of an original.

const QUALIFIER = '\u00fe'
const SEPARATOR = '\u0014'
const NEWLINE = '\u00ae'

export const DAT_FIELDS = [
  'BEGDOC',
  'ENDDOC',
  'BEGATTACH',
  'ENDATTACH',
  'CUSTODIAN',
  'CONVERSATIONID',
  'CONVERSATION',
  'PLATFORM',
  'PARTICIPANTS',
  'DATEBEGIN',
  'DATEEND',
  'TIMEZONE',
  'EVENTCOUNT',
  'FIRSTROW',
  'LASTROW',
  'REDACTED',
  'PAGECOUNT',
  'NATIVEPATH',
  'NATIVESHA256',
  'TEXTPATH',
  'TEXTSHA256',
  'IMAGEPATH',
  'IMAGESHA256',
] as const
export type DatField = (typeof DAT_FIELDS)[number]

export interface OptDocument {
  /** Of its first page. */
  begDoc: string
  /** Relative to the load file's folder. */
  path: string
  pages: number
}

export function datHeading(): string {
  return `\ufeff${datLine(DAT_FIELDS)}`
}

export function datRow(values: Readonly<Record<DatField, string>>): string {
  return datLine(DAT_FIELDS.map((name) => values[name]))
}

/** A value must hold none of the three characters that the format uses itself: they are shown by their numbers. */
function datLine(values: readonly string[]): string {
  return `${values.map((value) => `${QUALIFIER}${safe(value)}${QUALIFIER}`).join(SEPARATOR)}\r\n`
}

/** The values of one line of a DAT that datLine wrote. */
export function datCells(line: string): string[] {
  return line.split(SEPARATOR).map((value) => value.slice(QUALIFIER.length, -QUALIFIER.length))
}

const USED = new RegExp(`[${QUALIFIER}${SEPARATOR}${NEWLINE}]`, 'g')

function safe(value: string): string {
  return value
    .replace(USED, (found) => `〖U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}〗`)
    .replace(/\r\n|\r|\n/g, NEWLINE)
}

/** One line a document, with the number of its pages: the image is one file of several pages. */
export function optLine(volume: string, { begDoc, path, pages }: OptDocument): string {
  return `${begDoc},${volume},${path},Y,,,${pages}\r\n`
}

/** `E20260001-000001`: the number of a page, which its footer shows too. */
export function pageNumber(prefix: string, page: number): string {
  return `${prefix}-${String(page).padStart(6, '0')}`
}

export function pagePrefix(exportNumber: string): string {
  return exportNumber.replaceAll(/[^A-Za-z0-9]/g, '')
}
