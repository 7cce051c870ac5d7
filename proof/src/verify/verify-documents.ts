import { equalBytes, fromUtf8, utf8 } from '../bytes/bytes.ts'
import { ProofError } from '../bytes/errors.ts'
import { readWhole } from '../containers/reader.ts'
import { openZip, type ZipLimits } from '../containers/zip.ts'
import { DAT_FILE, type Manifest, OPT_FILE } from '../package/package.ts'
import { type ChatDay, ChatDays, fileStem } from '../render/chat-days.ts'
import { DAT_FIELDS, datCells, datHeading, LoadFile } from '../render/render-load.ts'
import { RSMF_MANIFEST, type RsmfContext, type RsmfDocument, rsmfDocument } from '../render/render-rsmf.ts'
import { rsmfMail, rsmfParts } from '../render/rsmf-mail.ts'
import { cell, type ShownRow } from '../render/shown-row.ts'
import { SMALL, type Source } from './source.ts'
import { codeOf, type Findings } from './verdict.ts'

// The documents of a package, one conversation and day each, against the rows: every RSMF file, its indexed text, and the load file over them
// are made again of the rows and compared. Of an RSMF file all bytes are compared but those of the zip around its manifest.

/** What a file of this document can be at most, whatever it declares: three bytes a unit of text, a third more as base64, line ends, headers. */
function mostBytes({ manifest, text }: RsmfDocument): number {
  return 1024 * 1024 + 5 * (manifest.length + text.length)
}

const PAGE_COUNT = DAT_FIELDS.indexOf('PAGECOUNT')
const MOST_PAGES = 1_000_000

export class DocumentsComparison {
  readonly #source: Source
  readonly #findings: Findings
  readonly #context: RsmfContext
  readonly #days = new ChatDays()
  readonly #load: LoadComparison | null
  /** Files of documents that a day of the rows has. */
  readonly #expected = new Set<string>()
  /** A row could not be read: which day it belongs to is not known. */
  #isBroken = false

