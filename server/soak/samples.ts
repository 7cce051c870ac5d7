import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { PersonActor } from '#access'
import { type ImportId, newId, type PersonId } from '#base'
import type { ImportInput, ImportView } from '#intake'
import { readConfig } from '#platform'
import { createLog } from '#platform/house'
import { sharedData } from '#test/shared'
import { openHouse } from '#wire'
import { countMessages } from './samples/count-messages.ts'
import { mappingFor } from './samples/mappings.ts'
import { unrecognised } from './samples/mistaken.ts'
import { openNaively } from './samples/open-naively.ts'
import { type SampleSource, sourcesBelow } from './samples/sources.ts'

// `npm run samples -- DIR`: every file below DIR through the intake of a real house, beside a count of its messages that
// was made without our parsers. Exit 0 only where every row adds up.

export interface SampleRow {
  readonly file: string
  readonly format: string | null
  /** Null: the file holds no messages, or nobody can say how many. */
  readonly counted: number | null
  readonly archived: number
  readonly duplicates: number
  readonly quarantined: number
  readonly reasons: string
  /** What does not add up; null: everything does. */
  readonly wrong: string | null
}

/** Reasons for which a whole file is kept that holds no messages of the export it lies in. */
const WHOLE_FILE = new Set([
  'not_messages',
  'other_format',
  'format_unknown',
  'symlink',
  'unsafe_name',
  'encrypted_entry',
  'unlisted',
])

export async function importSamples(root: string, tell: (row: SampleRow) => void): Promise<SampleRow[]> {
  const dir = mkdtempSync(join(tmpdir(), 'cunzhen-samples-'))
  const config = readConfig({}, ['--house', join(dir, 'house')])
  const { house, close } = await openHouse(config, { log: createLog('error') })
  const actor: PersonActor = {
    kind: 'person',
    id: newId<PersonId>('psn'),
    roles: ['administrator'],
    steppedUpUntil: null,
    ip: null,
  }
  const rows: SampleRow[] = []
  try {
    const sources: (SampleSource & { id: ImportId })[] = []
    for (const source of sourcesBelow(root)) sources.push({ ...source, id: await begin(house, root, source, actor) })
    for (const source of sources) {
      const row = await rowOf(root, source, await house.intake.ended(source.id))
      tell(row)
      rows.push(row)
    }
    const archived = rows.reduce((sum, row) => sum + row.archived, 0)
    const { records } = house.archive.catalog.counts()
    if (records !== archived) throw new Error(`the archive holds ${records} records, the imports said ${archived}`)
  } finally {
    await close()
    rmSync(dir, { recursive: true, force: true })
  }
  return rows
}

type House = Awaited<ReturnType<typeof openHouse>>['house']

async function begin(house: House, root: string, { kind, path }: SampleSource, actor: PersonActor): Promise<ImportId> {
  const known = mappingFor(path)
  const asked = { format: known?.format ?? null, mapping: known?.mapping ?? null, ownAccount: '' }
  // each source is somebody's own export: two samples of one conversation are no duplicates of each other
  const origin = path.slice(root.length + 1)
  const input: ImportInput = { kind, path }
  return (await house.intake.startImport({ ...asked, origin, fileName: basename(path) }, input, actor)).id
}

async function rowOf(root: string, source: SampleSource, view: ImportView): Promise<SampleRow> {
  const parts = await openNaively(source.path)
  const counted = view.format === null ? null : countMessages(view.format, parts)
  const reasons = view.reasons.filter(({ items }) => items > 0)
  return {
    file: source.path.slice(root.length + 1) || basename(root),
    format: view.format,
    counted,
    archived: view.counts.archived,
    duplicates: view.counts.duplicates,
    quarantined: view.counts.quarantined,
    reasons: reasons.map(({ reason, items }) => (items === 1 ? reason : `${reason} ×${items}`)).join(', '),
    wrong: wrongIn(view, counted, unrecognised(parts)),
  }
}

const MARK = 4

/** The sums of a row. A file that holds no messages adds up where every byte of it is in quarantine. */
function wrongIn(view: ImportView, counted: number | null, unseen: number): string | null {
  const { state, problem, counts, reasons, format } = view
  if (state !== 'finished' && !(state === 'failed' && problem === 'format_unknown')) return `${state}: ${problem}`
  const { items, archived, duplicates, quarantined } = counts
  if (items !== archived + duplicates + quarantined) return 'items are not archived + duplicate + quarantined'
  if (counts.bytes !== counts.parsedBytes + counts.quarantinedBytes) return 'bytes are not all accounted for'
  const whole = reasons.filter(({ reason }) => WHOLE_FILE.has(reason)).reduce((sum, one) => sum + one.items, 0)
  if (format === null && unseen > 0) return `${unseen} messages of a format in the list were not recognised`
  // a mark of byte order is no content
  if (format === null) return counts.parsedBytes <= MARK ? null : 'read without a format'
  if (counted === null) return items === quarantined ? null : 'archived, though nothing could be counted'
  return items - whole === counted ? null : `counted ${counted}, the import says ${items - whole}`
}

const HEADER = ['file', 'format', 'in source', 'archived', 'duplicate', 'quarantined', 'reasons', 'adds up'] as const

function cells(row: SampleRow): string[] {
  const { file, format, counted, archived, duplicates, quarantined, reasons, wrong } = row
  const numbers = [counted ?? '–', archived, duplicates, quarantined].map(String)
  return [file.length > 70 ? `…${file.slice(-69)}` : file, format ?? '–', ...numbers, reasons || '–', wrong ?? 'yes']
}

export function printTable(rows: readonly SampleRow[]): string {
  const lines = [[...HEADER], ...rows.map(cells)]
  const widths = HEADER.map((_, at) => Math.max(...lines.map((line) => widthOf(line[at] ?? ''))))
  const padded = (cell: string, at: number) => {
    const blank = ' '.repeat((widths[at] ?? 0) - widthOf(cell))
    return at >= 2 && at <= 5 ? blank + cell : cell + blank
  }
  return lines.map((line) => line.map(padded).join('  ').trimEnd()).join('\n')
}

/** Columns of a terminal: an ideograph takes two. */
function widthOf(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (/[\u1100-\u115f\u2e80-\uff60]|\p{Emoji_Presentation}/u.test(letter) ? 2 : 1),
    0,
  )
}

if (import.meta.main) {
  const given = process.argv[2]
  const root = given ? resolve(given) : sharedData('samples')
  if (!root || !statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    process.stderr.write(
      given ? 'that is no folder: name one with exports\n' : 'name a folder: the shared samples are not there\n',
    )
    process.exit(2)
  }
  const rows = await importSamples(root, ({ file, wrong }) =>
    process.stderr.write(`${wrong === null ? 'ok ' : 'NO '} ${file}\n`),
  )
  process.stdout.write(`${printTable(rows)}\n`)
  const wrong = rows.filter((row) => row.wrong !== null)
  process.stderr.write(`${rows.length} sources, ${wrong.length} rows that do not add up\n`)
  process.exit(wrong.length === 0 ? 0 : 1)
}
