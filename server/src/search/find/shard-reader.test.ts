import { afterEach, beforeEach, expect, test } from 'vitest'
import { chance } from '#test/search-oracle'
import { ARCHIVED_AT, TestIndex } from '../search.test-support.ts'
import { CHUNK_ROWS, COLUMN_NAMES, type ColumnName, decodeChunk, encodeChunk, newColumn } from '../shards/columns.ts'
import { spanOf } from '../shards/months.ts'
import { openShardFile } from '../shards/store.ts'
import { ShardMemory, ShardReader } from './shard-reader.ts'

let index: TestIndex
beforeEach(() => {
  index = new TestIndex()
})
afterEach(() => index.remove())

const tell = (count: number) =>
  index.source.add(
    ...Array.from({ length: count }, (_, at) => ({ text: 'x', time: ARCHIVED_AT - at * 997, sender: at })),
  )

function openReader(memory: ShardMemory): ShardReader {
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
  const memory = new ShardMemory(1e9)
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
  expect(memory.columns.bytes).toBe(0)
})

test('of a column only the chunks are read that hold what is looked at', () => {
  tell(3 * CHUNK_ROWS + 50)
  index.indexAll()
  const memory = new ShardMemory(1e9)
  const reader = openReader(memory)
  const state = reader.snapshot((now) => now)
  if (!state) throw new Error('no state')
  const whole = openReader(new ShardMemory(1e9)).column('sender', state)
  for (const rows of [[5, 6, CHUNK_ROWS * 2 + 1], [CHUNK_ROWS * 3 + 49], []]) {
    const found = reader.column('sender', state, Int32Array.from(rows))
    expect(rows.map((row) => found[row])).toEqual(rows.map((row) => whole[row]))
  }
  expect(memory.columns.bytes).toBe((2 * CHUNK_ROWS + 50) * 4)
  expect(reader.column('sender', state)).toEqual(whole)
  expect(memory.columns.bytes).toBe((3 * CHUNK_ROWS + 50) * 4)
  reader.close()
  expect(memory.columns.bytes).toBe(0)
})

test('columns stay within their budget, whatever is asked for', () => {
  tell(3000)
  index.indexAll()
  const memory = new ShardMemory((3000 * 4 + 10) / 0.3)
  const reader = openReader(memory)
  const state = reader.snapshot((now) => now)
  if (!state) throw new Error('no state')
  const names: ColumnName[] = ['time', 'sender', 'record', 'time', 'kind', 'conversation']
  for (const name of names) {
    expect(reader.column(name, state).length).toBe(3000)
    expect(memory.columns.bytes).toBeLessThanOrEqual(3000 * 4 + 10)
  }
  expect(reader.column('time', state)[1]).toBe(ARCHIVED_AT - 997 - spanOf(reader.name).base)
  reader.close()
})

test.each([
  ['of few', 1e9],
  ['of few, where nothing can be kept', 1],
])('rows are told by the numbers %s', (_, budget) => {
  tell(3 * CHUNK_ROWS + 50)
  index.indexAll()
  const memory = new ShardMemory(budget)
  const reader = openReader(memory)
  const state = reader.snapshot((now) => now)
  if (!state) throw new Error('no state')
  const { among, between } = reader.columns(state)
  const senders = [...reader.column('sender', state)]
  const times = [...reader.column('time', state)]
  const random = chance(8)
  for (let round = 0; round < 40; round++) {
    const numbers = new Uint8Array(state.rows + 100)
    for (let n = random.below(4); n >= 0; n--) numbers[random.below(numbers.length)] = random.below(8) === 0 ? 0 : 1
    const at = round % 2 === 0 ? null : Int32Array.from(senders.keys()).filter(() => random.below(5) === 0)
    const rows = at ?? Int32Array.from(senders.keys())
    expect(among('sender', numbers, at)).toEqual(rows.filter((row) => numbers[senders[row] ?? 0] === 1))
    const [from, to] = [times[random.below(times.length)] ?? 0, times[random.below(times.length)] ?? 0].sort(
      (a, b) => a - b,
    )
    expect(between(from ?? 0, to ?? 0, at)).toEqual(
      rows.filter((row) => (times[row] ?? 0) >= (from ?? 0) && (times[row] ?? 0) < (to ?? 0)),
    )
  }
  if (budget === 1) expect(memory.packed.bytes).toBe(0)
  reader.close()
  expect(memory.packed.bytes).toBe(0)
})

test('a person who writes in one chunk costs one chunk, and none when it is known', () => {
  tell(3 * CHUNK_ROWS)
  index.indexAll()
  const memory = new ShardMemory(1e9)
  const reader = openReader(memory)
  const state = reader.snapshot((now) => now)
  if (!state) throw new Error('no state')
  const read: number[] = []
  const { store } = reader
  const chunk = store.chunk.bind(store)
  store.chunk = (name, no) => {
    read.push(no)
    return chunk(name, no)
  }
  const { among } = reader.columns(state)
  const [someone, another] = [2, CHUNK_ROWS + 2].map((row) => reader.values('sender', Int32Array.of(row))[0] ?? 0)
  read.length = 0
  const ask = (no = 0) => among('sender', new Uint8Array(no + 1).fill(1, no), null).length
  expect(ask(someone)).toBe(1)
  expect(read).toEqual([0, 1, 2]) // all of them the first time
  expect([ask(another), ask(someone)]).toEqual([1, 1])
  expect(read).toEqual([0, 1, 2])
  reader.close()
})
