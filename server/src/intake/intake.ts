import { readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { PersonActor } from '#access'
import { type ActReceipt, isReceipt, type Recorder } from '#audit'
import { type ImportId, type Instant, invariant, newId, type QuarantineId, Refusal } from '#base'
import { durable, type Thread } from '#platform'
import { BOUNDS, type Bounds } from './containers/entry.ts'
import { type Spooled, spool, sweepSpool } from './containers/spool.ts'
import type { ImportInput, IntakeHandlers } from './intake.thread.ts'
import { sweepScratch } from './occurrences.store.ts'
import { intakePlaces } from './places.ts'
import { readKept } from './quarantine-file.ts'
import { checkOptions, type ReceiveOptions } from './receive.ts'
import { dropUnusedQuarantine, type Job, type Live, type RunParts, runImport } from './run-import.ts'
import {
  addImport,
  changeImport,
  countQuarantined,
  findImport,
  findSpan,
  type ImportRow,
  newestImports,
  spansOf,
  unfinishedImports,
} from './store.ts'
import { NOTHING } from './tally.ts'
import { type ImportView, type QuarantinedView, viewImport, viewSpan } from './view.ts'

export interface IntakeParts extends Omit<RunParts, 'places' | 'bounds'> {
  /** The house directory; the migrations have run. */
  house: string
  recorder: Recorder
  bounds?: Bounds
  /** Imports that run at once; the others wait in `receiving`. */
  atOnce?: number
  /** Most bytes of an upload. */
  mostUploaded?: number
}

export interface Intake {
  /**
   * Keeps an upload until startImport reads it: encrypted, under a key in memory.
   * @throws Refusal `upload_too_large`; whatever the stream throws
   */
  receiveUpload(bytes: AsyncIterable<Uint8Array>): Promise<ImportInput>
  /** An upload that will not be imported after all. */
  dropUpload(input: ImportInput): void
  /**
   * Starts an import and answers at once. Its act is on disk before anything is read.
   * @throws Refusal `bad_options`, `mapping_needed`, `audit_unwritable`
   */
  startImport(options: StartOptions, input: ImportInput, actor: PersonActor): Promise<ImportView>
  /** @throws Refusal `import_not_found` */
  importStatus(id: ImportId): Promise<ImportView>
  /** Newest first. */
  listImports(limit?: number): Promise<ImportView[]>
  /** Resolves when the import has ended, however it did. */
  ended(id: ImportId): Promise<ImportView>
  /** What an import put into quarantine, in the order of its source. @throws Refusal `import_not_found` */
  quarantined(id: ImportId, limit?: number): Promise<QuarantinedView[]>
  /** Items in quarantine, the same bytes counted once. */
  quarantinedItems(): Promise<number>
  /**
   * The bytes of a span. They are content: whoever asks has an act on disk that names this span as its permit.
   * @throws Refusal `quarantine_not_found`; Fault `quarantine_damaged`
   */
  readQuarantined(id: QuarantineId, receipt: ActReceipt): Promise<Iterable<Uint8Array>>
  /** Stops what runs; it is found interrupted. */
  close(): Promise<void>
}

export interface StartOptions extends ReceiveOptions {
  /** Of the file as the person has it. */
  fileName: string
}

/** Opens the room and cleans up after a crash. */
export async function createIntake(parts: IntakeParts): Promise<Intake> {
  const places = intakePlaces(parts.house)
  const run: RunParts = { ...parts, places, bounds: parts.bounds ?? BOUNDS }
  await recover(run)
  return intakeOver(parts, run, new Queue(run, parts.atOnce ?? 2))
}

/**
 * What a crash left. Uploads and scratch files are noise without the keys that lived in memory; an import that ran is
 * interrupted: what the journal acknowledged is archived, and reading the source again adds the rest and nothing twice.
 */
async function recover(run: RunParts): Promise<void> {
  sweepSpool(run.places.spool)
  sweepScratch(run.places.scratch)
  durable.ensureDir(run.places.quarantine)
  for (const row of await unfinishedImports(run.db)) {
    const change = { state: 'interrupted', problem: 'process_ended', finished_at: run.clock.now() } as const
    await run.db.write((tx) => changeImport(tx, row.id, change))
    if (row.quarantine_key) await dropUnusedQuarantine(run, row.id, row.quarantine_key)
  }
  for (const name of readdirSync(run.places.quarantine)) {
    const row = await findImport(run.db, name as ImportId) // a name that is no id is found nowhere
    if (!row?.quarantine_key) unlinkSync(join(run.places.quarantine, name))
  }
}

function intakeOver(parts: IntakeParts, run: RunParts, queue: Queue): Intake {
  const { db, clock, recorder } = parts
  const view = (row: ImportRow): ImportView => viewImport(queue.freshen(row), clock.now())
  const needed = async (id: ImportId): Promise<ImportRow> => {
    const row = await findImport(db, id)
    if (!row) throw new Refusal('not_found', 'import_not_found')
    return row
  }
  return {
    async receiveUpload(bytes) {
      const upload = await spool(run.places.spool, bytes, parts.mostUploaded ?? 64 * 2 ** 30)
      return { kind: 'upload', upload }
    },
    dropUpload,
    async startImport(options, input, actor) {
      checkOptions(options)
      const row = newRow(options, actor, clock.now())
      const detail = { import: row.id, format: options.format ?? 'found out', from: input.kind }
      await recorder.perform({ action: 'intake.import', actor, detail }, (tx) => addImport(tx, row))
      queue.add({ id: row.id, input, fileName: options.fileName, options })
      return view(row)
    },
    importStatus: async (id) => view(await needed(id)),
    listImports: async (limit = 100) => (await newestImports(db, limit)).map(view),
    async ended(id) {
      await needed(id)
      await queue.ended(id)
      return view(await needed(id))
    },
    async quarantined(id, limit = 1000) {
      await needed(id)
      return (await spansOf(db, id, limit)).map(viewSpan)
    },
    quarantinedItems: () => countQuarantined(db),
    readQuarantined: (id, receipt) => readQuarantined(run, id, receipt),
    close: () => queue.close(),
  }
}

async function readQuarantined(run: RunParts, id: QuarantineId, receipt: ActReceipt): Promise<Iterable<Uint8Array>> {
  invariant(isReceipt(receipt) && receipt.permit === id, 'bytes in quarantine are read under an act that names them')
  const span = await findSpan(run.db, id)
  const kept = span?.same_as ? await findSpan(run.db, span.same_as) : span
  const row = kept && (await findImport(run.db, kept.import))
  if (!kept || !row?.quarantine_key) throw new Refusal('not_found', 'quarantine_not_found')
  const key = run.keys.open(row.quarantine_key)
  const where = { at: kept.file_at, block: kept.file_block, length: kept.length, digest: kept.digest }
  return readKept(run.places.quarantineFile(row.id), row.id, key, where)
}

function newRow(options: StartOptions, actor: PersonActor, now: Instant): ImportRow {
  return {
    id: newId<ImportId>('imp'),
    file_name: options.fileName.slice(0, 500).toWellFormed(),
    format: options.format,
    origin: options.origin,
    encoding: null,
    state: 'receiving',
    problem: null,
    counts: JSON.stringify(NOTHING),
    reasons: '[]',
    gaps: '{"knowable":false,"gaps":[]}',
    total_bytes: 0,
    started_at: now,
    finished_at: null,
    by: actor.id,
    source_digest: null,
    quarantine_key: null,
    statement: null,
    statement_salt: null,
    statement_entry: null,
  }
}

function dropUpload(input: ImportInput): void {
  if (input.kind !== 'upload') return
  const { path, key }: Spooled = input.upload
  key.fill(0)
  durable.removeDurably([path])
}

/** Imports wait their turn here; each runs in a thread of its own. */
class Queue {
  readonly #run: RunParts
  readonly #atOnce: number
  readonly #live: Live = new Map()
  readonly #waiting: Job[] = []
  readonly #ends = new Map<ImportId, PromiseWithResolvers<void>>()
  readonly #threads = new Map<ImportId, Thread<IntakeHandlers>>()
  #running = 0
  #closed = false

  constructor(run: RunParts, atOnce: number) {
    this.#run = run
    this.#atOnce = atOnce
  }

  add(job: Job): void {
    this.#ends.set(job.id, Promise.withResolvers())
    this.#waiting.push(job)
    this.#next()
  }

  async ended(id: ImportId): Promise<void> {
    await this.#ends.get(id)?.promise
  }

  /** The row with the counts of this moment. */
  freshen(row: ImportRow): ImportRow {
    const progress = this.#live.get(row.id)
    if (!progress || row.finished_at !== null) return row
    const { format, encoding } = progress
    const counts = JSON.stringify(progress.counts)
    return {
      ...row,
      counts,
      reasons: JSON.stringify(progress.reasons),
      format,
      encoding,
      total_bytes: progress.totalBytes,
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#waiting.splice(0)) {
      dropUpload(job.input)
      this.#ends.get(job.id)?.resolve()
    }
    await Promise.all([...this.#threads.values()].map((thread) => thread.stop()))
    await Promise.all([...this.#ends.values()].map((end) => end.promise))
  }

  #next(): void {
    if (this.#closed || this.#running >= this.#atOnce) return
    const job = this.#waiting.shift()
    if (!job) return
    this.#running += 1
    // when even the row cannot be written, it stays `running`, and the next start finds it so
    void runImport(this.#run, job, this.#live, (thread) => this.#threads.set(job.id, thread))
      .catch(() => undefined)
      .then(() => this.#end(job))
  }

  #end(job: Job): void {
    this.#running -= 1
    this.#threads.delete(job.id)
    dropUpload(job.input)
    this.#ends.get(job.id)?.resolve()
    this.#ends.delete(job.id)
    this.#next()
  }
}
