import type { ResolvedScope } from '#access'
import { type RecordNo, systemClock } from '#base'
import { serveThread } from '#platform'
import { Catalog, type ParticipantCard, type ParticipantNames } from './catalog.store.ts'
import { archiveFiles } from './house-files.ts'
import { scopedReader, type Wanted } from './open.ts'
import { ArchiveReader, type ReaderOptions, type ReaderSecrets } from './reader.ts'
import type { ViewModule } from './view.ts'

/** The thread that opens records for Archive.open, and makes the long reads of the catalog, beside the main thread. */
export interface ReaderThreadInit {
  house: string
  secrets: ReaderSecrets
  options: ReaderOptions
  /** Address of a ViewModule; null: nothing is shown. */
  view: string | null
}

async function serve({ house, secrets, options, view: module }: ReaderThreadInit) {
  const reader = new ArchiveReader(house, secrets, systemClock, options)
  const catalog = new Catalog(archiveFiles(house).journal, secrets.journal)
  for (const key of Object.values(secrets)) key.fill(0)
  const view = module === null ? null : ((await import(module)) as ViewModule).createView({ catalog }) // as wire named it
  const scoped = scopedReader(reader, view)
  const opening = betweenCalls(reader.openNewest())
  return {
    openInScope: (scope: ResolvedScope, records: readonly RecordNo[], wanted?: Wanted) =>
      scoped.openInScope(scope, records, wanted),
    showInScope: (scope: ResolvedScope, records: readonly RecordNo[], asked: unknown) =>
      scoped.showInScope(scope, records, asked),
    tellView: (told: unknown) => view?.tell(told),
    findParticipants: (text: string, limit?: number): ParticipantCard[] => catalog.findParticipants(text, limit),
    participantsAfter: (after: number, limit: number): ParticipantNames[] => catalog.participantsAfter(after, limit),
    stopping() {
      opening.stop()
      catalog.close()
      reader.close()
    },
  }
}

/** Takes a step whenever nobody asks for anything. What fails is left to whoever needs it: he is told what is wrong. */
function betweenCalls(steps: Iterator<undefined>): { stop(): void } {
  const step = () => {
    try {
      if (!steps.next().done) next = setImmediate(step)
    } catch {
      // a segment is missing or damaged
    }
  }
  let next = setImmediate(step)
  return { stop: () => clearImmediate(next) }
}

export type ReaderHandlers = Awaited<ReturnType<typeof serve>>

await serveThread(serve)
