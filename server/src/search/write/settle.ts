import { DAY, type Instant, type RecordNo } from '#base'
import { CHUNK_ROWS, type ColumnArray, type ColumnName, decodeChunk, newColumn } from '../shards/columns.ts'
import { isLost } from '../shards/lost.ts'
import { type ShardName, spanOf } from '../shards/months.ts'
import { type IndexedRecord, readIfThere } from '../shards/source.ts'
import type { Indexer } from './indexer.ts'
import { ShardWriter } from './shard-writer.ts'

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
    const known = silence >= quiet ? indexer.rowsOf(name) : null
    if (!known) continue
    const unsettled = known.rows - known.settledRows
    if (unsettled > known.settledRows / 4 || (unsettled > 0 && silence >= DAY)) names.push(name)
  }
  return names
}

const BATCH = 2048

/** Yields between batches; returns true when the shard is settled, false when it changed or proved lost on the way. */
export function* settleShard(indexer: Indexer, name: ShardName): Generator<undefined, boolean> {
  const numbers = settleInPlace(indexer, name)
  if (typeof numbers === 'boolean') return numbers
  const state = indexer.writer(name)?.state
  if (!state) return false
  const { watermark } = state
  const fresh = indexer.files.begin(name)
  const sorted = new ShardWriter(fresh.store, name)
  try {
    for (let at = 0; at < numbers.length; at += BATCH) {
      sorted.load(readInOrder(indexer, numbers.subarray(at, at + BATCH)))
      yield
      // rows and watermark move together
      if (indexer.writer(name)?.state.watermark !== watermark) return false
    }
    sorted.settle(indexer.frequent, watermark)
    indexer.replaceShard(fresh, sorted)
    return true
  } finally {
    if (indexer.files.find(name)?.file !== fresh.entry.file) indexer.files.abandon(fresh)
  }
}

/** True: it was in order and is settled. False: there is no such shard (any more). Else its records in order of time. */
function settleInPlace(indexer: Indexer, name: ShardName): boolean | Uint32Array {
  const writer = indexer.writer(name)
  if (!writer) return false
  try {
    if (!writer.state.inOrder) return sortedRecordNumbers(writer, name)
    writer.settle(indexer.frequent)
    indexer.changed(name)
    return true
  } catch (error) {
    if (!isLost(error)) throw error
    indexer.forget(name)
    return false
  }
}

/**
 * The records in the order of `numbers`, but read in order of number, in which neighbours share a block. One whose key
 * was destroyed since it was indexed is left out: it has no text any more, and so no words.
 */
function readInOrder(indexer: Indexer, numbers: Uint32Array): IndexedRecord[] {
  const records = new Map<number, IndexedRecord>()
  for (const no of numbers.toSorted()) {
    const record = readIfThere(indexer.source, no as RecordNo) // the shard holds record numbers only
    if (record) records.set(no, record)
  }
  return Array.from(numbers, (no) => records.get(no)).filter((record) => record !== undefined)
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
