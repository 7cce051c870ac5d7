import { type ImportId, Refusal } from '#base'
import { durable, type Thread } from '#platform'
import type { ImportInput, IntakeHandlers } from './intake.thread.ts'
import { dropUnusedQuarantine, type Ending, type Job, type Live, type RunParts, runImport } from './run-import.ts'
import { changeImport, findImport, type ImportChange, type ImportRow } from './store.ts'

const RETRY = 1000

/** Imports wait their turn here; each runs in a thread of its own. A paused one keeps its place in its source. */
export class Queue {
  readonly #run: RunParts
  readonly #atOnce: number
  readonly #live: Live = new Map()
  readonly #waiting: Job[] = []
  readonly #running = new Map<ImportId, Job>()
  readonly #ends = new Map<ImportId, PromiseWithResolvers<void>>()
  readonly #threads = new Map<ImportId, Thread<IntakeHandlers>>()
  readonly #held = new Set<ImportId>()
  readonly #cancelled = new Set<ImportId>()
  /** Endings that the house database could not take yet. */
  readonly #unsaved = new Map<ImportId, ImportChange>()
  #retry: NodeJS.Timeout | null = null
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

  /** Runs, waits, or is paused. */
  has(id: ImportId): boolean {
    return this.#ends.has(id)
  }

  /** Whether an import that waits, runs or is paused reads this upload. */
  reads(path: string): boolean {
    return [...this.#waiting, ...this.#running.values()].some(
      ({ input }) => input.kind === 'upload' && input.upload.path === path,
    )
  }

  isIdle(): boolean {
    return this.#ends.size === 0
  }

  /** Reading stops at the next piece; its turn goes to the next in the queue. */
  async hold(id: ImportId): Promise<void> {
    this.#held.add(id)
    await this.#threads.get(id)?.call.hold(true)
    this.#next()
  }

  async release(id: ImportId): Promise<void> {
    this.#held.delete(id)
    await this.#threads.get(id)?.call.hold(false)
    this.#next()
  }

  /** Resolves when it has ended. */
  async cancel(id: ImportId): Promise<void> {
    this.#cancelled.add(id)
    const at = this.#waiting.findIndex((job) => job.id === id)
    const [job] = at < 0 ? [] : this.#waiting.splice(at, 1)
    if (job) this.#end(job)
    else await this.#threads.get(id)?.call.cancel()
    await this.ended(id)
  }

  /** The row with the counts of this moment. */
  freshen(row: ImportRow): { row: ImportRow; part: NonNullable<ReturnType<Live['get']>>['part'] } {
    const progress = this.#live.get(row.id)
    if (row.finished_at !== null) return { row, part: null }
    if (!progress) return { row: { ...row, ...this.#unsaved.get(row.id) }, part: null }
    const { format, encoding, totalBytes, part } = progress
    const counts = JSON.stringify(progress.counts)
    const reasons = JSON.stringify(progress.reasons)
    return { row: { ...row, counts, reasons, format, encoding, total_bytes: totalBytes }, part }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#waiting.splice(0)) {
      dropUpload(job.input)
      this.#ends.get(job.id)?.resolve()
    }
    await Promise.all([...this.#threads.values()].map((thread) => thread.stop()))
    await Promise.all([...this.#ends.values()].map((end) => end.promise))
    if (this.#retry) clearInterval(this.#retry)
    await this.#saveEndings()
  }

  #keepEnding(id: ImportId, change: ImportChange): void {
    this.#unsaved.set(id, change)
    this.#retry ??= setInterval(() => void this.#saveEndings(), RETRY).unref()
  }

  async #saveEndings(): Promise<void> {
    for (const [id, change] of this.#unsaved) {
      try {
        await this.#run.db.write((tx) => changeImport(tx, id, change))
        this.#unsaved.delete(id)
        const row = await findImport(this.#run.db, id)
        if (row?.quarantine_key) await dropUnusedQuarantine(this.#run, id, row.quarantine_key)
      } catch {
        return // still no room; what is not written at the end, the next start finds interrupted
      }
    }
    if (this.#retry) clearInterval(this.#retry)
    this.#retry = null
  }

  #next(): void {
    const active = [...this.#running.keys()].filter((id) => !this.#held.has(id)).length
    const at = this.#waiting.findIndex(({ id }) => !this.#held.has(id))
    if (this.#closed || active >= this.#atOnce || at < 0) return
    const [job] = this.#waiting.splice(at, 1)
    if (!job) return
    this.#running.set(job.id, job)
    const onThread = (thread: Thread<IntakeHandlers>) => {
      this.#threads.set(job.id, thread)
      // asked for before it was there
      if (this.#held.has(job.id)) void thread.call.hold(true).catch(() => undefined)
      if (this.#cancelled.has(job.id)) void thread.call.cancel().catch(() => undefined)
      if (this.#closed) void thread.stop()
    }
    // when even the row cannot be written, it stays `running`, and the next start finds it so
    const endingOf = (code: string) => this.#endingOf(job, code)
    const onUnsaved = (change: ImportChange) => this.#keepEnding(job.id, change)
    void runImport(this.#run, job, this.#live, onThread, endingOf, onUnsaved)
      .catch(() => undefined)
      .then(() => this.#end(job))
    this.#next()
  }

  /** What it means for an import that it stopped. */
  #endingOf(job: Job, code: string): Ending {
    if (this.#cancelled.has(job.id)) return { state: 'cancelled', problem: 'import_cancelled' }
    if (!this.#closed) return { state: 'interrupted', problem: code }
    if (job.input.kind === 'upload') return { state: 'interrupted', problem: 'upload_gone' }
    return { state: 'interrupted', problem: this.#held.has(job.id) ? 'paused_at_end' : 'process_ended' }
  }

  #end(job: Job): void {
    for (const ids of [this.#held, this.#cancelled]) ids.delete(job.id)
    this.#running.delete(job.id)
    this.#threads.delete(job.id)
    dropUpload(job.input)
    this.#ends.get(job.id)?.resolve()
    this.#ends.delete(job.id)
    this.#next()
  }
}

/** An upload that nobody will read any more. */
export function dropUpload(input: ImportInput): void {
  if (input.kind !== 'upload') return
  input.upload.key.fill(0)
  durable.removeDurably([input.upload.path])
}

/** @throws Refusal `import_not_running` */
export function needRunning(queue: Queue, id: ImportId): void {
  if (!queue.has(id)) throw new Refusal('conflict', 'import_not_running')
}
