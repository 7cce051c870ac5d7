import { ArchiveReader, archiveFiles, Catalog } from '#archive'
import { systemClock } from '#base'
import { move, serveThread } from '#platform'
import type { LabelClaim } from './labels.ts'
import { openHand, type RowsJob } from './row-hand.ts'
import type { RowRun } from './row-run.ts'

// One of the threads that make rows for an exporter. It asks for no permit: whoever started the exporter has, and asks again.

function serve(job: RowsJob) {
  const reader = new ArchiveReader(job.house, job.secrets, systemClock)
  const catalog = new Catalog(archiveFiles(job.house).journal, job.secrets.journal)
  for (const key of Object.values(job.secrets)) key.fill(0)
  const hand = openHand(job, { reader, catalog })
  catalog.close()
  return {
    begin: (no: number, run: RowRun, taken: readonly LabelClaim[]): void => hand.begin(no, run, taken),
    more(no: number) {
      const made = hand.more(no)
      return move(made, made.rows === 0 ? [] : [made.disclosures.buffer, made.lines.buffer, made.facts.buffer])
    },
    drop: (no: number): void => hand.drop(no),
    caseNo: () => hand.caseNo(),
    stopping() {
      job.pseudonymKey.fill(0)
      reader.close()
    },
  }
}

export type RowsHandlers = ReturnType<typeof serve>

await serveThread(serve, 'background')
