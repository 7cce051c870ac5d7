import type { ResolvedScope } from '#access'
import { ArchiveReader, archiveFiles, type ReaderOptions, type ReaderSecrets } from '#archive'
import { type ParticipantNo, systemClock } from '#base'
import { serveThread } from '#platform'
import { openKeyRegister } from '#platform/keys'
import { Signals } from '../shards/signals.ts'
import type { SearchInput } from './answer.ts'
import type { Share } from './open-shards.ts'
import { Searcher } from './searcher.ts'

export interface SearcherThreadInit {
  /** The house directory. */
  house: string
  dir: string
  secrets: ReaderSecrets
  signals: SharedArrayBuffer
  reader: ReaderOptions
  share: Share
  columnBytes: number
  resultBytes: number
}

function serve({ house, dir, secrets, signals, reader, ...own }: SearcherThreadInit) {
  const source = new ArchiveReader(house, secrets, systemClock, reader)
  const register = openKeyRegister(archiveFiles(house).house, secrets.house, secrets.register, systemClock)
  for (const key of Object.values(secrets)) key.fill(0)
  const searcher = new Searcher({ dir, source, register, signals: new Signals(signals), ...own })
  return {
    part: (input: SearchInput) => searcher.part(input),
    conversationsOf: (senders: readonly ParticipantNo[], scope: ResolvedScope) =>
      searcher.conversationsOf(senders, scope),
    stopping() {
      searcher.close()
      register.close()
      source.close()
    },
  }
}

export type SearcherHandlers = ReturnType<typeof serve>

await serveThread(serve)
