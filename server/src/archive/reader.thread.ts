import type { ResolvedScope } from '#access'
import { type RecordNo, systemClock } from '#base'
import { serveThread } from '#platform'
import { Catalog, type ParticipantCard, type ParticipantNames } from './catalog.store.ts'
import { archiveFiles } from './house-files.ts'
import { scopedReader } from './open.ts'
import { ArchiveReader, type ReaderOptions, type ReaderSecrets } from './reader.ts'

/** The thread that opens records for Archive.open, and makes the long reads of the catalog, beside the main thread. */
export interface ReaderThreadInit {
  house: string
  secrets: ReaderSecrets
  options: ReaderOptions
}

function serve({ house, secrets, options }: ReaderThreadInit) {
  const reader = new ArchiveReader(house, secrets, systemClock, options)
  const catalog = new Catalog(archiveFiles(house).journal, secrets.journal)
  for (const key of Object.values(secrets)) key.fill(0)
  const scoped = scopedReader(reader)
  return {
    areInScope: (scope: ResolvedScope, records: readonly RecordNo[]) => scoped.areInScope(scope, records),
    openInScope: (scope: ResolvedScope, records: readonly RecordNo[]) => scoped.openInScope(scope, records),
    findParticipants: (text: string, limit?: number): ParticipantCard[] => catalog.findParticipants(text, limit),
    participantsAfter: (after: number, limit: number): ParticipantNames[] => catalog.participantsAfter(after, limit),
    stopping() {
      catalog.close()
      reader.close()
    },
  }
}

export type ReaderHandlers = ReturnType<typeof serve>

await serveThread(serve)
