import { readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { HOUSE, type PersonActor } from '#access'
import { type ActReceipt, isReceipt, type Recorder } from '#audit'
import { type ConnectorId, type ImportId, invariant, type PersonId, type QuarantineId, Refusal } from '#base'
import { durable } from '#platform'
import type { Period } from '#policy'
import { BOUNDS, type Bounds } from './containers/entry.ts'
import { spool, sweepSpool } from './containers/spool.ts'
import { type Control, controlOf } from './control.ts'
import type { ImportInput } from './intake.thread.ts'
import { FileKeeper, type KeptContent } from './keep.ts'
import { purgeLeftovers } from './leftovers.ts'
import { sweepScratch } from './occurrences.store.ts'
import { checkOptions, type ReceiveOptions } from './options.ts'
import { intakePlaces } from './places.ts'
import { openKept } from './quarantine-file.ts'
import { dropUpload, Queue } from './queue.ts'
import { newRow } from './rows.ts'
import { dropUnusedQuarantine, type RunParts } from './run-import.ts'
import { type SavedMappings, savedMappings } from './saved-mappings.ts'
import {
  addImport,
  changeImport,
  countQuarantined,
  findImport,
  findSpan,
  type ImportRow,
  newestImports,
  type SpanFilter,
  spansOf,
  unfinishedImports,
} from './store.ts'
import { type ImportView, type QuarantinedView, viewImport, viewSpan } from './view.ts'
import { type WecomKeys, wecomKeysOf } from './wecom-keys.ts'

const MOST_SHOWN = 1024 * 1024

export interface IntakeParts extends Omit<RunParts, 'places' | 'bounds'> {
  /** The house directory; the migrations have run. */
  house: string
  recorder: Recorder
  bounds?: Bounds
  /** Imports that run at once; the others wait in `receiving`. */
  atOnce?: number
  /** Most bytes of an upload. */
  mostUploaded?: number
  /** How long a temporary file may lie; null while the policy cannot be read. */
  tempPurge: () => Period | null
}

export interface Intake {
  /**
   * Keeps an upload until startImport reads it: encrypted, under a key in memory.
   * @throws Refusal `upload_too_large`; whatever the stream throws
   */
  receiveUpload(bytes: AsyncIterable<Uint8Array>): Promise<ImportInput>
  /** A file that a live message will name. @throws as FileKeeper.keep */
  keepFile(sha256: string, content: AsyncIterable<Uint8Array>, most: number): Promise<KeptContent>
  /** An upload that will not be imported after all. */
  dropUpload(input: ImportInput): void
  /**
   * Starts an import and answers at once. Its act is on disk before anything is read.
   * @throws Refusal `bad_options`, `mapping_needed`, `audit_unwritable`
   */
  startImport(options: StartOptions, input: ImportInput, actor: PersonActor | StandingOrder): Promise<ImportView>
  /** @throws Refusal `import_not_found` */
  importStatus(id: ImportId): Promise<ImportView>
  /** Newest first. */
  listImports(limit?: number): Promise<ImportView[]>
  /** Resolves when the import has ended, however it did. */
  ended(id: ImportId): Promise<ImportView>
  /** What an import put into quarantine, in the order of its source. @throws Refusal `import_not_found` */
  quarantined(id: ImportId, filter?: SpanFilter): Promise<QuarantinedView[]>
  /** Where a span lay and why it is there; not its bytes. @throws Refusal `quarantine_not_found` */
  quarantinedSpan(id: QuarantineId): Promise<QuarantinedView>
  /** Items in quarantine, the same bytes counted once. */
  quarantinedItems(): Promise<number>
  /**
   * The bytes of a span from `start`, at most 1 MiB of them. They are content: whoever asks has an act on disk that names
   * this span as its permit.
   * @throws Refusal `quarantine_not_found`; Fault `quarantine_damaged`
   */
  readQuarantined(id: QuarantineId, receipt: ActReceipt, start?: number, length?: number): Promise<Buffer>
  /** Pause, go on, cancel, read quarantine again. */
  readonly control: Control
  readonly mappings: SavedMappings
  /** Keys that open WeCom's envelopes. */
  readonly wecomKeys: WecomKeys
  /** Removes temporary files that are as old as the policy lets them be. @returns how many */
  purge(): Promise<number>
  /** Stops what runs; it is found interrupted. */
  close(): Promise<void>
}

/** The house itself imports, because a person once told a connector to. */
export interface StandingOrder {
  readonly kind: 'standing_order'
  readonly connector: ConnectorId
  /** Who gave it. */
  readonly by: PersonId
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
    const paused = row.state === 'paused' ? 'paused_at_end' : 'process_ended'
    const problem = row.kind === 'upload' ? 'upload_gone' : paused
    const change = { state: 'interrupted', problem, finished_at: run.clock.now() } as const
    await run.db.write((tx) => changeImport(tx, row.id, change))
    if (row.quarantine_key) await dropUnusedQuarantine(run, row.id, row.quarantine_key)
  }
  for (const name of readdirSync(run.places.quarantine)) {
    const [id = ''] = name.split('.')
    const row = await findImport(run.db, id as ImportId) // a name that is no id is found nowhere
    if (!row?.quarantine_key) unlinkSync(join(run.places.quarantine, name))
  }
}

