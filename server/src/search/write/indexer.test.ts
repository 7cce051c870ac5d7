import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Instant } from '#base'
import { openEncrypted } from '#platform'
import { chance } from '#test/search-oracle'
import { ARCHIVED_AT, TestIndex } from '../search.test-support.ts'
import { readManifest, writeManifest } from '../shards/manifest.ts'
import { ask, randomScope, scan, tell } from '../story.test-support.ts'
import { settleShard, shardsToSettle } from './settle.ts'

let index: TestIndex
beforeEach(() => {
  index = new TestIndex()
})
afterEach(() => index.remove())

const MONTH = '2026-09'
const shardFiles = () => readdirSync(index.dir).filter((name) => name.endsWith('.db'))
const fileOf = (name: string) =>
  join(index.dir, index.indexer.files.entries.find((entry) => entry.name === name)?.file ?? '')

/** The judge: everything is found once, and random searches equal a scan. */
function expectWhole(seed = 1, queries = 15): void {
  const all = index.findAll('', { limit: 1000 })
  expect(all.numbers.toSorted((a, b) => a - b)).toEqual(
    [...index.source.told.keys()].filter((no) => index.source.told[no]),
  )
  const random = chance(seed)
  for (let n = 0; n < queries; n++) {
    const asked = ask(random, index.source.told, 'normal')
    const under = { ...randomScope(random), limit: 500 }
    const expected = scan(index.source.told, under, asked.holds).inScope
    expect(index.findAll(asked.query, under)).toEqual({ numbers: expected, total: expected.length })
  }
}

describe('following the archive', () => {
  test('puts each record into its month once, and says how far it is', () => {
    index.source.add(...tell(chance(1), 1000))
    expect(index.indexer.step()).toBe(true)
    expect(index.indexer.position).toBeLessThan(1000)
    expect(index.signals.position).toBe(index.indexer.position)
    index.indexAll()
    expect(index.indexer.position).toBe(index.source.end())
    expect(index.indexer.step()).toBe(false)
    expect(index.indexer.files.entries.map(({ name }) => name).sort()).toEqual([
      '2025-11',
      '2026-08',
      '2026-09',
      '2026-10',
      'odd',
      'undated',
    ])
    expectWhole()
  })

  test('goes on where it stopped', () => {
    index.source.add(...tell(chance(2), 500))
    index.indexAll()
    index.indexer.close()
    index.crash()
    index.source.add(...tell(chance(3), 300))
    index.indexAll()
    expectWhole()
  })

  test('doubles nothing when everything is brought again', () => {
    index.source.add(...tell(chance(4), 500))
    index.indexAll()
    index.indexer.close()
    index.crash()
    const manifest = readManifest(index.dir)
    if (manifest) writeManifest(index.dir, { ...manifest, position: 0 })
    index.indexAll()
    expectWhole()
  })

  test('doubles and loses nothing when a batch failed half way', () => {
    index.source.add(...tell(chance(5), 600))
    index.indexer.step()
    const { register } = index
    const create = register.create
    let calls = 0
    for (let failing = 0; failing < 8; failing++) {
      calls = 0
      register.create = (...asked) => {
        if (calls++ === failing) throw new Error('out of luck')
        return create(...asked)
      }
      index.indexer.rebuild()
      try {
        while (index.indexer.step());
      } catch (error) {
        expect(error).toMatchObject({ message: 'out of luck' })
      }
      register.create = create
      index.indexAll()
      expectWhole(failing)
    }
  })

  test('indexes a record of a million letters among small ones', () => {
    const long = '一二三四五六七八九十'.repeat(100_000)
    index.source.add(
      { text: 'a', time: ARCHIVED_AT },
      { text: long, time: ARCHIVED_AT },
      { text: 'b', time: ARCHIVED_AT },
    )
    index.indexAll()
    expect(index.find('九十一二三').total).toBe(1)
    expect(index.find('').total).toBe(3)
  })
})

describe('the index is made again', () => {
  const cases: [what: string, damage: () => void][] = [
    ['a shard file is lost', () => rmSync(fileOf(MONTH))],
    ['a shard file is emptied', () => writeFileSync(fileOf(MONTH), '')],
    ['a shard file is cut short', () => writeFileSync(fileOf(MONTH), readFileSync(fileOf(MONTH)).subarray(0, 9000))],
    ['a first page is damaged', () => flipByte(fileOf(MONTH), 300)],
    [
      'a shard’s key is destroyed',
      () => index.register.destroy(index.indexer.files.entries.slice(1, 2).map((entry) => entry.key)),
    ],
    ['the manifest is lost', () => rmSync(join(index.dir, 'shards.json'))],
    ['the manifest is damaged', () => writeFileSync(join(index.dir, 'shards.json'), '{"v":1,"position":"x"}')],
    ['the folding has another version', () => outdate(fileOf(MONTH))],
    ['everything is lost', () => rmSync(index.dir, { recursive: true })],
  ]
  test.each(cases)('where %s', (_, damage) => {
    index.source.add(...tell(chance(6), 400))
    index.indexAll()
    index.indexer.close()
    damage()
    index.crash()
    expect(index.indexer.position).toBeLessThan(index.source.end())
    index.indexAll()
    expectWhole()
    expect(shardFiles().sort()).toEqual(index.indexer.files.entries.map(({ file }) => file).sort())
  })

  test.each([true, false])('where the archive was restored from an older copy (position noted: %s)', (isNoted) => {
    const told = tell(chance(7), 400)
    index.source.add(...told)
    index.indexAll()
    index.indexer.close()
    index.crash()
    const manifest = readManifest(index.dir)
    if (manifest && !isNoted) writeManifest(index.dir, { ...manifest, position: 0 })
    index.source.told.length = 100
    index.source.add(...tell(chance(8), 50))
    index.indexAll()
    expectWhole()
  })

  test('where a search has met damage', () => {
    index.source.add(...tell(chance(9), 400))
    index.indexAll()
    index.indexer.forget(MONTH)
    expect(index.indexer.position).toBeLessThan(20)
    expect(index.find('').indexed).toBe(index.indexer.position)
    index.indexAll()
    expectWhole()
  })

  test('where the indexer itself meets it, in the middle of a batch', () => {
    index.source.add(...tell(chance(9), 400))
    index.indexAll()
    const path = fileOf(MONTH)
    index.indexer.close()
    rmSync(path)
    index.source.add(...tell(chance(22), 300))
    index.indexAll()
    expectWhole()
  })
})

