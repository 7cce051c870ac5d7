import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type ReaderOptions, readerSecrets } from '#archive'
import { type ActReceipt, isReceipt } from '#audit'
import { Fault, invariant, Refusal } from '#base'
import { startThread, type Thread } from '#platform'
import type { Keyring } from '#platform/keys'
import { mergedAnswer, type SearchAnswer, type SearchInput, withSpoken } from './find/answer.ts'
import type { SearcherHandlers, SearcherThreadInit } from './find/searcher.thread.ts'
import { Signals } from './shards/signals.ts'
import type { FollowOptions } from './write/follow.ts'
import type { IndexerHandlers, IndexerListener, IndexerThreadInit } from './write/indexer.thread.ts'

export interface SearchParts {
  /** The house directory; the archive has started. */
  house: string
  keyring: Keyring
  /** Threads that answer together, each for its own months. Default: one for each core, at most two. */
  searchers?: number
  /** A turn of the indexer failed and is tried again, or a thread ended: codes for the log and the house page. */
  onTrouble?: (code: string) => void
  indexer?: FollowOptions
  reader?: ReaderOptions
}

export interface Search {
  /**
   * One page of answers. The receipt says that the act is on disk: finding out whether a word occurs is a read.
   *
   * @param since performance.now() when the work for it began, where there was any before: looking up names takes longer
   *   for names that occur outside the scope
   * @throws Refusal (invalid) `query_…` as parseQuery, `query_too_broad`, `cursor_malformed`; (unavailable) `index_repairing`
   */
  run(receipt: ActReceipt, input: SearchInput, since?: number): Promise<SearchAnswer>
  /** Every record below this number is searchable. */
  indexPosition(): number
  /** New records may be there; without it they are found within half a second. */
  poke(): void
  /** Resolves when every record below `position` is searchable. */
  reach(position: number): Promise<void>
  /** Sorts and shrinks every shard now; answers stay the same. */
  settle(): Promise<void>
  /** Deletes the index and begins to make it again from the archive; indexPosition tells how far it is. */
  rebuild(): Promise<void>
  /** For connectThreads to the keeper, which it tells how far the index is. */
  readonly indexerThread: Thread<IndexerHandlers>
  stop(): Promise<void>
}

const MIB = 1024 * 1024
/** Of all searchers together, in bytes. */
const MEMORY = { columns: 32 * MIB, results: 4 * MIB, texts: 4 * MIB }

const RECEIPTS = ['search.', 'conversation.', 'export.', 'index.']

/** @throws what opening the archive's files throws */
export async function startSearch(parts: SearchParts): Promise<Search> {
  const { house, keyring, onTrouble } = parts
  const dir = join(house, 'index')
  const signals = new Signals()
  const stops: (() => Promise<void>)[] = []
  const started = <H>(thread: Thread<H>): Thread<H> => {
    stops.unshift(() => thread.stop())
    thread.onExit((fault) => onTrouble?.(fault.code))
    return thread
  }
  const init = () => ({ house, dir, secrets: readerSecrets(keyring), signals: signals.buffer })
  try {
    const serves: IndexerListener = { trouble: (code) => onTrouble?.(code) }
    const indexer = started(
      await startThread<IndexerHandlers, IndexerThreadInit>(moduleOf('write/indexer'), {
        init: { ...init(), options: parts.indexer ?? {} },
        serves,
      }),
    )
    const searchers: Thread<SearcherHandlers>[] = []
    const of = parts.searchers ?? Math.min(2, availableParallelism())
    for (let nth = 0; nth < of; nth++) {
      const reader = parts.reader ?? { cacheBytes: MEMORY.texts / of }
      const own = { share: { nth, of }, columnBytes: MEMORY.columns / of, resultBytes: MEMORY.results / of }
      searchers.push(
        started(
          await startThread<SearcherHandlers, SearcherThreadInit>(moduleOf('find/searcher'), {
            init: { ...init(), reader, ...own },
          }),
        ),
      )
    }
    return searchOf(indexer, searchers, signals, stops)
  } catch (error) {
    for (const stop of stops) await stop()
    throw error
  }
}

function searchOf(
  indexer: Thread<IndexerHandlers>,
  searchers: readonly Thread<SearcherHandlers>[],
  signals: Signals,
  stops: readonly (() => Promise<void>)[],
): Search {
  return {
    async run(receipt, input, since) {
      invariant(isReceipt(receipt), 'a search is run only after its act is on disk')
      invariant(
        RECEIPTS.some((each) => receipt.action.startsWith(each)),
        'the act on disk is one of finding content',
      )
      const startedAt = since ?? performance.now()
      try {
        const answer = await answerOf(searchers, input)
        const isSlow = answer.isSlow || (input.names ?? []).length > 0
        if (answer.total === 0) await roundUp(startedAt, isSlow ? EMPTY_STEP.slow : EMPTY_STEP.plain)
        return answer
      } catch (error) {
        const shard = error instanceof Fault && error.code === 'shard_damaged' ? error.detail.shard : null
        if (typeof shard !== 'string') throw error
        await indexer.call.forget(shard)
        throw new Refusal('unavailable', 'index_repairing')
      }
    },
    indexPosition: () => signals.position,
    poke: () => void indexer.call.poke().catch(() => undefined), // an indexer that has ended was reported already
    reach: (position) => indexer.call.reach(position),
    settle: () => indexer.call.settle(),
    rebuild: () => indexer.call.rebuild(),
    indexerThread: indexer,
    async stop() {
      for (const stop of stops) await stop()
    },
  }
}

async function answerOf(searchers: readonly Thread<SearcherHandlers>[], input: SearchInput): Promise<SearchAnswer> {
  const everyone = <T>(ask: (call: Thread<SearcherHandlers>['call']) => Promise<T>) =>
    Promise.all(searchers.map(({ call }) => ask(call)))
  const spoken = await Promise.all(
    (input.names ?? []).map(async ({ spokenIn }) =>
      spokenIn.length === 0 ? [] : (await everyone((call) => call.conversationsOf(spokenIn, input.scope))).flat(),
    ),
  )
  const named = withSpoken(input, spoken)
  return mergedAnswer(named, await everyone((call) => call.part(named)))
}

/**
 * An empty answer takes a whole number of these. A word that lies outside the scope costs its posting lists, one that
 * lies nowhere costs nothing: unrounded, the time would tell them apart although the answers are the same. It is no
 * defence where the difference is larger than a step, so the step is above what common words cost.
 */
const EMPTY_STEP = { plain: 25, slow: 100 } as const

async function roundUp(startedAt: number, step: number): Promise<void> {
  const until = startedAt + Math.ceil((performance.now() - startedAt) / step) * step
  for (let left = step; left > 0; left = until - performance.now()) {
    await delay(Math.ceil(until - performance.now())) // a timer may fire a little early
  }
}

function moduleOf(thread: 'write/indexer' | 'find/searcher'): URL {
  return new URL(`./${thread}.thread.ts`, import.meta.url)
}
