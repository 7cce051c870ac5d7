import { ArchiveReader, archiveFiles, IN_SEQUENCE, type KeeperHandlers, type ReaderSecrets } from '#archive'
import { type RecordNo, systemClock } from '#base'
import { type Caller, parent, peer, serveThread } from '#platform'
import { openKeyRegister } from '#platform/keys'
import { Signals } from '../shards/signals.ts'
import { Follower, type FollowOptions } from './follow.ts'
import { Indexer } from './indexer.ts'

export interface IndexerThreadInit {
  /** The house directory. */
  house: string
  dir: string
  secrets: ReaderSecrets
  signals: SharedArrayBuffer
  options: FollowOptions
}

/** What the indexer calls on whoever started it. */
export interface IndexerListener {
  trouble(code: string): void
}

function serve({ house, dir, secrets, signals, options }: IndexerThreadInit) {
  const source = new ArchiveReader(house, secrets, systemClock, IN_SEQUENCE)
  const register = openKeyRegister(archiveFiles(house).house, secrets.house, secrets.register, systemClock)
  for (const key of Object.values(secrets)) key.fill(0)
  const indexer = new Indexer({ dir, source, register, clock: systemClock, signals: new Signals(signals) })
  let keeper: Caller<KeeperHandlers> | null = null
  void peer<KeeperHandlers>('keeper').then((line) => {
    keeper = line
  })
  let told = -1
  const follower = new Follower({
    indexer,
    clock: systemClock,
    options,
    onDurable(position) {
      if (!keeper || position === told) return
      told = position
      // a keeper that has ended prunes nothing, so there is nothing to be told
      keeper.noteIndexed(position as RecordNo).catch(() => undefined) // counts as the archive does
    },
    onTrouble: (code) => void parent<IndexerListener>().trouble(code),
  })
  follower.start()
  return {
    poke: () => follower.poke(),
    reach: (position: number) => follower.reach(position),
    settle: () => follower.settle(),
    rebuild: () => follower.rebuild(),
    forget: (name: string) => follower.forget(name),
    async stopping() {
      await follower.stop()
      register.close()
      source.close()
    },
  }
}

export type IndexerHandlers = ReturnType<typeof serve>

await serveThread(serve, 'background')