test('a rebuild gives equal answers under new keys, and the old keys and files are gone', () => {
  index.source.add(...tell(chance(10), 500))
  index.indexAll()
  const before = index.indexer.files.entries.map(({ key, file }) => ({ key, file }))
  index.indexer.rebuild()
  expect(index.find('')).toMatchObject({ total: 0, indexed: 0 })
  index.indexAll()
  expectWhole()
  for (const { key, file } of before) {
    expect(index.register.keys.has(key)).toBe(false)
    expect(shardFiles()).not.toContain(file)
  }
  expect(index.register.keys.size).toBe(index.indexer.files.entries.length)
})

describe('settling', () => {
  const states = () => index.indexer.files.entries.map(({ name }) => index.indexer.writer(name)?.state)

  test('sorts every shard by time and changes no answer, before, during and after', () => {
    index.source.add(...tell(chance(11), 9000))
    index.indexAll()
    expectWhole(1)
    for (const { name } of [...index.indexer.files.entries]) {
      const settling = settleShard(index.indexer, name)
      while (!settling.next().done) expectWhole(2, 4)
      expectWhole(3, 4)
    }
    for (const state of states()) expect(state).toMatchObject({ inOrder: true, settledRows: state?.rows })
    index.source.add(...tell(chance(12), 200))
    index.indexAll()
    expectWhole(4)
    index.settleAll()
    expectWhole(5)
    expect(index.register.keys.size).toBe(index.indexer.files.entries.length)
  })

  test('gives up when the shard gets rows meanwhile, and leaves nothing behind', () => {
    index.source.add(...tell(chance(13), 15_000))
    index.indexAll()
    const before = index.indexer.files.entries
    const settling = settleShard(index.indexer, MONTH)
    expect(settling.next().done).toBe(false)
    index.source.add(...tell(chance(14), 50))
    index.indexAll()
    expect(settling.next()).toEqual({ done: true, value: false })
    expect(index.indexer.files.entries).toEqual(before)
    expect(shardFiles().sort()).toEqual(before.map(({ file }) => file).sort())
    expect(index.register.keys.size).toBe(before.length)
    expectWhole()
  })

  test('leaves out a record whose key was destroyed meanwhile', () => {
    const numbers = index.source.add(...[3, 1, 2].map((n) => ({ text: '一样', time: ARCHIVED_AT - n })))
    index.indexAll()
    index.source.destroyed.add(numbers[1] ?? -1)
    index.settleAll()
    expect(index.findAll('一样').numbers).toEqual([numbers[2], numbers[0]])
  })

  test('waits until a shard is quiet, and does not sort a live month over and over', () => {
    index.source.add(...tell(chance(15), 2000))
    index.indexAll()
    const due = (ms: number) => shardsToSettle(index.indexer, (index.clock.at + ms) as Instant, 60_000)
    expect(due(59_999)).toEqual([])
    expect(due(60_000).length).toBe(index.indexer.files.entries.length)
    index.settleAll()
    expect(due(60_000)).toEqual([])
    index.source.add(...tell(chance(16), 100))
    index.indexAll()
    expect(due(60_000)).not.toContain(MONTH)
    expect(due(86_400_000)).toContain(MONTH)
  })

  test('does not open what it knows, however many months there are, and sees what changed', () => {
    const month = (n: number) => Date.UTC(2024, n, 15)
    index.source.add(...Array.from({ length: 30 }, (_, n) => ({ text: `第${n}月`, time: month(n) })))
    index.indexAll()
    const due = () => shardsToSettle(index.indexer, (index.clock.at + 86_400_000) as Instant, 60_000)
    expect(due()).toHaveLength(30)
    index.settleAll()
    expect(due()).toEqual([])
    let opened = 0
    const { open } = index.register
    index.register.open = (id) => {
      opened++
      return open(id)
    }
    expect(due()).toEqual([])
    expect(opened).toBe(0)
    index.source.add({ text: '又一条', time: month(3) })
    index.indexAll()
    expect(opened).toBeGreaterThan(0)
    expect(due()).toEqual(['2024-04'])
    index.settleAll()
    expect(due()).toEqual([])
  })
})

function flipByte(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

function outdate(path: string): void {
  const entry = index.indexer.files.entries.find(({ file }) => path.endsWith(file))
  const db = openEncrypted(path, index.register.open(entry?.key ?? ('' as never))) // '' opens nothing and throws
  db.exec('update state set folding = folding + 1')
  db.close()
}
