import { ArchiveReader, archiveFiles, type ReaderOptions, type ReaderSecrets } from '#archive'
import { systemClock } from '#base'
import { serveThread } from '#platform'
import { openKeyRegister } from '#platform/keys'
import { Searcher, type SearchInput } from './searcher.ts'
import { Signals } from './signals.ts'

export interface SearcherThreadInit {
  /** The house directory. */
  house: string
  dir: string
  secrets: ReaderSecrets
  signals: SharedArrayBuffer
  reader: ReaderOptions
}

function serve({ house, dir, secrets, signals, reader }: SearcherThreadInit) {
  const source = new ArchiveReader(house, secrets, systemClock, reader)
  const register = openKeyRegister(archiveFiles(house).house, secrets.house, secrets.register, systemClock)
  for (const key of Object.values(secrets)) key.fill(0)
  const searcher = new Searcher({ dir, source, register, signals: new Signals(signals) })
  return {
    run: (input: SearchInput) => searcher.run(input),
    stopping() {
      searcher.close()
      register.close()
      source.close()
    },
  }
}

export type SearcherHandlers = ReturnType<typeof serve>

await serveThread(serve)
