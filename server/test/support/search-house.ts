import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { HOUSE, type ResolvedScope } from '#access'
import { type Archive, type Arrival, startArchive } from '#archive'
import { type ActReceipt, createRecorder } from '#audit'
import { systemClock } from '#base'
import { connectThreads } from '#platform'
import { openHouseDb } from '#platform/house'
import { type Search, type SearchInput, type SearchParts, startSearch } from '#search'
import { type ArchiveHouse, arrivalOf, makeArchiveHouse } from './archive-house.ts'

// An archive and its index with their real threads, and a corpus to fill them with.

export interface SearchHouse {
  readonly dir: string
  readonly archive: Archive
  readonly search: Search
  /** Of an act that may find content. */
  readonly receipt: ActReceipt
  /** Archives and waits until it is searchable; the record numbers, in order. */
  admit(arrivals: readonly Arrival[]): Promise<number[]>
  find(query: string, over?: Partial<SearchInput>): ReturnType<Search['run']>
  /** Every number, page by page. */
  findAll(query: string, over?: Partial<SearchInput>): Promise<{ numbers: number[]; total: number }>
  close(): Promise<void>
}

export const EVERYTHING: ResolvedScope = { conversations: 'all', from: null, to: null, kinds: null, undated: true }

export async function openSearchHouse(options: Partial<SearchParts> = {}, house?: ArchiveHouse): Promise<SearchHouse> {
  const made = house ?? (await makeArchiveHouse())
  const db = openHouseDb(join(made.dir, 'house.db'), made.keyring.secret('house.db'))
  const recorder = createRecorder(db, systemClock)
  const receipt = await recorder.record({ action: 'search.window', actor: HOUSE, permit: 'window' })
  const archive = await startArchive({ house: made.dir, keyring: made.keyring, grantStillHolds: () => true })
  const search = await startSearch({ house: made.dir, keyring: made.keyring, ...options })
  connectThreads(search.indexerThread, archive.keeperThread, 'keeper')
  const find: SearchHouse['find'] = (query, over = {}) =>
    search.run(receipt, { scope: EVERYTHING, query, mode: 'normal', order: 'newest', limit: 1000, ...over })
  return {
    dir: made.dir,
    archive,
    search,
    receipt,
    find,
    async admit(arrivals) {
      const numbers: number[] = []
      for (let at = 0; at < arrivals.length; at += 1000) {
        const outcomes = await archive.journal.admit(arrivals.slice(at, at + 1000))
        numbers.push(...outcomes.map(({ record }) => record))
      }
      await search.reach(Math.max(...numbers.slice(-1000)) + 1)
      return numbers
    },
    async findAll(query, over = {}) {
      const numbers: number[] = []
      for (let cursor: string | null = null; ; ) {
        const page: Awaited<ReturnType<Search['run']>> = await find(query, { ...over, cursor })
        for (const { record } of page.hits) numbers.push(record)
        cursor = page.next
        if (!cursor) return { numbers, total: page.total }
      }
    },
    async close() {
      await search.stop()
      await archive.stop()
      await db.close()
      if (!house) made.remove()
    },
  }
}

export interface CorpusLine {
  conv: string
  seq: number
  sender: string
  text: string
  /** ms UTC, or absent. */
  ts?: number | string
}

/** Lines of one of the shared corpora, at most `most`. */
export async function* corpusLines(path: string, most = Number.POSITIVE_INFINITY): AsyncGenerator<CorpusLine> {
  let count = 0
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    if (count++ >= most) return
    yield JSON.parse(line) as CorpusLine // our own test data, made by one script
  }
}

export function arrivalOfLine({ conv, seq, sender, text, ts }: CorpusLine): Arrival {
  return arrivalOf(seq, {
    platform: 'corpus',
    origin: 'shared',
    sourceId: `${conv}/${seq}`,
    conversation: conv,
    sender,
    senderName: sender,
    sourceTs: typeof ts === 'number' ? ts : null,
    kind: 'text',
    body: text,
  })
}
