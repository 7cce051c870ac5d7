import type { ExportId } from '#base'
import type { ExportParts } from '../register/ports.ts'
import type { StoredExport } from '../register/store.ts'
import type { Underway } from '../standing/view.ts'
import { fail, type Running, runExport } from './run.ts'

/** What runs now. One export at a time: a run is bounded by the processor, and two would only share it. */
export class Runs {
  readonly #parts: ExportParts
  readonly #running = new Map<ExportId, Running>()
  #queue: Promise<unknown> = Promise.resolve()
  #stopping = false

  constructor(parts: ExportParts) {
    this.#parts = parts
  }

  /** How far it is; null where it does not run. */
  readonly underway = (id: ExportId): Underway | null => this.#running.get(id) ?? null

  start(row: StoredExport): void {
    const state: Running = { rows: 0, all: null, thread: null, isStopped: false }
    this.#running.set(row.id, state)
    this.#queue = this.#queue
      .then(() => this.#run(row, state))
      .catch(() => this.#parts.onTrouble?.('export_lost')) // not even the failure could be written: the next start does it
      .finally(() => this.#running.delete(row.id))
  }

  async settled(): Promise<void> {
    for (let last: unknown = null; last !== this.#queue; ) {
      last = this.#queue
      await this.#queue
    }
  }

  /** Ends what runs; what waits is failed and can be asked for again. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const state of this.#running.values()) {
      state.isStopped = true // one whose thread is only being started ends as soon as there is one
      await state.thread?.stop()
    }
    await this.settled()
  }

  #run(row: StoredExport, state: Running): Promise<void> {
    return this.#stopping
      ? fail(this.#parts, row.id, 'interrupted', async () => undefined)
      : runExport(this.#parts, row, state)
  }
}
