import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ActReceipt } from '#audit'
import type { ConversationNo, Instant } from '#base'
import { arrivalOf, arrivals } from '#test/archive-house'
import { filesHolding } from '#test/raw-search'
import { EVERYTHING, openSearchHouse, type SearchHouse } from '#test/search-house'

// The room behind its door: real archive, real threads, real keys.

let house: SearchHouse
beforeEach(async () => {
  house = await openSearchHouse()
})
afterEach(() => house.close())

test('what was archived is found, opened by nobody, and stays found when it was sealed and settled', async () => {
  const numbers = await house.admit(arrivals(0, 2500))
  const expected = async () => {
    expect((await house.findAll('')).numbers.toSorted((a, b) => a - b)).toEqual(numbers)
    const found = await house.findAll('"第1234条"')
    expect(found).toEqual({ numbers: [numbers[1234]], total: 1 })
    expect((await house.findAll('保证金')).total).toBe(0)
    expect((await house.find('收到', { mode: 'exact', limit: 1 })).total).toBe(500)
  }
  await expected()
  await house.archive.seal()
  await house.search.settle()
  await expected()
  await house.search.rebuild()
  await house.search.reach((numbers.at(-1) ?? 0) + 1)
  await expected()
  expect(house.search.indexPosition()).toBeGreaterThan(numbers.at(-1) ?? 0)
})

test('the keeper is told how far the index is, so that the journal can be pruned', async () => {
  await house.admit(arrivals(0, 300))
  await house.archive.seal()
  await expect.poll(async () => (await house.archive.prune()).pruned, { timeout: 30_000 }).toBeGreaterThanOrEqual(300)
  expect((await house.find('')).total).toBe(300)
})

test('a search needs a real receipt, and its refusals cross the threads as what they are', async () => {
  await house.admit(arrivals(0, 10))
  const input = { scope: EVERYTHING, query: '', mode: 'normal', order: 'newest', limit: 1 } as const
  const forged = { id: 'act_x', action: 'search.window', permit: 'window' } as unknown as ActReceipt // a look-alike
  await expect(house.search.run(forged, input)).rejects.toMatchObject({ code: 'broken_invariant' })
  expect(await house.search.run(house.receipt, input)).toMatchObject({ total: 10 })
  await expect(house.find('"')).rejects.toMatchObject({ name: 'Refusal', kind: 'invalid', code: 'query_unbalanced' })
  await expect(house.find('a', { cursor: '!' })).rejects.toMatchObject({ code: 'cursor_malformed' })
})

test('an empty answer takes whole steps, whether the word is outside the scope or nowhere', async () => {
  await house.admit(arrivals(0, 1000))
  const scope = { ...EVERYTHING, conversations: new Set([99 as ConversationNo]) }
  for (const word of ['收到', '没有这个词']) {
    const startedAt = performance.now()
    expect(await house.find(word, { scope })).toMatchObject({ total: 0, hits: [], next: null, days: null })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(24)
  }
})

describe('a damaged shard', () => {
  test('is made again while the house runs', async () => {
    await house.admit(arrivals(0, 2000))
    await house.search.settle()
    // every page that is not read yet: the first search to meet one reports it
    for (const name of readdirSync(join(house.dir, 'index')).filter((file) => file.endsWith('.db'))) {
      const path = join(house.dir, 'index', name)
      const bytes = readFileSync(path)
      for (let page = 1; page < bytes.length / 8192; page++)
        bytes[page * 8192 + 100] = (bytes[page * 8192 + 100] ?? 0) ^ 1
      writeFileSync(path, bytes)
    }
    const isRepairing = expect.objectContaining({ code: 'index_repairing', kind: 'unavailable' })
    let repairs = 0
    await expect
      .poll(
        async () => {
          try {
            return (await house.findAll('收到')).total
          } catch (error) {
            expect(error).toEqual(isRepairing)
            repairs++
            return null
          }
        },
        { timeout: 30_000, interval: 100 },
      )
      .toBe(400)
    expect(repairs).toBeGreaterThan(0)
  })
})

test('neither words nor names lie bare in the index, running or closed', async () => {
  const secret = arrivalOf(1, { body: '绝密的保证金账户', sourceTs: Date.UTC(2026, 0, 1) as Instant })
  await house.admit([...arrivals(2, 600), secret])
  const words = ['保证金', '账户', '收到', '短信通知', '13800138000', 'jingban']
  expect(filesHolding(join(house.dir, 'index'), words)).toEqual([])
  await house.search.settle()
  expect(filesHolding(join(house.dir, 'index'), words)).toEqual([])
})