function intakeOver(parts: IntakeParts, run: RunParts, queue: Queue): Intake {
  const { db, clock, recorder } = parts
  const files = new FileKeeper(run)
  const view = (stored: ImportRow): ImportView => {
    const { row, part } = queue.freshen(stored)
    return viewImport(row, clock.now(), { part, isRunning: queue.has(row.id) })
  }
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
    keepFile: (sha256, content, most) => files.keep(sha256, content, most),
    dropUpload,
    async startImport(options, input, actor) {
      checkOptions(options)
      const isOrder = actor.kind === 'standing_order'
      const path = input.kind === 'file' || input.kind === 'folder' ? input.path : null
      const row = newRow(options, isOrder ? actor.by : actor.id, clock.now(), { kind: input.kind, path })
      const detail = { import: row.id, format: options.format ?? 'found out', from: input.kind }
      const note = isOrder
        ? { actor: HOUSE, detail: { ...detail, connector: actor.connector, ordered_by: actor.by } }
        : { actor, detail }
      await recorder.perform({ action: 'intake.import', ...note }, (tx) => addImport(tx, row))
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
    async quarantined(id, filter = {}) {
      await needed(id)
      return (await spansOf(db, id, filter)).map(viewSpan)
    },
    async quarantinedSpan(id) {
      const span = await findSpan(db, id)
      if (!span) throw new Refusal('not_found', 'quarantine_not_found')
      return viewSpan(span)
    },
    quarantinedItems: () => countQuarantined(db),
    readQuarantined: (id, receipt, start, length) => readQuarantined(run, id, receipt, start, length),
    control: controlOf(run, recorder, queue),
    mappings: savedMappings(db, clock, recorder),
    wecomKeys: wecomKeysOf(db, clock, recorder),
    purge: () => purgeLeftovers({ places: run.places, queue, clock, recorder, tempPurge: parts.tempPurge }),
    async close() {
      await files.close()
      await queue.close()
    },
  }
}

async function readQuarantined(
  run: RunParts,
  id: QuarantineId,
  receipt: ActReceipt,
  start = 0,
  length = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  invariant(isReceipt(receipt) && receipt.permit === id, 'bytes in quarantine are read under an act that names them')
  const span = await findSpan(run.db, id)
  const kept = span?.same_as ? await findSpan(run.db, span.same_as) : span
  const row = kept && (await findImport(run.db, kept.import))
  if (!kept || !row?.quarantine_key) throw new Refusal('not_found', 'quarantine_not_found')
  const key = run.keys.open(row.quarantine_key)
  const where = { at: kept.file_at, block: kept.file_block, length: kept.length, digest: kept.digest }
  const source = openKept(run.places.quarantineFile(row.id), row.id, key, where)
  try {
    const from = Math.min(Math.max(0, start), source.size)
    return await source.read(from, Math.min(length, MOST_SHOWN, source.size - from))
  } finally {
    key.fill(0)
    await source.close()
  }
}
