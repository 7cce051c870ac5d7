import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { inThisThread, type OpenedRows, type OpenRows, type RowOpeners, type RowsContext } from '../src/verify-rows.ts'

// The rows of a large package opened in threads, for programs in Node: `verifyPackage(files, { openRows: openRowsInThreads() })`. The verdict is the same,
// finding by finding; a page has no threads and needs none of this.

/**
 * What comes before is opened in the caller's thread: twenty megabytes, as many thousand rows. A thread has to begin and to warm up before it pays, and
 * a smaller package is done by then.
 */
const PIECES_ALONE = 80

/** As many threads as there are processors, at most `most`; none where there is one, and none for the first `alone` pieces of 256 KiB. */
export function openRowsInThreads({ most = 2, alone = PIECES_ALONE } = {}): OpenRows {
  const threads = Math.min(most, availableParallelism())
  return threads < 2 ? inThisThread : (context) => new ThreadedOpeners(context, threads, alone)
}

class ThreadedOpeners implements RowOpeners {
  /** Two for each thread: one in its hands and one behind it. */
  readonly most: number
  readonly #context: RowsContext
  readonly #count: number
  readonly #alone: number
  readonly #here: RowOpeners
  readonly #threads: OpenerThread[] = []
  #opened = 0

  constructor(context: RowsContext, count: number, alone: number) {
    this.most = 2 * count
    this.#context = context
    this.#count = count
    this.#alone = alone
    this.#here = inThisThread(context)
  }

  open(piece: Uint8Array, place: number): OpenedRows | Promise<OpenedRows> {
    const number = this.#opened++
    if (number < this.#alone) return this.#here.open(piece, place)
    const at = number % this.#count
    this.#threads[at] ??= new OpenerThread(this.#context)
    return this.#threads[at].open(piece, place)
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
    this.#worker = new Worker(new URL('./rows.thread.ts', import.meta.url), { workerData })
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