  constructor(source: Source, manifest: Manifest, findings: Findings, hasLoad: boolean) {
    const { number, language } = manifest.export
    this.#source = source
    this.#findings = findings
    this.#context = {
      version: manifest.v,
      number,
      house: manifest.house.name,
      language,
      policy: manifest.redaction.policy,
    }
    this.#load = hasLoad ? new LoadComparison(source, this.#context, findings) : null
  }

  async begin(): Promise<void> {
    await this.#load?.begin()
  }

  async row(row: ShownRow | null): Promise<void> {
    if (row === null) {
      this.#isBroken = true
      return
    }
    const day = this.#days.add(row)
    if (day !== null) await this.#compare(day)
  }

  async end(): Promise<void> {
    const day = this.#days.end()
    if (day !== null) await this.#compare(day)
    this.#load?.end()
    if (this.#isBroken) this.#findings.add('rsmf', 'not_compared')
    for (const name of this.#source.names)
      if (/^data\/(?:rsmf|text|pages)\//.test(name) && !this.#expected.has(name))
        this.#findings.add(name.startsWith('data/rsmf/') ? 'rsmf' : 'load', 'document_unknown', { file: name })
  }

  async #compare(day: ChatDay): Promise<void> {
    const stem = fileStem(day)
    const document = rsmfDocument(day, this.#context)
    const name = `data/rsmf/${stem}.rsmf`
    this.#expected.add(name)
    this.#findings.looked('rsmf', 1)
    const mail = await this.#source.whole(name, mostBytes(document))
    if (mail === null) this.#findings.add('rsmf', goneCode(this.#source, name), { file: name })
    else await this.#compareMail(name, mail, day, document)
    if (this.#load === null) return
    this.#expected.add(`data/text/${stem}.txt`).add(`data/pages/${stem}.pdf`)
    await this.#load.compare(day, document, stem)
  }

  async #compareMail(file: string, mail: Uint8Array, day: ChatDay, document: RsmfDocument): Promise<void> {
    try {
      const { text, zip } = rsmfParts(mail)
      const isManifest = this.#compareManifest(file, await manifestIn(zip, mostBytes(document)), day, document)
      const isText = text === document.text
      if (!isText) reportTexts('rsmf', file, text, day, document.text, this.#findings)
      // headers, order and separators of the parts: whatever a mail program shows beside text and attachment
      if (isManifest && isText && !equalBytes(mail, rsmfMail(day, this.#context, document, zip)))
        this.#findings.add('rsmf', 'document_differs', { file, detail: 'headers' })
    } catch (error) {
      this.#findings.add('rsmf', 'bad_document', { file, detail: codeOf(error) })
    }
  }

  /** Names the rows whose events differ; the manifest itself where they do not, but something else of it does. */
  #compareManifest(file: string, actual: string, day: ChatDay, { manifest }: RsmfDocument): boolean {
    if (actual === manifest) return true
    const [found, expected] = [eventsIn(actual), eventsIn(manifest) ?? []]
    const differing = day.rows.filter((_, i) => found?.[i] !== expected[i])
    for (const row of differing)
      this.#findings.add('rsmf', 'document_row_differs', { file, row: Number(cell(row, 'row')) })
    if (differing.length === 0) this.#findings.add('rsmf', 'document_differs', { file, detail: RSMF_MANIFEST })
    return false
  }
}

/** Each event as it stands; null for what is no manifest. */
function eventsIn(manifest: string): string[] | null {
  try {
    const { events } = JSON.parse(manifest) as { events?: unknown }
    return Array.isArray(events) ? events.map((event) => JSON.stringify(event)) : null
  } catch {
    return null
  }
}

/** The one file of rsmf.zip. Throws ProofError. */
async function manifestIn(bytes: Uint8Array, most: number): Promise<string> {
  const limits: ZipLimits = { entries: 1, entrySize: most, ratio: 1000 }
  const zip = await openZip(new Blob([new Uint8Array(bytes)]), null, limits, new Set())
  const [only, ...more] = zip.files
  if (only?.name !== RSMF_MANIFEST || more.length > 0) throw new ProofError('bad_shape', 'rsmf.zip')
  return fromUtf8(await readWhole(zip.read(RSMF_MANIFEST), most, RSMF_MANIFEST))
}

/** A line of the text is a row. */
function reportTexts(
  check: 'rsmf' | 'load',
  file: string,
  actual: string,
  day: ChatDay,
  expected: string,
  findings: Findings,
): void {
  const [found, wanted] = [actual.split('\r\n'), expected.split('\r\n')]
  const differing = day.rows.filter((_, i) => found[i] !== wanted[i])
  for (const row of differing) findings.add(check, 'document_row_differs', { file, row: Number(cell(row, 'row')) })
  if (differing.length === 0) findings.add(check, 'document_differs', { file })
}

/** DAT and OPT, and the texts that they name. How many pages a document has is taken from them. */
class LoadComparison {
  readonly #source: Source
  readonly #findings: Findings
  readonly #file: LoadFile
  #dat: string[] = []
  #opt: string[] = []
  #count = 0

  constructor(source: Source, context: RsmfContext, findings: Findings) {
    this.#source = source
    this.#findings = findings
    this.#file = new LoadFile(context)
  }

  async begin(): Promise<void> {
    const [heading, ...lines] = await this.#linesOf(DAT_FILE)
    if (heading !== datHeading()) this.#findings.add('load', 'headings_differ', { file: DAT_FILE })
    this.#dat = lines
    this.#opt = await this.#linesOf(OPT_FILE)
  }

  async compare(day: ChatDay, document: RsmfDocument, stem: string): Promise<void> {
    const [native, text, image] = [`data/rsmf/${stem}.rsmf`, `data/text/${stem}.txt`, `data/pages/${stem}.pdf`] as const
    await this.#compareText(text, day, document)
    await this.#source.finish(image)
    const produced = (name: string) => ({ name, sha256: this.#source.digests.get(name)?.sha256 ?? '' })
    const at = this.#count++
    this.#findings.looked('load', 1)
    const files = { native: produced(native), text: produced(text), image: produced(image), pages: this.#pagesAt(at) }
    const { dat, opt } = this.#file.add(day, document, files)
    const detail = `line ${at + 1}`
    if (this.#dat[at] !== dat) this.#findings.add('load', 'document_differs', { file: DAT_FILE, detail })
    if (this.#opt[at] !== opt) this.#findings.add('load', 'document_differs', { file: OPT_FILE, detail })
  }

  end(): void {
    for (const [file, lines] of [
      [DAT_FILE, this.#dat],
      [OPT_FILE, this.#opt],
    ] as const)
      if (lines.length > this.#count)
        this.#findings.add('load', 'document_differs', { file, detail: `line ${this.#count + 1}` })
  }

  async #compareText(file: string, day: ChatDay, document: RsmfDocument): Promise<void> {
    const bytes = await this.#source.whole(file, mostBytes(document))
    const expected = `\ufeff${document.text}`
    if (bytes === null) this.#findings.add('load', goneCode(this.#source, file), { file })
    else if (!equalBytes(bytes, utf8(expected)))
      reportTexts('load', file, lenient(bytes), day, expected, this.#findings)
  }

  #pagesAt(at: number): number {
    const pages = Number(datCells(this.#dat[at]?.replace(/\r\n$/, '') ?? '')[PAGE_COUNT] ?? '')
    return Number.isSafeInteger(pages) && pages > 0 && pages <= MOST_PAGES ? pages : 1
  }

  /** With their ends. */
  async #linesOf(file: string): Promise<string[]> {
    const bytes = await this.#source.whole(file, SMALL)
    if (bytes === null) this.#findings.add('load', goneCode(this.#source, file), { file })
    return bytes === null ? [] : lenient(bytes).split(/(?<=\r\n)/)
  }
}

/** What is not UTF-8 equals nothing of ours, and is read to say where. A byte order mark stays. */
function lenient(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** Not there, or there and not to be read: which of the two the reader is told. */
function goneCode({ names }: Source, name: string): 'missing_file' | 'unreadable_file' {
  return names.has(name) ? 'unreadable_file' : 'missing_file'
}
