import { availableParallelism } from 'node:os'
import type { ArchiveReader, Catalog } from '#archive'
import { invariant } from '#base'
import { startThread } from '#platform'
import type { ExportJob } from './job.ts'
import { openHand, type RowHand, type RowsJob } from './row-hand.ts'
import type { RowsHandlers } from './rows.thread.ts'

export interface RowHands {
  readonly first: RowHand
  readonly all: readonly RowHand[]
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

/** The exporter's own hand. */
export function ownHand(job: RowsJob, archive: { reader: ArchiveReader; catalog: Catalog }): RowHands {
  const hand = openHand(job, archive)
  const first: RowHand = {
    begin: async (no, run, taken) => hand.begin(no, run, taken),
    more: async (no) => hand.more(no),
    drop: async (no) => hand.drop(no),
    caseNo: async () => hand.caseNo(),
  }
  return { first, all: [first], stop: async () => undefined }
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
  const [first] = all
  invariant(first !== undefined, 'rows are made by one thread at least')
  return { first, all, stop }
}

/** The keys of a job that nobody needs once the hands have theirs. */
export function wipe({ secrets }: Pick<ExportJob, 'secrets'>): void {
  for (const key of Object.values(secrets)) key.fill(0)
}
