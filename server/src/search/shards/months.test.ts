import { expect, test } from 'vitest'
import type { Instant } from '#base'
import { shardOf, spanOf } from './months.ts'

const archived = Date.UTC(2026, 10, 2, 2) as Instant
const shard = (time: number | null) => shardOf(time as Instant | null, archived)

test.each([
  [Date.UTC(2026, 9, 31, 15, 59, 59, 999), '2026-10'],
  [Date.UTC(2026, 9, 31, 16), '2026-11'],
  [Date.UTC(1999, 11, 31, 15, 59, 59, 999), 'odd'],
  [Date.UTC(1999, 11, 31, 16), '2000-01'],
  [Date.UTC(2026, 10, 3, 15, 59, 59, 999), '2026-11'],
  [Date.UTC(2026, 10, 3, 16), 'odd'],
  [-1, 'odd'],
  [8_640_000_000_000_000, 'odd'],
  [null, 'undated'],
])('%d lies in %s', (time, name) => {
  expect(shard(time)).toBe(name)
})

test('a month shard’s span holds exactly the times that lie in it', () => {
  for (const time of [
    Date.UTC(2024, 1, 15),
    Date.UTC(2025, 11, 31, 15),
    Date.UTC(2025, 11, 31, 16),
    Date.UTC(2000, 0, 1),
  ]) {
    const name = shard(time)
    const { from, to, base } = spanOf(name)
    expect(from).toBe(base)
    expect(shard(from)).toBe(name)
    expect(shard((to ?? 0) - 1)).toBe(name)
    expect(shard((from ?? 0) - 1)).not.toBe(name)
    expect(shard(to)).not.toBe(name)
    expect((to ?? 0) - (from ?? 0)).toBeLessThan(2 ** 32)
  }
})
