import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { QuarantineId } from '#base'
import { KeptCounts } from './kept-counts.store.ts'

const [FIRST, SECOND] = ['qrt_first', 'qrt_second'] as QuarantineId[] as [QuarantineId, QuarantineId]
const HELLO = Buffer.from('the key of hello')
const OTHER = Buffer.from('some other key..')
const PART = '聊天/群.txt'

let dir: string
let kept: KeptCounts
const place = () => ({ path: join(dir, 'imp_1.counts'), key: new Uint8Array(32).fill(7) })
/** As after a crash: what was not committed is gone. */
function again(): void {
  kept.close()
  kept = new KeptCounts(place())
}
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-counts-'))
  kept = new KeptCounts(place())
  kept.keep(PART, [{ key: HELLO, n: 2 }])
})
afterEach(() => {
  kept.close()
  rmSync(dir, { recursive: true })
})

test('a message of a span comes behind its equals of the part and of other spans', () => {
  expect([0, 1].map((nth) => kept.number(PART, FIRST, HELLO, nth))).toEqual([2, 3])
  expect(kept.number(PART, SECOND, HELLO, 0)).toBe(4)
  expect(kept.number(PART, SECOND, OTHER, 0)).toBe(0)
})

test('read again after a crash it has the number it had, whatever was read between', () => {
  kept.number(PART, FIRST, HELLO, 0)
  kept.commit()
  again()
  expect(kept.number(PART, SECOND, HELLO, 0)).toBe(3)
  kept.commit()
  again()
  expect(kept.number(PART, FIRST, HELLO, 0)).toBe(2)
  expect(kept.number(PART, FIRST, HELLO, 1)).toBe(4)
})

test('a number that was not committed was given to nobody', () => {
  kept.number(PART, FIRST, HELLO, 0)
  again()
  expect(kept.number(PART, SECOND, HELLO, 0)).toBe(2)
})

test('of two parts of one name the larger count is kept; a part nobody read to its end is not known', () => {
  kept.keep(PART, [
    { key: HELLO, n: 1 },
    { key: OTHER, n: 5 },
  ])
  expect(kept.number(PART, FIRST, HELLO, 0)).toBe(2)
  expect(kept.number(PART, FIRST, OTHER, 0)).toBe(5)
  expect(kept.has(PART)).toBe(true)
  expect(kept.has('another')).toBe(false)
  expect(KeptCounts.find({ ...place(), path: join(dir, 'nowhere') })).toBeNull()
})

test('nothing of it can be read without the key of its quarantine', () => {
  again()
  const bytes = readFileSync(place().path)
  for (const plain of [HELLO, Buffer.from(PART)]) expect(bytes.includes(plain)).toBe(false)
  expect(() => new KeptCounts({ ...place(), key: new Uint8Array(32) })).toThrow(
    expect.objectContaining({ code: 'key_wrong' }),
  )
})
