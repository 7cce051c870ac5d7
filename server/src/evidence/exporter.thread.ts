import { ArchiveReader, archiveFiles, Catalog } from '#archive'
import { systemClock } from '#base'
import { parent, serveThread } from '#platform'
import { buildPackage } from './build.ts'
import type { Built, ExportDesk, ExportJob } from './job.ts'

// One thread for one export. It asks for no permit: the main thread has, and asks again at every report.

function serve(job: ExportJob) {
  const reader = new ArchiveReader(job.house, job.secrets, systemClock)
  const catalog = new Catalog(archiveFiles(job.house).journal, job.secrets.journal)
  for (const key of Object.values(job.secrets)) key.fill(0)
  return {
    build: (): Promise<Built> => buildPackage(job, { reader, catalog, desk: parent<ExportDesk>() }),
    stopping() {
      job.pseudonymKey.fill(0)
      catalog.close()
      reader.close()
    },
  }
}

export type ExporterHandlers = ReturnType<typeof serve>

await serveThread(serve, 'background')
