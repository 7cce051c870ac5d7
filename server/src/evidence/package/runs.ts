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
    const state: Running = { rows: 0, all: null, thread: null, ended: null }
    this.#running.set(row.id, state)
    this.#queue = this.#queue
      .then(() => this.#run(row, state))
      .catch(() => this.#parts.onTrouble?.('export_lost')) // not even the failure could be written: the next start does it
      .finally(() => {
        if (this.#running.get(row.id) === state) this.#running.delete(row.id) // or it has begun anew
      })
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
    for (const state of this.#running.values()) await end(state, 'interrupted')
    await this.settled()
  }

  /** Ends the run of one export, whose row says already that it was cancelled. */
  async cancel(id: ExportId): Promise<void> {
    const state = this.#running.get(id)
    if (state !== undefined) await end(state, 'cancelled')
  }

  async #run(row: StoredExport, state: Running): Promise<void> {
    if (state.ended === 'cancelled') return // before its turn came
    return this.#stopping
      ? fail(this.#parts, row.id, 'interrupted', async () => undefined)
      : runExport(this.#parts, row, state)
  }
}

/** One whose thread is only being started ends as soon as there is one. */
async function end(state: Running, why: NonNullable<Running['ended']>): Promise<void> {
  state.ended ??= why
  await state.thread?.stop()
}
