import { HOUSE, type PersonActor } from '#access'
import type { Recorder } from '#audit'
import { type ImportId, type PersonId, Refusal } from '#base'
import type { HouseDb, Tx } from '#platform'
import type { ImportInput } from './intake.thread.ts'
import type { CountsPlace } from './kept-counts.store.ts'
import { checkOptions, type ReceiveOptions } from './options.ts'
import type { Reason } from './piece.ts'
import { needRunning, type Queue } from './queue.ts'
import type { SpanToRead } from './reread.ts'
import { newRow, type Origin } from './rows.ts'
import type { Job, RunParts } from './run-import.ts'
import { FORMATS, type Format } from './sources/formats.ts'
import {
  addImport,
  changeImport,
  findImport,
  findSpan,
  type ImportRow,
  resumableImports,
  type SpanFilter,
  spansOf,
} from './store.ts'

// Pause, go on, cancel, and read again: what a person does to an import after it began.

/** More are read with the next time. */
const MOST_REREAD = 5000
/** A file that ends the process each time it is read must not do so for ever. */
const MOST_ATTEMPTS = 3

export interface Control {
  /** @throws Refusal `import_not_found`, `import_not_running` */
  pause(id: ImportId, actor: PersonActor): Promise<void>
  /**
   * Goes on with a paused import; of one that was interrupted, its file is read again by a new import, which finds what
   * is archived already. Answers with the import that runs.
   * @throws Refusal `import_not_found`, `import_not_resumable`, `upload_gone`
   */
  resume(id: ImportId, actor: PersonActor): Promise<ImportId>
  /** What was read stays archived. @throws Refusal `import_not_found`, `import_not_running` */
  cancel(id: ImportId, actor: PersonActor): Promise<void>
  /** Goes on with what ended with the last process and can be read again. */
  resumeInterrupted(): Promise<ImportId[]>
  /**
   * Reads an import's quarantine again with today's importers, as an import of its own.
   * @param how read as this; what is not said: as its import was, or as what it now turns out to be
   * @throws Refusal `import_not_found`, `nothing_to_reread`, `mapping_needed`
   */
  reread(
    id: ImportId,
    filter: SpanFilter,
    how: Partial<Pick<ReceiveOptions, 'format' | 'mapping' | 'zone'>> | null,
    actor: PersonActor,
  ): Promise<ImportId>
}

export function controlOf(run: RunParts, recorder: Recorder, queue: Queue): Control {
  return new Controls(run, recorder, queue)
}

type Note = Parameters<Recorder['perform']>[0]
type Work = Omit<Job, 'id' | 'fileName'>

class Controls implements Control {
  readonly #run: RunParts
  readonly #recorder: Recorder
  readonly #queue: Queue

  constructor(run: RunParts, recorder: Recorder, queue: Queue) {
    this.#run = run
    this.#recorder = recorder
    this.#queue = queue
  }

