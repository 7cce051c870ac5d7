import { RowOpener, type RowsContext } from '@cunzhen/proof'
import { ArchiveReader, archiveFiles, Catalog, IN_SEQUENCE } from '#archive'
import { invariant, systemClock } from '#base'
import { type Moved, move, serveThread } from '#platform'
import type { LabelClaim } from './label-register.ts'
import { openHand } from './row-hand.ts'
import type { RowRun, RowsJob } from './row-work.ts'

// One of the threads that make rows for an exporter, and later open those of the finished package for its check. It asks for no permit:
// whoever started the exporter has, and asks again.

function serve(job: RowsJob) {
  const maker = startMaking(job)
  let opener: RowOpener | null = null
  return {
    begin: (no: number, run: RowRun, taken: readonly LabelClaim[]): void => maker.hand().begin(no, run, taken),
    more(no: number) {
      const made = maker.hand().more(no)
      return move(made, made.rows === 0 ? [] : [made.disclosures.buffer, made.lines.buffer, made.facts.buffer])
    },
    drop: (no: number): void => maker.hand().drop(no),
    caseNo: () => maker.hand().caseNo(),
    /** No more rows: nothing of the house and of its people stays here. */
    forget(): void {
      maker.forget()
      globalThis.gc?.() // most of what it had is not needed any more, and an idle thread would keep it (tools/run.mjs)
    },
    check(context: RowsContext): void {
      opener = new RowOpener(context)
    },
    open(piece: Uint8Array, place: number): Moved<ReturnType<RowOpener['open']>> {
      invariant(opener !== null, 'a check begins before it opens rows')
      const rows = opener.open(piece, place)
      return move(rows, [rows.heads.buffer, rows.leaves.buffer, rows.digests.buffer, rows.csv.buffer] as ArrayBuffer[]) // made by slice
    },
    stopping: (): void => maker.forget(),
  }
}

function startMaking(job: RowsJob) {
  const reader = new ArchiveReader(job.house, job.secrets, systemClock, IN_SEQUENCE)
  const catalog = new Catalog(archiveFiles(job.house).journal, job.secrets.journal)
  for (const key of Object.values(job.secrets)) key.fill(0)
  let hand: ReturnType<typeof openHand> | null = openHand(job, { reader, catalog })
  catalog.close()
  return {
    hand() {
      invariant(hand !== null, 'rows are made before the package is checked')
      return hand
    },
    forget(): void {
      if (hand === null) return
      hand = null
      job.pseudonymKey.fill(0)
      Object.assign(job, { people: [], participants: new Map(), lessons: null } satisfies Partial<RowsJob>)
      reader.close()
    },
  }
}

export type RowsHandlers = ReturnType<typeof serve>

await serveThread(serve, 'background')
