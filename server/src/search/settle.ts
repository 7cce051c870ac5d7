import { DAY, type Instant, invariant, type RecordNo } from '#base'
import { CHUNK_ROWS, type ColumnArray, type ColumnName, decodeChunk, newColumn } from './columns.ts'
import type { Indexer } from './indexer.ts'
import { type ShardName, spanOf } from './months.ts'
import { ShardWriter } from './shard-writer.ts'
import { indexedRecord } from './source.ts'

// A quiet shard is settled: its ordinals sorted by (time, RecordNo), its index merged to one run, its file shrunk. It is
// an exchange of equals: answers before, during and after are the same. It yields between batches so that following the
// archive never waits for it, and gives up when the shard gets rows meanwhile.

/**
 * Shards worth settling at `now`: quiet for `quiet` ms and a quarter larger than when last settled (so that a live month
 * is not sorted over and over), or quiet for a day with any unsettled row.
 */
export function shardsToSettle(indexer: Indexer, now: Instant, quiet: number): ShardName[] {
  const names: ShardName[] = []
  for (const { name } of indexer.files.entries) {
    const silence = now - (indexer.lastAppend(name) ?? 0)
    const state = silence >= quiet ? indexer.writer(name)?.state : undefined
    if (!state) continue
    const unsettled = state.rows - state.settledRows
    if (unsettled > state.settledRows / 4 || (unsettled > 0 && silence >= DAY)) names.push(name)
  }
  return names
}

/** Yields between batches; returns true when the shard is settled, false when it changed on the way. */
export function* settleShard(indexer: Indexer, name: ShardName): Generator<undefined, boolean> {
  const writer = indexer.writer(name)
  if (!writer) return false
  if (writer.state.inOrder) {
    writer.settle()
    return true
  }
  const { rows, watermark } = writer.state
  const numbers = sortedRecordNumbers(writer, name)
  const fresh = indexer.files.begin(name)
  const sorted = new ShardWriter(fresh.store, name)
  let isInPlace = false
  try {
    for (let at = 0; at < rows; at += CHUNK_ROWS) {
      sorted.load(readInOrder(indexer, numbers.subarray(at, at + CHUNK_ROWS)))
      yield
      const now = indexer.writer(name)?.state
      if (now?.rows !== rows || now.watermark !== watermark) return false
    }
    sorted.settle(watermark)
    indexer.replaceShard(fresh, sorted)
    isInPlace = true
    return true
  } finally {
    if (!isInPlace) indexer.files.abandon(fresh)
  }
}

/** The records in the order of `numbers`, but read in order of number, in which neighbours share a block. */
function readInOrder(indexer: Indexer, numbers: Uint32Array) {
  const texts = new Map<number, ReturnType<typeof indexedRecord>>()
  for (const no of numbers.toSorted()) {
    const archived = indexer.source.read(no as RecordNo) // the shard holds record numbers only
    invariant(archived, 'a record that was indexed is in the archive')
    texts.set(no, indexedRecord(archived))
  }
  return Array.from(numbers, (no) => {
    const record = texts.get(no)
    invariant(record, 'every number asked for was read')
    return record
  })
}

function sortedRecordNumbers(writer: ShardWriter, name: ShardName): Uint32Array {
  const times = wholeColumn(writer, name, 'time')
  const numbers = wholeColumn(writer, name, 'record')
  const order = Uint32Array.from(times, (_, ordinal) => ordinal)
  // Rows of equal time stand in order of number already, before and after any earlier settling.
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b)
  return order.map((ordinal) => numbers[ordinal] ?? 0)
}

function wholeColumn(writer: ShardWriter, name: ShardName, column: ColumnName): ColumnArray {
  const values = newColumn(column, spanOf(name).form, writer.state.rows)
  for (const chunk of writer.store.chunks(column, 0)) {
    decodeChunk(column, chunk.data, chunk.rows, values, chunk.no * CHUNK_ROWS)
  }
  return values
}
