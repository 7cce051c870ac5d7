import type { Instant } from '#base'
import { openTypesetter } from '#papers'
import type { Spool } from '../containers/spool.ts'
import type { WrittenFile, ZipWriter } from '../containers/zip.ts'
import type { ExportDesk, ExportJob, LeftOut } from '../register/job.ts'
import { sheetPassword } from '../register/password.ts'
import { type ChatDay, chatDays, fileStem, MOST_DOCUMENTS } from './documents.ts'
import { writeJson } from './json.ts'
import { datHeading, datRow, type OptDocument, optLine, pageNumber, pagePrefix } from './load-file.ts'
import { lockedWorkbook } from './locked-sheet.ts'
import { documentPages, type PageContext, volumePages, volumesOf } from './pages.ts'
import { type RsmfContext, type RsmfFile, rsmfFile } from './rsmf.ts'
import { cell, shownRows } from './shown-rows.ts'

// The chosen formats beside CSV and spreadsheet, each out of the spooled rows alone.

export interface FormatParts {
  job: ExportJob
  /** As it may be shown. */
  caseNo: string
  rows: number
  zip: ZipWriter
  lines: Spool
  facts: Spool
  /** Told between two files, so that a permit that is over ends the run. */
  desk: Pick<ExportDesk, 'progress'>
}

export interface FormatsWritten {
  written: WrittenFile[]
  /** Code of what was asked for and left out; null: nothing. */
  leftOut: LeftOut
}

/** Whether the pass has to keep the facts of its rows. */
export function needsFacts({ formats }: Pick<ExportJob, 'formats'>): boolean {
  return formats.some((format) => format !== 'csv' && format !== 'xlsx')
}

/** Whether pages are made. */
export function needsPages({ formats }: Pick<ExportJob, 'formats'>): boolean {
  return formats.includes('pdf') || formats.includes('load')
}

/** @throws Fault `fonts_missing` where pages are asked for on a machine without fonts */
export async function writeFormats(parts: FormatParts): Promise<FormatsWritten> {
  const { job, zip, rows, lines, facts } = parts
  const written: WrittenFile[] = []
  if (job.formats.includes('json')) {
    const entry = await zip.open('data/records.json', { level: 1 })
    await writeJson(entry, { number: job.number, language: job.language, rows }, shownRows(lines, facts))
    written.push(await entry.end())
  }
  const locked = job.formats.includes('xlsx_locked') ? await lockedSheet(parts) : null
  if (locked !== null && locked !== 'too_large')
    written.push(await zip.add('data/records-locked.xlsx', locked, { level: 0 }))
  const sheetOut = locked === 'too_large' ? 'sheet_too_large_to_lock' : null
  const pages = await pagesFor(parts)
  if (job.formats.includes('pdf') && pages !== null) {
    let volume = 0
    for await (const held of volumesOf(shownRows(lines, facts))) {
      volume += 1
      await parts.desk.progress(rows)
      const { pdf } = volumePages(pages, volume, held)
      written.push(await zip.add(`data/records-${String(volume).padStart(4, '0')}.pdf`, pdf, { level: 1 }))
    }
  }
  const wantsLoad = job.formats.includes('load')
  if (!wantsLoad && !job.formats.includes('rsmf')) return { written, leftOut: sheetOut }
  if ((await countDays(parts)) > MOST_DOCUMENTS) return { written, leftOut: 'too_many_documents' }
  written.push(...(await writeDocuments(parts, wantsLoad ? pages : null)))
  return { written, leftOut: sheetOut }
}

function lockedSheet({ job, rows, lines, facts }: FormatParts): Promise<Uint8Array | 'too_large'> {
  return lockedWorkbook(
    { language: job.language, rows, password: sheetPassword(job.password) },
    shownRows(lines, facts),
  )
}

async function pagesFor({ job, caseNo, rows }: FormatParts): Promise<PageContext | null> {
  if (!needsPages(job)) return null
  return {
    setter: await openTypesetter(),
    number: job.number,
    caseNo,
    house: job.houseName,
    recipient: job.recipient,
    language: job.language,
    at: job.at as Instant, // of the house's clock
    rows,
  }
}

