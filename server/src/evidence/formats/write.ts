import { datHeading, fileStem, LoadFile, PACKAGE_VERSION, type RsmfContext } from '@cunzhen/proof'
import type { Instant } from '#base'
import { openTypesetter } from '#papers'
import type { Spool } from '../containers/spool.ts'
import type { WrittenFile, ZipWriter } from '../containers/zip.ts'
import type { ExportDesk, ExportJob, LeftOut } from '../register/job.ts'
import { sheetPassword } from '../register/password.ts'
import { chatDays, MOST_DOCUMENTS } from './documents.ts'
import { writeJson } from './json.ts'
import { lockedWorkbook } from './locked-sheet.ts'
import { documentPages, type PageContext, volumePages, volumesOf } from './pages.ts'
import { rsmfFile } from './rsmf.ts'
import { shownRows } from './shown-rows.ts'

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
    version: PACKAGE_VERSION,
    number: job.number,
    house: job.houseName,
    language: job.language,
    policy: job.masksId,
  }
  const written: WrittenFile[] = []
  const load = new LoadFile(context)
  const dat = [datHeading()]
  const opt: string[] = []
  for await (const day of chatDays(shownRows(lines, facts))) {
    if (day.no % 20 === 1) await parts.desk.progress(parts.rows)
    const stem = fileStem(day)
    const file = await rsmfFile(day, context)
    const native = await zip.add(`data/rsmf/${stem}.rsmf`, file.eml, { level: 1 })
    written.push(native)
    if (pages === null) continue
    const text = await zip.add(`data/text/${stem}.txt`, `\ufeff${file.document.text}`)
    const typeset = documentPages(pages, day.rows, load.next())
    const image = await zip.add(`data/pages/${stem}.pdf`, typeset.pdf, { level: 1 })
    const lines = load.add(day, file.document, { native, text, image, pages: typeset.pages })
    dat.push(lines.dat)
    opt.push(lines.opt)
    written.push(text, image)
  }
  if (pages === null) return written
  written.push(await zip.add('data/production.dat', dat.join('')))
  written.push(await zip.add('data/production.opt', opt.join('')))
  return written
}
