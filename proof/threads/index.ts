import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import {
  inThisThread,
  type OpenedRows,
  type OpenRows,
  type RowOpeners,
  type RowsContext,
} from '../src/verify/verify-rows.ts'

// The rows of a large package opened in threads, for programs in Node: `verifyPackage(files, { openRows: openRowsInThreads() })`. The verdict is the same,
// finding by finding; a page has no threads and needs none of this.

/** Of the rows' file as it declares itself: a thread has to begin and to warm up before it pays, and a smaller package is done by then. */
const FROM_BYTES = 8 * 1024 * 1024
/** Of a thread that turns so much text into short-lived objects; with less than this it tidies up a tenth of its time. */
const YOUNG_MIB = 24

/** As many threads as there are processors, at most `most`; none where there is one, and none for a file of less than `from` bytes. */
export function openRowsInThreads({ most = 2, from = FROM_BYTES } = {}): OpenRows {
  const threads = Math.min(most, availableParallelism())
  return (context, bytes) =>
    threads < 2 || bytes < from ? inThisThread(context, bytes) : new ThreadedOpeners(context, threads)
}

class ThreadedOpeners implements RowOpeners {
  /** Two for each thread: one in its hands and one behind it. */
  readonly most: number
  readonly #threads: OpenerThread[]
  #opened = 0

  constructor(context: RowsContext, count: number) {
    this.most = 2 * count
    this.#threads = Array.from({ length: count }, () => new OpenerThread(context))
  }

  open(piece: Uint8Array, place: number): Promise<OpenedRows> {
    const thread = this.#threads[this.#opened++ % this.#threads.length] as OpenerThread // there are at least two
    return thread.open(piece, place)
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()))
  }
}

/** A thread answers in the order in which it was asked. */
class OpenerThread {
  readonly #worker: Worker
  readonly #asked: { done(rows: OpenedRows): void; fail(error: unknown): void }[] = []
  #failure: { error: unknown } | null = null

  constructor(workerData: RowsContext) {
    this.#worker = new Worker(new URL('./rows.thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    })
    this.#worker.on('message', (rows: OpenedRows) => this.#asked.shift()?.done(rows))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('the thread ended')))
  }

  open(piece: Uint8Array, place: number): Promise<OpenedRows> {
    const answer = new Promise<OpenedRows>((done, fail) => {
      if (this.#failure !== null) fail(this.#failure.error)
      else this.#asked.push({ done, fail })
    })
    answer.catch(() => undefined) // whoever waits for it learns of it; until then nobody does
    const own = new Uint8Array(piece) // what a Buffer slices off is not its own
    this.#worker.postMessage({ piece: own, place }, [own.buffer])
    return answer
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    for (const { fail } of this.#asked.splice(0)) fail(error)
  }
}
