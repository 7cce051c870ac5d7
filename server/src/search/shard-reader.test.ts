import { afterEach, beforeEach, expect, test } from 'vitest'
import { chance } from '#test/search-oracle'
import { CHUNK_ROWS, COLUMN_NAMES, type ColumnName, decodeChunk, encodeChunk, newColumn } from './columns.ts'
import { spanOf } from './months.ts'
import { ARCHIVED_AT, TestIndex } from './search.test-support.ts'
import { ColumnMemory, ShardReader } from './shard-reader.ts'
import { openShardFile } from './store.ts'

let index: TestIndex
beforeEach(() => {
  index = new TestIndex()
})
afterEach(() => index.remove())

const tell = (count: number) =>
  index.source.add(
    ...Array.from({ length: count }, (_, at) => ({ text: 'x', time: ARCHIVED_AT - at * 997, sender: at })),
  )

function openReader(memory: ColumnMemory): ShardReader {
  const [entry] = index.indexer.files.entries
  if (!entry) throw new Error('no shard')
  return new ShardReader(entry.name, openShardFile(index.dir, entry.file, index.register.open(entry.key), true), memory)
}

test.each(COLUMN_NAMES)('a chunk of %s comes back as it was, at any size', (name) => {
  const random = chance(21)
  for (const form of ['offset', 'instant', 'none'] as const) {
    for (const rows of [1, 2, 1000, CHUNK_ROWS]) {
      const values = newColumn(name, form, rows).map(() => random.below(2 ** 32))
      const back = newColumn(name, form, rows + 3)
      decodeChunk(name, encodeChunk(name, values), rows, back, 2)
      expect(back.subarray(2, 2 + rows)).toEqual(values)
    }
  }
})

test('a column grows with its shard, and a search that began earlier sees it as it was then', () => {
  tell(CHUNK_ROWS + 100)
  index.indexAll()
  const memory = new ColumnMemory(1e9)
  const reader = openReader(memory)
  const before = reader.snapshot((state) => state)
  expect(before?.rows).toBe(CHUNK_ROWS + 100)
  tell(900)
  index.indexAll()
  const after = reader.snapshot((state) => state)
  if (!before || !after) throw new Error('no state')
  const expected = index.source.told.flatMap((told, no) => (told ? [{ sender: told.sender ?? 0, record: no }] : []))
  for (const state of [before, after, before]) {
    for (const name of ['sender', 'record'] as const) {
      const wanted = expected.slice(0, state.rows).map((each) => each[name])
      expect([...reader.column(name, state)]).toEqual(wanted)
    }
  }
  reader.close()
  expect(memory.bytes).toBe(0)
})

test('of a column only the chunks are read that hold what is looked at', () => {
  tell(3 * CHUNK_ROWS + 50)
  index.indexAll()
  const memory = new ColumnMemory(1e9)
  const reader = openReader(memory)
  const state = reader.snapshot((now) => now)
  if (!state) throw new Error('no state')
  const whole = openReader(new ColumnMemory(1e9)).column('sender', state)
  for (const rows of [[5, 6, CHUNK_ROWS * 2 + 1], [CHUNK_ROWS * 3 + 49], []]) {
    const found = reader.column('sender', state, Int32Array.from(rows))
    expect(rows.map((row) => found[row])).toEqual(rows.map((row) => whole[row]))
  }
  expect(memory.bytes).toBe((2 * CHUNK_ROWS + 50) * 4)
  expect(reader.column('sender', state)).toEqual(whole)
  expect(memory.bytes).toBe((3 * CHUNK_ROWS + 50) * 4)
  reader.close()
  expect(memory.bytes).toBe(0)
})

test('columns stay within their budget, whatever is asked for', () => {
  tell(3000)
  index.indexAll()
  const memory = new ColumnMemory(3000 * 4 + 10)
  const reader = openReader(memory)
  const state = reader.snapshot((now) => now)
  if (!state) throw new Error('no state')
  const names: ColumnName[] = ['time', 'sender', 'record', 'time', 'kind', 'conversation']
  for (const name of names) {
    expect(reader.column(name, state).length).toBe(3000)
    expect(memory.bytes).toBeLessThanOrEqual(3000 * 4 + 10)
  }
  expect(reader.column('time', state)[1]).toBe(ARCHIVED_AT - 997 - spanOf(reader.name).base)
  reader.close()
})
