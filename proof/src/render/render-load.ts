import type { ChatDay } from './chat-days.ts'
import type { RsmfContext, RsmfDocument } from './render-rsmf.ts'
import { cell } from './shown-row.ts'

// Concordance DAT and Opticon OPT, as review platforms load them: UTF-8 with BOM, CR LF; in the DAT every value between U+00FE and
// joined by U+0014, the first line the names of the fields (relativitydev/relativity-import-samples, rdo_load_file_01.dat); in the
// OPT seven fields joined by commas. Digests are of the files produced here, never of an original. Exporter and verifier share this one
// rendering; only how many pages a document has is for the exporter to say.

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

/** A file of the package, by the name that it has there. */
export interface ProducedFile {
  name: string
  /** Hex. */
  sha256: string
}

export interface ProducedDocument {
  native: ProducedFile
  text: ProducedFile
  image: ProducedFile
  pages: number
}

/** Lines of DAT and OPT, one of each for a document. */
export class LoadFile {
  readonly #context: RsmfContext
  readonly #prefix: string
  #page = 1

  constructor(context: RsmfContext) {
    this.#context = context
    this.#prefix = pagePrefix(context.number)
  }

  /** Where the pages of the next document begin. */
  next(): { prefix: string; first: number } {
    return { prefix: this.#prefix, first: this.#page }
  }

  add(day: ChatDay, document: RsmfDocument, files: ProducedDocument): { dat: string; opt: string } {
    const begDoc = pageNumber(this.#prefix, this.#page)
    const endDoc = pageNumber(this.#prefix, this.#page + files.pages - 1)
    const opt = optLine(this.#prefix, { begDoc, path: pathIn(files.image), pages: files.pages })
    const dat = datRow({ ...this.#valuesOf(day, document, files), BEGDOC: begDoc, ENDDOC: endDoc })
    this.#page += files.pages
    return { dat, opt }
  }

  #valuesOf(day: ChatDay, document: RsmfDocument, { native, text, image, pages }: ProducedDocument) {
    const { number, house } = this.#context
    const [first] = day.rows
    const last = day.rows.at(-1)
    return {
      BEGATTACH: '',
      ENDATTACH: '',
      CUSTODIAN: house,
      CONVERSATIONID: `${number}-C${day.conv}`,
      CONVERSATION: first ? cell(first, 'conversation') : '',
      PLATFORM: first ? cell(first, 'platform') : '',
      PARTICIPANTS: document.participants.map(({ display }) => display.replaceAll(';', ',')).join(';'),
      DATEBEGIN: document.begin ?? '',
      DATEEND: document.end ?? '',
      TIMEZONE: document.begin?.slice(-6) ?? '',
      EVENTCOUNT: String(day.rows.length),
      FIRSTROW: first ? cell(first, 'row') : '',
      LASTROW: last ? cell(last, 'row') : '',
      REDACTED: day.rows.some(({ kinds }) => kinds.length > 0) ? 'Y' : 'N',
      PAGECOUNT: String(pages),
      NATIVEPATH: pathIn(native),
      NATIVESHA256: native.sha256,
      TEXTPATH: pathIn(text),
      TEXTSHA256: text.sha256,
      IMAGEPATH: pathIn(image),
      IMAGESHA256: image.sha256,
    }
  }
}

/** Relative to the folder of the load file, as platforms under Windows read it. */
function pathIn({ name }: ProducedFile): string {
  return `.\\${name.slice('data/'.length).replaceAll('/', '\\')}`
}