async function countDays({ lines, facts }: FormatParts): Promise<number> {
  let count = 0
  for await (const _ of chatDays(shownRows(lines, facts))) count += 1
  return count
}

/** data/rsmf/, and with pages the load file over it: text and pages of each document, DAT and OPT. */
async function writeDocuments(parts: FormatParts, pages: PageContext | null): Promise<WrittenFile[]> {
  const { job, zip, lines, facts } = parts
  const context: RsmfContext = {
    number: job.number,
    house: job.houseName,
    language: job.language,
    policy: job.masksId,
  }
  const written: WrittenFile[] = []
  const production = new Production(job)
  for await (const day of chatDays(shownRows(lines, facts))) {
    if (day.no % 20 === 1) await parts.desk.progress(parts.rows)
    const stem = fileStem(day)
    const file = await rsmfFile(day, context)
    const native = await zip.add(`data/rsmf/${stem}.rsmf`, file.eml, { level: 1 })
    written.push(native)
    if (pages === null) continue
    const text = await zip.add(`data/text/${stem}.txt`, `\ufeff${file.text}`)
    const typeset = documentPages(pages, day.rows, production.next())
    const image = await zip.add(`data/pages/${stem}.pdf`, typeset.pdf, { level: 1 })
    production.add(day, file, { native, text, image, pages: typeset.pages })
    written.push(text, image)
  }
  if (pages === null) return written
  written.push(await zip.add('data/production.dat', production.dat()))
  written.push(await zip.add('data/production.opt', production.opt()))
  return written
}

/** The lines of the load file, as its documents are made. */
class Production {
  readonly #job: ExportJob
  readonly #prefix: string
  readonly #dat: string[] = [datHeading()]
  readonly #opt: string[] = []
  #page = 1

  constructor(job: ExportJob) {
    this.#job = job
    this.#prefix = pagePrefix(job.number)
  }

  next(): { prefix: string; first: number } {
    return { prefix: this.#prefix, first: this.#page }
  }

  add(
    day: ChatDay,
    file: RsmfFile,
    files: { native: WrittenFile; text: WrittenFile; image: WrittenFile; pages: number },
  ): void {
    const [first] = day.rows
    const last = day.rows.at(-1)
    const begDoc = pageNumber(this.#prefix, this.#page)
    const document: OptDocument = { begDoc, path: pathIn(files.image), pages: files.pages }
    this.#dat.push(
      datRow({
        BEGDOC: begDoc,
        ENDDOC: pageNumber(this.#prefix, this.#page + files.pages - 1),
        BEGATTACH: '',
        ENDATTACH: '',
        CUSTODIAN: this.#job.houseName,
        CONVERSATIONID: `${this.#job.number}-C${day.conv}`,
        CONVERSATION: first ? cell(first, 'conversation') : '',
        PLATFORM: first ? cell(first, 'platform') : '',
        PARTICIPANTS: file.participants.map((each) => each.replaceAll(';', ',')).join(';'),
        DATEBEGIN: file.begin ?? '',
        DATEEND: file.end ?? '',
        TIMEZONE: file.begin?.slice(-6) ?? '',
        EVENTCOUNT: String(day.rows.length),
        FIRSTROW: first ? cell(first, 'row') : '',
        LASTROW: last ? cell(last, 'row') : '',
        REDACTED: day.rows.some(({ kinds }) => kinds.length > 0) ? 'Y' : 'N',
        PAGECOUNT: String(files.pages),
        NATIVEPATH: pathIn(files.native),
        NATIVESHA256: files.native.sha256,
        TEXTPATH: pathIn(files.text),
        TEXTSHA256: files.text.sha256,
        IMAGEPATH: document.path,
        IMAGESHA256: files.image.sha256,
      }),
    )
    this.#opt.push(optLine(this.#prefix, document))
    this.#page += files.pages
  }

  dat(): string {
    return this.#dat.join('')
  }

  opt(): string {
    return this.#opt.join('')
  }
}

/** Relative to the folder of the load file, as platforms under Windows read it. */
function pathIn({ name }: WrittenFile): string {
  return `.\\${name.slice('data/'.length).replaceAll('/', '\\')}`
}
