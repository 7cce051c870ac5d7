import { availableParallelism } from 'node:os'
import type { OpenedRows, OpenRows } from '@cunzhen/proof'
import type { ArchiveReader, Catalog } from '#archive'
import { invariant } from '#base'
import { move, startThread, type Thread } from '#platform'
import type { ExportJob } from '../register/job.ts'
import type { RowHand, RowsJob } from './row-work.ts'
import type { RowsHandlers } from './rows.thread.ts'

export interface RowHands {
  readonly first: RowHand
  readonly all: readonly RowHand[]
  /** After the last row: what making them took is gone, and all but one thread with it. */
  forget(): Promise<void>
  /** After `forget`: who opens the rows of the finished package for its check, the last thing they do. Left out: whoever checks. */
  readonly openRows?: OpenRows
  /** May be called again. */
  stop(): Promise<void>
}

/** Fewer rows are made sooner than a thread has started. */
const WORTH_THREADS = 8000
const MOST_THREADS = 2
/** Threads that make this many rows; 0: the exporter makes them itself. */
export function threadsFor(rows: number): number {
  const cores = Math.min(MOST_THREADS, availableParallelism())
  return rows >= WORTH_THREADS && cores > 1 ? cores : 0
}

/** The exporter's own hand. The detector is loaded for it, and only for it. */
export async function ownHand(job: RowsJob, archive: { reader: ArchiveReader; catalog: Catalog }): Promise<RowHands> {
  const { openHand } = await import('./row-hand.ts')
  const hand = openHand(job, archive)
  const first: RowHand = {
    begin: async (no, run, taken) => hand.begin(no, run, taken),
    more: async (no) => hand.more(no),
    drop: async (no) => hand.drop(no),
    caseNo: async () => hand.caseNo(),
  }
  return { first, all: [first], forget: async () => undefined, stop: async () => undefined }
}

/** @param job its secrets are copied to each thread, which wipes its copy */
export async function startHands(job: RowsJob, count: number): Promise<RowHands> {
  const url = new URL('./rows.thread.ts', import.meta.url)
  const start = () => startThread<RowsHandlers, RowsJob>(url, { init: job, name: 'rows' })
  const started = await Promise.allSettled(Array.from({ length: count }, start))
  const threads = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async (): Promise<void> => void (await Promise.all(threads.map((thread) => thread.stop())))
  for (const one of started) {
    if (one.status === 'fulfilled') continue
    await stop()
    throw one.reason
  }
  const all = threads.map(({ call }) => call)
  const [kept, ...others] = threads
  invariant(kept !== undefined, 'rows are made by one thread at least')
  const first = kept.call
  const forget = async (): Promise<void> =>
    void (await Promise.all([first.forget(), ...others.map((one) => one.stop())]))
  return { first, all, forget, openRows: openingIn(kept, stop), stop }
}

/** One in the thread's hands and one behind it. */
const PIECES = 2

/**
 * A thread that made rows has warmed up on the same code: opening them again costs half of what it would cost a new one. One is enough beside
 * the exporter, which reads and compares meanwhile; a second one's heap would stand on top of all that the check keeps [500,000 rows: 65 MiB].
 */
function openingIn({ call }: Thread<RowsHandlers>, stop: () => Promise<void>): OpenRows {
  return (context) => {
    const ready = call.check(context)
    ready.catch(() => undefined) // whoever opens learns of it
    const open = async (piece: Uint8Array, place: number): Promise<OpenedRows> => {
      await ready
      const own = new Uint8Array(piece) // what a Buffer slices off is not its own
      return call.open(move(own, [own.buffer]), place)
    }
    return {
      most: PIECES,
      open(piece, place) {
        const answer = open(piece, place)
        answer.catch(() => undefined) // whoever waits for it learns of it; until then nobody does
        return answer
      },
      end: stop, // ledger and completeness are checked in the room that it leaves
    }
  }
}

/** The keys of a job that nobody needs once the hands have theirs. */
export function wipe({ secrets }: Pick<ExportJob, 'secrets'>): void {
  for (const key of Object.values(secrets)) key.fill(0)
}