  async pause(id: ImportId, actor: PersonActor): Promise<void> {
    await this.#needed(id)
    needRunning(this.#queue, id)
    const note = { action: 'intake.control', actor, detail: { import: id, to: 'pause' } } as const
    await this.#recorder.perform(note, (tx) => setState(tx, id, 'paused'))
    await this.#queue.hold(id)
  }

  async resume(id: ImportId, actor: PersonActor): Promise<ImportId> {
    const row = await this.#needed(id)
    const note = { action: 'intake.control', actor, detail: { from: id, to: 'resume' } } as const
    if (this.#queue.has(id)) {
      await this.#recorder.perform(note, (tx) => setState(tx, id, 'running'))
      await this.#queue.release(id)
      return id
    }
    if (!mayResume(row)) throw new Refusal('conflict', row.kind === 'upload' ? 'upload_gone' : 'import_not_resumable')
    return this.#again(note, row, actor.id)
  }

  async cancel(id: ImportId, actor: PersonActor): Promise<void> {
    await this.#needed(id)
    needRunning(this.#queue, id)
    await this.#recorder.record({ action: 'intake.control', actor, detail: { import: id, to: 'cancel' } })
    await this.#queue.cancel(id)
    const row = await this.#needed(id)
    if (row.finished_at !== null) return
    // it had not begun
    const change = { state: 'cancelled', problem: 'import_cancelled', finished_at: this.#run.clock.now() } as const
    await this.#run.db.write((tx) => changeImport(tx, id, change))
  }

  async resumeInterrupted(): Promise<ImportId[]> {
    const resumed: ImportId[] = []
    for (const row of await resumableImports(this.#run.db, MOST_ATTEMPTS)) {
      const note = { action: 'intake.import', actor: HOUSE, detail: { from: row.id, to: 'resume' } } as const
      resumed.push(await this.#again(note, row, row.by))
    }
    return resumed
  }

  async reread(
    id: ImportId,
    filter: SpanFilter,
    how: Partial<Pick<ReceiveOptions, 'format' | 'mapping' | 'zone'>> | null,
    actor: PersonActor,
  ): Promise<ImportId> {
    const old = await this.#readToItsEnd(await this.#needed(id))
    const before = JSON.parse(old.asked) as Partial<ReceiveOptions> // as this room wrote it
    const options: ReceiveOptions = {
      mapping: null,
      ownAccount: '',
      ...before,
      origin: old.origin,
      format: null,
      ...how,
    }
    checkOptions(options)
    const spans = await spansToRead(this.#run, old, filter, options.format)
    if (spans.length === 0) throw new Refusal('conflict', 'nothing_to_reread')
    const named = { ...options, fileName: old.file_name }
    const row = newRow(named, actor.id, this.#run.clock.now(), { kind: 'spans', rereads: old.id })
    const note = { action: 'intake.reread', actor, detail: { from: old.id, spans: spans.length } } as const
    return this.#start(note, row, { input: { kind: 'spans', spans }, options })
  }

  /** Reads the source of an import that stopped from its beginning, as a new one. */
  #again(note: Note, old: ImportRow, by: PersonId): Promise<ImportId> {
    const input = inputOf(old)
    const options = JSON.parse(old.asked) as ReceiveOptions // as this room wrote it
    const origin: Origin = { kind: old.kind, path: old.path, continues: old.id, attempt: old.attempt + 1 }
    const row = newRow({ ...options, fileName: old.file_name }, by, this.#run.clock.now(), origin)
    return this.#start(note, row, { input, options })
  }

  async #start(note: Note, row: ImportRow, work: Work): Promise<ImportId> {
    // 1. The act and the row, in one transaction. A crash leaves a row without a reader, which the next start finds so.
    await this.#recorder.perform({ ...note, detail: { ...note.detail, import: row.id } }, async (tx) => {
      const before = row.continues && (await findImport(tx, row.continues))
      // asked twice at once: the other went on with it meanwhile
      if (before && !mayResume(before)) throw new Refusal('conflict', 'import_not_resumable')
      await addImport(tx, row)
      if (row.continues) await changeImport(tx, row.continues, { continued_by: row.id })
    })
    // 2. Its turn in the queue.
    this.#queue.add({ id: row.id, fileName: row.file_name, ...work })
    return row.id
  }

  /** What an interrupted import left lies in the one that went on with it too, which knows what stands around it. */
  async #readToItsEnd(row: ImportRow): Promise<ImportRow> {
    let end = row
    while (end.continued_by) end = await this.#needed(end.continued_by)
    return end.state === 'finished' ? end : row
  }

  async #needed(id: ImportId): Promise<ImportRow> {
    const row = await findImport(this.#run.db, id)
    if (!row) throw new Refusal('not_found', 'import_not_found')
    return row
  }
}

/** It may have ended while it was being asked for: an end is the last word. */
async function setState(tx: Tx, id: ImportId, state: 'paused' | 'running'): Promise<void> {
  const row = await findImport(tx, id)
  if (row?.finished_at !== null) throw new Refusal('conflict', 'import_not_running')
  await changeImport(tx, id, { state })
}

/** Its source is still named, it is not running, and nothing went on with it. */
export function mayResume(row: ImportRow): boolean {
  const stopped = row.state === 'interrupted' || row.state === 'cancelled'
  return stopped && row.path !== null && row.continued_by === null
}

function inputOf({ kind, path }: ImportRow): ImportInput {
  if (path === null || (kind !== 'file' && kind !== 'folder')) throw new Refusal('conflict', 'import_not_resumable')
  return { kind, path }
}

/** Open spans of an import, each with the key of the file in which its bytes lie. */
async function spansToRead(
  run: RunParts,
  old: ImportRow,
  filter: SpanFilter,
  asked: Format | null,
): Promise<SpanToRead[]> {
  const { db, keys, places } = run
  const spans: SpanToRead[] = []
  const opened = new Map<ImportId, Uint8Array>()
  const counts = await countsOf(run, old)
  for (const span of await spansOf(db, old.id, { ...filter, open: true, limit: MOST_REREAD })) {
    const kept = span.same_as ? await findSpan(db, span.same_as) : span
    const owner = kept && (await findImport(db, kept.import))
    if (!kept || !owner?.quarantine_key) throw new Refusal('not_found', 'quarantine_not_found')
    const key = opened.get(owner.id) ?? keys.open(owner.quarantine_key)
    opened.set(owner.id, key)
    spans.push({
      id: span.id,
      part: span.part,
      alone: span.part === old.file_name,
      format: asked ?? FORMATS.find((format) => format === old.format) ?? null,
      start: span.start,
      reason: span.reason as Reason, // as this room wrote it
      kept: { at: kept.file_at, block: kept.file_block, length: kept.length, digest: kept.digest },
      owner: owner.id,
      path: places.quarantineFile(owner.id),
      key,
      counts,
    })
  }
  return spans
}

/**
 * Where it stands how often messages came in the parts of this import. What it read as a span of another's part stands
 * with that one, which is known once it was read to its end.
 */
async function countsOf({ db, keys, places }: RunParts, row: ImportRow): Promise<CountsPlace[]> {
  const found: CountsPlace[] = []
  for (let at: ImportRow | null = row; at; at = await rereadBy(db, at)) {
    if (at.quarantine_key) found.push({ path: places.countsFile(at.id), key: keys.open(at.quarantine_key) })
  }
  return found
}

async function rereadBy(db: HouseDb, row: ImportRow): Promise<ImportRow | null> {
  return row.rereads && row.state === 'finished' ? findImport(db, row.rereads) : null
}
