import { expect, test } from 'vitest'
import { chance } from '#test/search-oracle'
import {
  CHUNK_ROWS,
  COLUMN_NAMES,
  type ColumnArray,
  decodeChunk,
  encodeChunk,
  newColumn,
  type TimeForm,
} from './columns.ts'

test('every column comes back, whatever its values and however many rows', () => {
  const random = chance(33)
  for (let n = 0; n < 400; n++) {
    const name = random.pick([...COLUMN_NAMES])
    const form = random.pick<TimeForm>(['offset', 'instant'])
    const rows = random.pick([1, 2, 100, CHUNK_ROWS])
    const column = newColumn(name, form, rows)
    const most = column instanceof Uint8Array ? 255 : random.pick([0, 200, 60_000, 10_000_000, 2 ** 32 - 1])
    const start = Math.floor(random.next() * (most + 1))
    for (let i = 0; i < rows; i++) {
      column[i] = random.next() < 0.5 ? Math.floor(random.next() * (most + 1)) : Math.min(start + i, most)
    }
    const again = newColumn(name, form, rows + 3)
    decodeChunk(name, encodeChunk(name, column), rows, again, 3)
    expect(again.subarray(3)).toEqual(column)
  }
})

test('a chunk that has grown since the column was measured is read as far as there is room', () => {
  for (const name of COLUMN_NAMES) {
    const column = filled(newColumn(name, 'offset', 100))
    const shorter = newColumn(name, 'offset', 60)
    decodeChunk(name, encodeChunk(name, column), 100, shorter, 0)
    expect(shorter).toEqual(column.subarray(0, 60))
  }
})

test('bytes of another number of rows are refused', () => {
  for (const name of COLUMN_NAMES) {
    const bytes = encodeChunk(name, filled(newColumn(name, 'offset', 100)))
    const into = newColumn(name, 'offset', 200)
    for (const rows of [99, 101]) {
      expect(() => decodeChunk(name, bytes, rows, into, 0)).toThrow(expect.objectContaining({ code: 'file_damaged' }))
    }
  }
})

function filled(column: ColumnArray): ColumnArray {
  for (let i = 0; i < column.length; i++) column[i] = (i * 7919) % 251
  return column
}
