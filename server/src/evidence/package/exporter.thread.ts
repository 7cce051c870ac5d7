import { ArchiveReader, archiveFiles, Catalog, IN_SEQUENCE } from '#archive'
import { systemClock } from '#base'
import { parent, serveThread } from '#platform'
import type { Built, ExportDesk, ExportJob } from '../register/job.ts'
import { type RowHands, wipe } from '../rows/row-hands.ts'
import { buildPackage } from './build.ts'

// One thread for one export, and those that make its rows (rows.thread.ts), which it starts. It asks for no permit: the main thread has,
// and asks again at every report.

function serve(job: ExportJob) {
  const reader = new ArchiveReader(job.house, job.secrets, systemClock, IN_SEQUENCE)
  const catalog = new Catalog(archiveFiles(job.house).journal, job.secrets.journal)
  let hands: RowHands | null = null
  const onHands = (started: RowHands): void => {
    hands = started
  }
  return {
    build: (): Promise<Built> => buildPackage(job, { reader, catalog, desk: parent<ExportDesk>(), onHands }),
    async stopping() {
      await hands?.stop()
      wipe(job)
      catalog.close()
      reader.close()
    },
  }
}

export type ExporterHandlers = ReturnType<typeof serve>

await serveThread(serve, 'background')
